// Rows of unary-inl.h: activations without a gate: sigmoids, ramps and their kin.

template <>
struct Unary<NABLA_UNARY_SIGMOID> {
  static constexpr nabla_op_info info = unary_row("sigmoid", NABLA_SAVES_OUTPUT, {-6, 6}, 3);
  template <class V>
  OP V forward(V x) {  // exp never sees a positive argument: no overflow on either side
    const V e = exp(-abs(x));
    return select(x < V(0), e, V(1)) / (V(1) + e);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * (V(1) - y) * y;
  }
};

template <>
struct Unary<NABLA_UNARY_LOGSIGMOID> {
  static constexpr nabla_op_info info = unary_row("logsigmoid", NABLA_SAVES_FIRST, {-6, 6}, 3);
  template <class V>
  OP V forward(V x) {
    return select(x < V(0), x, V(0)) - log1p(exp(-abs(x)));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * Unary<NABLA_UNARY_SIGMOID>::forward(-x);
  }
};

template <>
struct Unary<NABLA_UNARY_SOFTPLUS> {
  static constexpr nabla_op_info info = unary_row("softplus", NABLA_SAVES_FIRST, {-6, 6}, 3);
  template <class V>
  OP V forward(V x) {
    return select(x > V(20), x, select(x > V(0), x, V(0)) + log1p(exp(-abs(x))));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x > V(20), dy, dy * Unary<NABLA_UNARY_SIGMOID>::forward(x));
  }
};

template <>
struct Unary<NABLA_UNARY_SOFTSIGN> {
  static constexpr nabla_op_info info = unary_row("softsign", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return x / (V(1) + abs(x));
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V d = V(1) + abs(x);
    return dy / d / d;
  }
};

template <>
struct Unary<NABLA_UNARY_HARDSIGMOID> {
  static constexpr nabla_op_info info = unary_row("hardsigmoid", NABLA_SAVES_FIRST, {-2.9, 2.9}, 2);
  template <class V>
  OP V forward(V x) {
    return select(x <= V(-3), V(0), select(x >= V(3), V(1), (x + V(3)) / V(6)));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x > V(-3) && x < V(3), dy / V(6), V(0));
  }
};

template <>
struct Unary<NABLA_UNARY_RELU> {
  static constexpr nabla_op_info info = unary_row("relu", NABLA_SAVES_OUTPUT, {0.1, 4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return select(x <= V(0), V(0), x);  // NaN falls through to x
  }
  template <class V>
  OP V backward(V y, V dy) {
    return select(y <= V(0), V(0), dy);
  }
};

template <>
struct Unary<NABLA_UNARY_RELU6> {
  static constexpr nabla_op_info info = unary_row("relu6", NABLA_SAVES_FIRST, {0.1, 5.9}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return select(x <= V(0), V(0), select(x >= V(6), V(6), x));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x <= V(0) || x >= V(6), V(0), dy);
  }
};

template <>
struct Unary<NABLA_UNARY_SELU> {
  static constexpr nabla_op_info info = unary_row("selu", NABLA_SAVES_OUTPUT, {0.1, 4}, 3);
  static constexpr double kScale = 1.0507009873554804934193349852946, kSlope = kScale * 1.6732632423543772848170429916717;
  template <class V>
  OP V forward(V x) {
    return select(x > V(0), V(kScale) * x, V(kSlope) * expm1(x));
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * select(y > V(0), V(kScale), y + V(kSlope));
  }
};

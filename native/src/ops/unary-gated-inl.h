// Rows of unary-inl.h: activations that multiply x by a gate between 0 and 1.
//
// Where the gate is e^x or near it, x must meet it before it has vanished: e^x is taken as the square of e^(x / 2), and the
// second factor comes last.

template <>
struct Unary<NABLA_UNARY_SILU> {
  static constexpr nabla_op_info info = unary_row("silu", NABLA_SAVES_FIRST, {-6, 6}, 4);
  template <class V>
  OP V forward(V x) {
    const V root = exp(V(-0.5) * abs(x)), sum = V(1) + root * root;
    return select(x < V(0), x * root / sum * root, x / sum);
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V gate = Unary<NABLA_UNARY_SIGMOID>::forward(x);
    return dy * (gate * (V(1) + x * (V(1) - gate)));
  }
};

// tanh(log(1 + n)) = n (n + 2) / (n (n + 2) + 2) with n = e^x.
template <>
struct Unary<NABLA_UNARY_MISH> {
  static constexpr nabla_op_info info = unary_row("mish", NABLA_SAVES_FIRST, {-6, 6}, 4);
  template <class V>
  OP V forward(V x) {
    const V root = exp(V(0.5) * select(x > V(30), V(30), x)), n = root * root, w = n * (n + V(2));  // the gate is 1 at 30
    return select(x < V(0), x * (root * (n + V(2))) / (w + V(2)) * root, x * (w / (w + V(2))));
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V n = exp(select(x > V(30), V(30), x)), w = n * (n + V(2)), gate = w / (w + V(2));
    return dy * (gate + x * (n / (n + V(1))) * (V(1) - gate * gate));
  }
};

template <>
struct Unary<NABLA_UNARY_GELU> {
  static constexpr nabla_op_info info = unary_row("gelu", NABLA_SAVES_FIRST, {-4, 4}, 4);
  template <class V>
  OP V forward(V x) {
    return gelu(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V gate = V(0.5) * erfc(V(-0.70710678118654752440) * x);
    return dy * (gate + x * (V(0.39894228040143267794) * exp(V(-0.5) * (x * x))));
  }
};

template <>
struct Unary<NABLA_UNARY_GELU_TANH> {
  static constexpr nabla_op_info info = unary_row("gelu_tanh", NABLA_SAVES_FIRST, {-4, 4}, 4);
  template <class V>
  OP V forward(V x) {
    return gelu_tanh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {  // the gate is sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3); it is 0 or 1 beyond 30
    constexpr double kA = 2 * 0.79788456080286535588;
    x = select(x > V(30), V(30), select(x < V(-30), V(-30), x));
    const V squared = x * x, gate = Unary<NABLA_UNARY_SIGMOID>::forward(x * (V(kA) + V(kA * 0.044715) * squared));
    return dy * (gate + x * (V(kA) + V(kA * 3 * 0.044715) * squared) * (gate * (V(1) - gate)));
  }
};

template <>
struct Unary<NABLA_UNARY_HARDSWISH> {
  static constexpr nabla_op_info info = unary_row("hardswish", NABLA_SAVES_FIRST, {-2.9, 2.9}, 2);
  template <class V>
  OP V forward(V x) {
    return select(x <= V(-3), V(0) * x, select(x >= V(3), x, x * (x + V(3)) / V(6)));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x <= V(-3), V(0), select(x >= V(3), dy, dy * (x / V(3) + V(0.5))));
  }
};

// Rows of unary-inl.h: signs, powers and roots.

template <>
struct Unary<NABLA_UNARY_ABS> {
  static constexpr nabla_op_info info = unary_row("abs", NABLA_SAVES_FIRST, {0.1, 4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return abs(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x > V(0), dy, select(x < V(0), -dy, V(0)));
  }
};

template <>
struct Unary<NABLA_UNARY_NEG> {
  static constexpr nabla_op_info info = unary_row("neg", NABLA_SAVES_NOTHING, {-4, 4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return -x;
  }
  template <class V>
  OP V backward(V, V dy) {
    return -dy;
  }
};

template <>
struct Unary<NABLA_UNARY_SIGN> {
  static constexpr nabla_op_info info = unary_row("sign", NABLA_SAVES_NOTHING, {0.1, 4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return select(x > V(0), V(1), select(x < V(0), V(-1), V(0)));
  }
  template <class V>
  OP V backward(V, V) {
    return V(0);
  }
};

template <>
struct Unary<NABLA_UNARY_SQUARE> {
  static constexpr nabla_op_info info = unary_row("square", NABLA_SAVES_FIRST, {-4, 4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return x * x;
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * (x + x);
  }
};

template <>
struct Unary<NABLA_UNARY_SQRT> {
  static constexpr nabla_op_info info = unary_row("sqrt", NABLA_SAVES_OUTPUT, {0.1, 4}, 0);
  template <class V>
  OP V forward(V x) {
    return sqrt(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy / (y + y);
  }
};

template <>
struct Unary<NABLA_UNARY_RSQRT> {
  static constexpr nabla_op_info info = unary_row("rsqrt", NABLA_SAVES_OUTPUT, {0.1, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return V(1) / sqrt(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return V(-0.5) * dy * (y * y * y);
  }
};

template <>
struct Unary<NABLA_UNARY_RECIPROCAL> {
  static constexpr nabla_op_info info = unary_row("reciprocal", NABLA_SAVES_OUTPUT, {0.1, 4}, 0);
  template <class V>
  OP V forward(V x) {
    return V(1) / x;
  }
  template <class V>
  OP V backward(V y, V dy) {
    return -dy * (y * y);
  }
};

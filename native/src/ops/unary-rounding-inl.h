// Rows of unary-inl.h: whole numbers and bits. The slope of a step is 0.

template <>
struct Unary<NABLA_UNARY_FLOOR> {
  static constexpr nabla_op_info info = unary_row("floor", NABLA_SAVES_NOTHING, {0.1, 0.9}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return floor(x);
  }
  template <class V>
  OP V backward(V, V) {
    return V(0);
  }
};

template <>
struct Unary<NABLA_UNARY_CEIL> {
  static constexpr nabla_op_info info = unary_row("ceil", NABLA_SAVES_NOTHING, {0.1, 0.9}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return ceil(x);
  }
  template <class V>
  OP V backward(V, V) {
    return V(0);
  }
};

template <>
struct Unary<NABLA_UNARY_ROUND> {
  static constexpr nabla_op_info info = unary_row("round", NABLA_SAVES_NOTHING, {0.6, 1.4}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return round(x);
  }
  template <class V>
  OP V backward(V, V) {
    return V(0);
  }
};

template <>
struct Unary<NABLA_UNARY_TRUNC> {
  static constexpr nabla_op_info info = unary_row("trunc", NABLA_SAVES_NOTHING, {0.1, 0.9}, 0, kNumbers);
  template <class V>
  OP V forward(V x) {
    return trunc(x);
  }
  template <class V>
  OP V backward(V, V) {
    return V(0);
  }
};

template <>
struct Unary<NABLA_UNARY_FRAC> {
  static constexpr nabla_op_info info = unary_row("frac", NABLA_SAVES_NOTHING, {0.1, 0.9}, 0);
  template <class V>
  OP V forward(V x) {
    return x - trunc(x);
  }
  template <class V>
  OP V backward(V, V dy) {
    return dy;
  }
};

template <>
struct Unary<NABLA_UNARY_BITWISE_NOT> {
  static constexpr nabla_op_info info{"bitwise_not", 1, NABLA_SAVES_NOTHING, 0, kIntegral | kBool, {-4, 0, 0}, {4, 0, 0}, 0};
  template <class V>
  OP V forward(V x) {
    return ~x;
  }
};

// Rows of unary-inl.h: functions of angles, and their inverses.

template <>
struct Unary<NABLA_UNARY_SIN> {
  static constexpr nabla_op_info info = unary_row("sin", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return sin(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * cos(x);
  }
};

template <>
struct Unary<NABLA_UNARY_COS> {
  static constexpr nabla_op_info info = unary_row("cos", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return cos(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return -dy * sin(x);
  }
};

template <>
struct Unary<NABLA_UNARY_TAN> {
  static constexpr nabla_op_info info = unary_row("tan", NABLA_SAVES_OUTPUT, {-1.4, 1.4}, 3);
  template <class V>
  OP V forward(V x) {
    return tan(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * (V(1) + y * y);
  }
};

template <>
struct Unary<NABLA_UNARY_ASIN> {
  static constexpr nabla_op_info info = unary_row("asin", NABLA_SAVES_FIRST, {-0.9, 0.9}, 3);
  template <class V>
  OP V forward(V x) {
    return asin(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / sqrt((V(1) - x) * (V(1) + x));
  }
};

template <>
struct Unary<NABLA_UNARY_ACOS> {
  static constexpr nabla_op_info info = unary_row("acos", NABLA_SAVES_FIRST, {-0.9, 0.9}, 2);
  template <class V>
  OP V forward(V x) {
    return acos(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return -dy / sqrt((V(1) - x) * (V(1) + x));
  }
};

template <>
struct Unary<NABLA_UNARY_ATAN> {
  static constexpr nabla_op_info info = unary_row("atan", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return atan(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / (x * x + V(1));
  }
};

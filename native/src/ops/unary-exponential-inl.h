// Rows of unary-inl.h: exponentials, logarithms, hyperbolic functions and the error function.

template <>
struct Unary<NABLA_UNARY_EXP> {
  static constexpr nabla_op_info info = unary_row("exp", NABLA_SAVES_OUTPUT, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return exp(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * y;
  }
};

template <>
struct Unary<NABLA_UNARY_EXP2> {
  static constexpr nabla_op_info info = unary_row("exp2", NABLA_SAVES_OUTPUT, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return exp2(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * y * V(0.69314718055994530942);
  }
};

template <>
struct Unary<NABLA_UNARY_EXPM1> {
  static constexpr nabla_op_info info = unary_row("expm1", NABLA_SAVES_OUTPUT, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return expm1(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * (y + V(1));
  }
};

template <>
struct Unary<NABLA_UNARY_LOG> {
  static constexpr nabla_op_info info = unary_row("log", NABLA_SAVES_FIRST, {0.1, 8}, 2);
  template <class V>
  OP V forward(V x) {
    return log(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / x;
  }
};

template <>
struct Unary<NABLA_UNARY_LOG2> {
  static constexpr nabla_op_info info = unary_row("log2", NABLA_SAVES_FIRST, {0.1, 8}, 3);
  template <class V>
  OP V forward(V x) {
    return log2(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / (x * V(0.69314718055994530942));
  }
};

template <>
struct Unary<NABLA_UNARY_LOG10> {
  static constexpr nabla_op_info info = unary_row("log10", NABLA_SAVES_FIRST, {0.1, 8}, 3);
  template <class V>
  OP V forward(V x) {
    return log10(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / (x * V(2.30258509299404568402));
  }
};

template <>
struct Unary<NABLA_UNARY_LOG1P> {
  static constexpr nabla_op_info info = unary_row("log1p", NABLA_SAVES_FIRST, {-0.9, 8}, 2);
  template <class V>
  OP V forward(V x) {
    return log1p(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / (x + V(1));
  }
};

template <>
struct Unary<NABLA_UNARY_SINH> {
  static constexpr nabla_op_info info = unary_row("sinh", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return sinh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * cosh(x);
  }
};

template <>
struct Unary<NABLA_UNARY_COSH> {
  static constexpr nabla_op_info info = unary_row("cosh", NABLA_SAVES_FIRST, {-4, 4}, 2);
  template <class V>
  OP V forward(V x) {
    return cosh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * sinh(x);
  }
};

template <>
struct Unary<NABLA_UNARY_TANH> {
  static constexpr nabla_op_info info = unary_row("tanh", NABLA_SAVES_OUTPUT, {-4, 4}, 3);
  template <class V>
  OP V forward(V x) {
    return tanh(x);
  }
  template <class V>
  OP V backward(V y, V dy) {
    return dy * (V(1) - y * y);
  }
};

template <>
struct Unary<NABLA_UNARY_ASINH> {
  static constexpr nabla_op_info info = unary_row("asinh", NABLA_SAVES_FIRST, {-4, 4}, 1);
  template <class V>
  OP V forward(V x) {
    return asinh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / hypot(x, V(1));
  }
};

template <>
struct Unary<NABLA_UNARY_ACOSH> {
  static constexpr nabla_op_info info = unary_row("acosh", NABLA_SAVES_FIRST, {1.1, 8}, 1);
  template <class V>
  OP V forward(V x) {
    return acosh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / (sqrt(x - V(1)) * sqrt(x + V(1)));
  }
};

template <>
struct Unary<NABLA_UNARY_ATANH> {
  static constexpr nabla_op_info info = unary_row("atanh", NABLA_SAVES_FIRST, {-0.9, 0.9}, 1);
  template <class V>
  OP V forward(V x) {
    return atanh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy / ((V(1) - x) * (V(1) + x));
  }
};

template <>
struct Unary<NABLA_UNARY_ERF> {
  static constexpr nabla_op_info info = unary_row("erf", NABLA_SAVES_FIRST, {-2, 2}, 2);
  template <class V>
  OP V forward(V x) {
    return erf(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * (V(1.12837916709551257390) * exp(-(x * x)));
  }
};

template <>
struct Unary<NABLA_UNARY_ERFC> {
  static constexpr nabla_op_info info = unary_row("erfc", NABLA_SAVES_FIRST, {-2, 2}, 4);
  template <class V>
  OP V forward(V x) {
    return erfc(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * (V(-1.12837916709551257390) * exp(-(x * x)));
  }
};

// Sums, products, extremes, and the activations with a parameter.

template <>
struct Binary<NABLA_BINARY_ADD> {
  static constexpr int reads[] = {kNothing, kNothing};
  static constexpr nabla_op_info info = facts("add", kAllDTypes, reads, {{-4, 4}, {-4, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return a + b; }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V, V, V, V dy) { return dy; }
};

template <>
struct Binary<NABLA_BINARY_SUB> {
  static constexpr int reads[] = {kNothing, kNothing};
  static constexpr nabla_op_info info = facts("sub", kNumbers, reads, {{-4, 4}, {-4, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return a - b; }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V, V, V, V dy) { return -dy; }
};

template <>
struct Binary<NABLA_BINARY_MUL> {
  static constexpr int reads[] = {kSecond, kFirst};
  static constexpr nabla_op_info info = facts("mul", kAllDTypes, reads, {{-4, 4}, {-4, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return a * b; }
  template <class V> OP V da(V, V b, V, V dy) { return dy * b; }
  template <class V> OP V db(V a, V, V, V dy) { return dy * a; }
};

template <>
struct Binary<NABLA_BINARY_MAXIMUM> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("maximum", kAllDTypes, reads, {{-4, 1}, {1.25, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return select(a < b || is_nan(b), b, a); }  // a NaN in a is not less
  template <class V> OP V da(V a, V b, V, V dy) { return select(a < b, V(0), select(a == b, dy * V(0.5), dy)); }
  template <class V> OP V db(V a, V b, V, V dy) { return select(a > b, V(0), select(a == b, dy * V(0.5), dy)); }
};

template <>
struct Binary<NABLA_BINARY_MINIMUM> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("minimum", kAllDTypes, reads, {{-4, 1}, {1.25, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return select(a > b || is_nan(b), b, a); }
  template <class V> OP V da(V a, V b, V, V dy) { return select(a > b, V(0), select(a == b, dy * V(0.5), dy)); }
  template <class V> OP V db(V a, V b, V, V dy) { return select(a < b, V(0), select(a == b, dy * V(0.5), dy)); }
};

template <>
struct Binary<NABLA_BINARY_COPYSIGN> {
  static constexpr int reads[] = {kFirst | kSecond, kNothing};
  static constexpr nabla_op_info info = facts("copysign", kFloating, reads, {{0.25, 4}, {0.25, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return copysign(a, b); }
  // dy * y / a, but for infinite a, too.
  template <class V> OP V da(V a, V b, V, V dy) {
    return select(a == V(0), V(0), dy * copysign(V(1), a) * copysign(V(1), b));
  }
  template <class V> OP V db(V, V, V, V) { return V(0); }
};

template <>
struct Binary<NABLA_BINARY_PRELU> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst};
  static constexpr nabla_op_info info = facts("prelu", kFloating, reads, {{-4, -0.25}, {0.125, 0.5}}, 0);
  template <class V> OP V forward(V a, V b) { return select(a > V(0), a, b * a); }
  template <class V> OP V da(V a, V b, V, V dy) { return select(a > V(0), dy, dy * b); }
  template <class V> OP V db(V a, V, V, V dy) { return select(a > V(0), V(0), dy * a); }
};

template <>
struct Binary<NABLA_BINARY_ELU> {
  static constexpr int reads[] = {kFirst | kSecond, kNoGradient};
  static constexpr nabla_op_info info = facts("elu", kFloating, reads, {{-4, -0.25}, {0.5, 2}}, 2);
  template <class V> OP V forward(V a, V b) { return select(a > V(0), a, b * expm1(a)); }
  template <class V> OP V da(V a, V b, V, V dy) { return select(a > V(0), dy, dy * (b * exp(a))); }
};

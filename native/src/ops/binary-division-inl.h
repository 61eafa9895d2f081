// Quotients, and the rest that rounding them leaves.

template <>
struct Binary<NABLA_BINARY_DIV> {
  static constexpr int reads[] = {kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("div", kFloating, reads, {{-4, 4}, {0.5, 4}}, 0);
  template <class V> OP V forward(V a, V b) { return a / b; }
  template <class V> OP V da(V, V b, V, V dy) { return dy / b; }
  template <class V> OP V db(V a, V b, V, V dy) { return -dy * (a / b / b); }  // b * b might overflow
};

template <>
struct Binary<NABLA_BINARY_FMOD> {
  static constexpr int reads[] = {kNothing, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("fmod", kNumbers, reads, {{3.25, 3.75}, {2, 3}}, 0);
  template <class V> OP V forward(V a, V b) { return fmod(a, b); }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V a, V b, V, V dy) { return -dy * trunc_divide(a, b); }
};

template <>
struct Binary<NABLA_BINARY_REMAINDER> {
  static constexpr int reads[] = {kNothing, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("remainder", kNumbers, reads, {{3.25, 3.75}, {2, 3}}, 0);
  template <class V> OP V forward(V a, V b) {
    const V rest = fmod(a, b);
    return select(rest != V(0) && ((rest < V(0)) ^ (b < V(0))), rest + b, rest);
  }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V a, V b, V, V dy) { return -dy * floor_divide(a, b); }
};

// The exact quotient's floor, as in Python: 1 // 0.1 is 9, although 1 / 0.1 rounds to 10.
template <>
struct Binary<NABLA_BINARY_FLOOR_DIVIDE> {
  static constexpr int reads[] = {kNothing, kNothing};
  static constexpr nabla_op_info info = facts("floor_divide", kNumbers, reads, {{2.25, 2.75}, {1.5, 2}}, 1);
  template <class V> OP V forward(V a, V b) { return floor_divide(a, b); }
  template <class V> OP V da(V, V, V, V) { return V(0); }
  template <class V> OP V db(V, V, V, V) { return V(0); }
};

// The rounded quotient without its fraction, as torch.div's rounding_mode="trunc".
template <>
struct Binary<NABLA_BINARY_TRUNC_DIVIDE> {
  static constexpr int reads[] = {kNothing, kNothing};
  static constexpr nabla_op_info info = facts("trunc_divide", kNumbers, reads, {{2.25, 2.75}, {1.5, 2}}, 0);
  template <class V> OP V forward(V a, V b) { return trunc(a / b); }
  template <class V> OP V da(V, V, V, V) { return V(0); }
  template <class V> OP V db(V, V, V, V) { return V(0); }
};

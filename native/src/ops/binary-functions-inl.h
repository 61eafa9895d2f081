// Functions of the plane.

template <>
struct Binary<NABLA_BINARY_POW> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond | kOutput};
  static constexpr nabla_op_info info = facts("pow", kNumbers, reads, {{0.25, 3}, {-3, 3}}, 2);
  template <class V> OP V forward(V a, V b) { return pow(a, b); }
  // a^0 is constant; where a is 0, too, the formula would give NaN.
  template <class V> OP V da(V a, V b, V, V dy) { return select(b == V(0), V(0), dy * (b * pow(a, b - V(1)))); }
  template <class V> OP V db(V a, V b, V y, V dy) {
    return select(a == V(0) && b >= V(0), V(0), dy * (y * log(a)));
  }
};

// The squared distance b^2 + a^2 might overflow: the distance is divided by twice.
template <>
struct Binary<NABLA_BINARY_ATAN2> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("atan2", kFloating, reads, {{0.5, 4}, {-4, 4}}, 2);
  template <class V> OP V forward(V a, V b) { return atan2(a, b); }
  template <class V> OP V da(V a, V b, V, V dy) {
    const V distance = hypot(a, b);
    return dy * (b / distance / distance);
  }
  template <class V> OP V db(V a, V b, V, V dy) {
    const V distance = hypot(a, b);
    return -dy * (a / distance / distance);
  }
};

template <>
struct Binary<NABLA_BINARY_HYPOT> {
  static constexpr int reads[] = {kFirst | kOutput, kSecond | kOutput};
  static constexpr nabla_op_info info = facts("hypot", kFloating, reads, {{0.25, 4}, {-4, 4}}, 2);
  template <class V> OP V forward(V a, V b) { return hypot(a, b); }
  template <class V> OP V da(V a, V, V y, V dy) { return dy * (a / y); }
  template <class V> OP V db(V, V b, V y, V dy) { return dy * (b / y); }
};

// Equal operands share the gradient, also where they are infinite and their difference is NaN.
template <class V>
OP V share_of(V a, V b) {
  return V(1) / (V(1) + exp(select(a == b, V(0), b - a)));
}

template <>
struct Binary<NABLA_BINARY_LOGADDEXP> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("logaddexp", kFloating, reads, {{-4, 4}, {-4, 4}}, 1);
  template <class V> OP V forward(V a, V b) { return logaddexp(a, b); }
  template <class V> OP V da(V a, V b, V, V dy) { return dy * share_of(a, b); }
  template <class V> OP V db(V a, V b, V, V dy) { return dy * share_of(b, a); }
};

template <>
struct Binary<NABLA_BINARY_XLOGY> {
  static constexpr int reads[] = {kFirst | kSecond, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("xlogy", kFloating, reads, {{0.25, 4}, {0.25, 4}}, 2);
  template <class V> OP V forward(V a, V b) { return select(a == V(0) && !is_nan(b), V(0), a * log(b)); }
  // As in PyTorch: at a = 0 the slope is log(b), but for b where that is not finite.
  template <class V> OP V da(V a, V b, V, V dy) { return select(a == V(0) && b <= V(0), V(0), dy * log(b)); }
  template <class V> OP V db(V a, V b, V, V dy) { return dy * (a / b); }
};

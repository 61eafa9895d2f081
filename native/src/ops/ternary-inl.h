// The rows of functions of three operands, in the manner of binary-inl.h. Of a sum of terms, ulp counts units in the last place
// of the largest term: what is left when terms cancel is as exact as they are.

template <nabla_ternary_op>
struct Ternary;  // left undefined: an enum line without a row does not compile

// The condition comes as a mask; dtypes are those of the other two.
template <>
struct Ternary<NABLA_TERNARY_WHERE> {
  static constexpr int reads[] = {kNoGradient, kFirst, kFirst};
  static constexpr nabla_op_info info = facts("where", kAllDTypes, reads, {{0, 1}, {-4, 4}, {-4, 4}}, 0);
  template <class M, class V> OP V forward(M a, V b, V c) { return select(a, b, c); }
  template <class M, class V> OP V db(M a, V, V, V dy) { return select(a, dy, V(0)); }
  template <class M, class V> OP V dc(M a, V, V, V dy) { return select(a, V(0), dy); }
};

// NaN in an operand or a bound stays. The bounds' gradients are not asked for: they are numbers as a rule.
template <>
struct Ternary<NABLA_TERNARY_CLAMP> {
  static constexpr int reads[] = {kFirst | kSecond | kThird, kNoGradient, kNoGradient};
  static constexpr nabla_op_info info =
      facts("clamp", kNumbers, reads, {{0.25, 0.75}, {-1, 0}, {1, 2}}, 0);
  template <class V> OP V forward(V a, V b, V c) {
    const V raised = select(a < b || is_nan(b), b, a);
    return select(raised > c || is_nan(c), c, raised);
  }
  template <class V> OP V da(V a, V b, V c, V dy) { return select(a >= b && a <= c, dy, V(0)); }
};

// From the nearer end, so that c = 1 gives b exactly.
template <>
struct Ternary<NABLA_TERNARY_LERP> {
  static constexpr int reads[] = {kThird, kThird, kFirst | kSecond};
  static constexpr nabla_op_info info = facts("lerp", kFloating, reads, {{-4, 4}, {-4, 4}, {0, 1}}, 3);
  template <class V> OP V forward(V a, V b, V c) {
    return select(abs(c) < V(0.5), a + c * (b - a), b - (b - a) * (V(1) - c));
  }
  template <class V> OP V da(V, V, V c, V dy) { return dy * (V(1) - c); }
  template <class V> OP V db(V, V, V c, V dy) { return dy * c; }
  template <class V> OP V dc(V a, V b, V, V dy) { return dy * (b - a); }
};

template <>
struct Ternary<NABLA_TERNARY_ADDCMUL> {
  static constexpr int reads[] = {kNothing, kThird, kSecond};
  static constexpr nabla_op_info info =
      facts("addcmul", kNumbers, reads, {{-4, 4}, {-4, 4}, {-4, 4}}, 1);
  template <class V> OP V forward(V a, V b, V c) { return a + b * c; }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V, V, V c, V dy) { return dy * c; }
  template <class V> OP V dc(V, V b, V, V dy) { return dy * b; }
};

template <>
struct Ternary<NABLA_TERNARY_ADDCDIV> {
  static constexpr int reads[] = {kNothing, kThird, kSecond | kThird};
  static constexpr nabla_op_info info = facts("addcdiv", kFloating, reads, {{-4, 4}, {-4, 4}, {0.5, 4}}, 1);
  template <class V> OP V forward(V a, V b, V c) { return a + b / c; }
  template <class V> OP V da(V, V, V, V dy) { return dy; }
  template <class V> OP V db(V, V, V c, V dy) { return dy / c; }
  template <class V> OP V dc(V, V b, V c, V dy) { return -dy * (b / c / c); }
};

// The rows of comparisons: from two V to a mask of V. Included as binary-inl.h is.

template <nabla_compare_op>
struct Compare;  // left undefined: an enum line without a row does not compile

constexpr nabla_op_info comparison(const char* name) {
  return facts(name, kAllDTypes, {kNoGradient, kNoGradient}, {{-4, 4}, {-4, 4}}, 0);
}

template <>
struct Compare<NABLA_COMPARE_EQ> {
  static constexpr nabla_op_info info = comparison("eq");
  template <class V> OP auto forward(V a, V b) { return a == b; }
};

template <>
struct Compare<NABLA_COMPARE_NE> {
  static constexpr nabla_op_info info = comparison("ne");
  template <class V> OP auto forward(V a, V b) { return a != b; }
};

template <>
struct Compare<NABLA_COMPARE_LT> {
  static constexpr nabla_op_info info = comparison("lt");
  template <class V> OP auto forward(V a, V b) { return a < b; }
};

template <>
struct Compare<NABLA_COMPARE_LE> {
  static constexpr nabla_op_info info = comparison("le");
  template <class V> OP auto forward(V a, V b) { return a <= b; }
};

template <>
struct Compare<NABLA_COMPARE_GT> {
  static constexpr nabla_op_info info = comparison("gt");
  template <class V> OP auto forward(V a, V b) { return a > b; }
};

template <>
struct Compare<NABLA_COMPARE_GE> {
  static constexpr nabla_op_info info = comparison("ge");
  template <class V> OP auto forward(V a, V b) { return a >= b; }
};

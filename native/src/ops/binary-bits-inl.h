// Bits of integers; on bool the logical operations.

template <>
struct Binary<NABLA_BINARY_BITWISE_AND> {
  static constexpr int reads[] = {kNoGradient, kNoGradient};
  static constexpr nabla_op_info info = facts("bitwise_and", kIntegral | kBool, reads, {{0, 15}, {0, 15}}, 0);
  template <class V> OP V forward(V a, V b) { return a & b; }
};

template <>
struct Binary<NABLA_BINARY_BITWISE_OR> {
  static constexpr int reads[] = {kNoGradient, kNoGradient};
  static constexpr nabla_op_info info = facts("bitwise_or", kIntegral | kBool, reads, {{0, 15}, {0, 15}}, 0);
  template <class V> OP V forward(V a, V b) { return a | b; }
};

template <>
struct Binary<NABLA_BINARY_BITWISE_XOR> {
  static constexpr int reads[] = {kNoGradient, kNoGradient};
  static constexpr nabla_op_info info = facts("bitwise_xor", kIntegral | kBool, reads, {{0, 15}, {0, 15}}, 0);
  template <class V> OP V forward(V a, V b) { return a ^ b; }
};

template <>
struct Binary<NABLA_BINARY_SHIFT_LEFT> {
  static constexpr int reads[] = {kNoGradient, kNoGradient};
  static constexpr nabla_op_info info = facts("bitwise_left_shift", kIntegral, reads, {{0, 15}, {0, 7}}, 0);
  template <class V> OP V forward(V a, V b) { return shift_left(a, b); }
};

template <>
struct Binary<NABLA_BINARY_SHIFT_RIGHT> {
  static constexpr int reads[] = {kNoGradient, kNoGradient};
  static constexpr nabla_op_info info = facts("bitwise_right_shift", kIntegral, reads, {{0, 15}, {0, 7}}, 0);
  template <class V> OP V forward(V a, V b) { return shift_right(a, b); }
};

// Gradients of one operand as loops. No include guard: included once for each target, inside its namespace, after loops-inl.h,
// mask-loops-inl.h and the rows. What each operand's loop reads is packed: nothing is loaded that its formula does not name.

constexpr int count_bits(int set) { return set == 0 ? 0 : (set & 1) + count_bits(set >> 1); }

// Where the value of `bit` stands among the inputs of a loop that reads `reads`; dy, the last, stands in for what it does not.
constexpr int place_of(int reads, int bit) { return count_bits((reads & bit) != 0 ? reads & (bit - 1) : reads); }

// The gradient of operand kOperand by a row of two or three operands.
template <class Row, int kOperand>
struct Gradient {
  static constexpr int kReads = Row::reads[kOperand], kDy = count_bits(kReads);

  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    const V a = in[place_of(kReads, kFirst)], b = in[place_of(kReads, kSecond)], dy = in[kDy];
    const V other = in[place_of(kReads, Row::info.operands == 3 ? kThird : kOutput)];
    if constexpr (kOperand == 0)
      out[0] = Row::da(a, b, other, dy);
    else if constexpr (kOperand == 1)
      out[0] = Row::db(a, b, other, dy);
    else
      out[0] = Row::dc(a, b, other, dy);
  }
};

// The same where the first operand is a condition, and the others' gradients read nothing else.
template <class Row, int kOperand>
struct MaskedGradient {
  template <class M, class V>
  static HWY_INLINE V call(M condition, const V* in) {
    if constexpr (kOperand == 1)
      return Row::db(condition, in[0], in[0], in[0]);
    else
      return Row::dc(condition, in[0], in[0], in[0]);
  }
};

template <class T, class Row, int kOperand, bool kMasked = false>
constexpr GradientLoop gradient_loop() {
  if constexpr ((Row::info.gradients >> kOperand & 1) == 0 || (Row::info.dtypes & dtype_bit(kDType<T>)) == 0)
    return {nullptr, 0};
  else if constexpr (kMasked)
    return {masked_loop<T, 1, MaskedGradient<Row, kOperand>>, Row::reads[kOperand]};
  else
    return {loop<T, count_bits(Row::reads[kOperand]) + 1, 1, Gradient<Row, kOperand>>, Row::reads[kOperand]};
}

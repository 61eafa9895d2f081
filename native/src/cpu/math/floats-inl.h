// What the functions of this folder are made of: polynomials, powers of two, and the parts of a floating number.

// How a format's bits are laid out, and the numbers that depend on it.
template <class T>
struct Format;
template <>
struct Format<float> {
  using Bits = uint32_t;
  static constexpr int kFraction = 23, kBias = 127;
  static constexpr double kMinNormal = 0x1p-126, kMaxFinite = 0x1.fffffep127;
  static constexpr double kMagic = 0x1.8p23;  // added and taken away, it rounds to a whole number; never gives -0
};
template <>
struct Format<double> {
  using Bits = uint64_t;
  static constexpr int kFraction = 52, kBias = 1023;
  static constexpr double kMinNormal = 0x1p-1022, kMaxFinite = 0x1.fffffffffffffp1023;
  static constexpr double kMagic = 0x1.8p52;
};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

template <class T>
using BitsTag = hn::RebindToUnsigned<hn::ScalableTag<T>>;
template <class T>
using BitLanes = hn::Vec<BitsTag<T>>;

template <class T>
HWY_INLINE BitLanes<T> to_bits(Lanes<T> x) {
  return hn::BitCast(BitsTag<T>(), x.v);
}
template <class T>
HWY_INLINE Lanes<T> from_bits(BitLanes<T> b) {
  return hn::BitCast(hn::ScalableTag<T>(), b);
}

// c[0] + c[1] x + c[2] x^2 + …, by Horner's rule: the loops run many vectors side by side, so fewest operations win.
template <int kFrom = 0, class T, size_t kCount>
HWY_INLINE Lanes<T> polynomial(Lanes<T> x, const T (&c)[kCount]) {
  if constexpr (kFrom + 1 == kCount)
    return Lanes<T>(c[kFrom]);
  else
    return mul_add(polynomial<kFrom + 1>(x, c), x, Lanes<T>(c[kFrom]));
}

// The whole number nearest to x * factor. |x * factor| < 2^22 (float), 2^51 (double).
template <class T>
HWY_INLINE Lanes<T> nearest_multiple(Lanes<T> x, double factor) {
  const Lanes<T> magic(Format<T>::kMagic);
  return mul_add(x, Lanes<T>(factor), magic) - magic;
}

// 2^k for a whole number k that gives a normal number.
template <class T>
HWY_INLINE Lanes<T> power_of_two(Lanes<T> k) {
  const Lanes<T> shifted = k + Lanes<T>(Format<T>::kMagic + Format<T>::kBias);
  return from_bits<T>(hn::ShiftLeft<Format<T>::kFraction>(to_bits(shifted)));
}

// x * 2^k for a whole number k: one rounding, also where the result is subnormal, if |x| is in [0.5, 4).
// |k| < 2 * kBias - 2.
template <class T>
HWY_INLINE Lanes<T> scale(Lanes<T> x, Lanes<T> k) {
#if HWY_TARGET <= HWY_AVX3
  if constexpr (sizeof(T) == 4)
    return hn::Vec<typename Lanes<T>::D>{_mm512_scalef_ps(x.v.raw, k.v.raw)};
  else
    return hn::Vec<typename Lanes<T>::D>{_mm512_scalef_pd(x.v.raw, k.v.raw)};
#else
  const Lanes<T> half = round(k * Lanes<T>(0.5));
  return x * power_of_two(half) * power_of_two(k - half);
#endif
}

// m * 2^k: a number that may lie outside of the format until it has met another factor.
template <class T>
struct Scaled {
  Lanes<T> m, k;
  HWY_INLINE Lanes<T> value() const { return scale(m, k); }
};

// Infinity and NaN in x stay what they are; elsewhere y.
template <class T>
HWY_INLINE Lanes<T> unless_infinite_or_nan(Lanes<T> x, Lanes<T> y) {
  return select(abs(x) <= Lanes<T>(Format<T>::kMaxFinite), y, x);
}

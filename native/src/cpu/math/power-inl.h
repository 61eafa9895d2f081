// pow, hypot, logaddexp.

// |a|^b by 2^(b log2 |a|) in double: log2's relative error of 4e-12 grows to at most 6e-10 where the result is a float, 0.01
// units of its last place.
HWY_INLINE Lanes<double> pow_exponent(Lanes<double> a, Lanes<double> b) { return b * log2_wide(a); }

// C's pow, edges included.
HWY_INLINE Lanes<float> pow(Lanes<float> a, Lanes<float> b) {
  const Lanes<float> zero(0), one(1), infinity(kInfinity), magnitude = abs(a), half_b = b * Lanes<float>(0.5);
  const Wide wide_a = widen(magnitude), wide_b = widen(b);
  Lanes<float> y = exp2_scaled({pow_exponent(wide_a.lower, wide_b.lower), pow_exponent(wide_a.upper, wide_b.upper)}).value();
  // The logarithm has been told nothing of 0, infinity and NaN.
  const LaneMask<float> is_zero = magnitude == zero, edge = is_zero || magnitude == infinity;
  y = select(edge && !is_nan(b), select(is_zero ^ (b < zero), zero, infinity), y);
  y = select(is_nan(a), a, y);
  const LaneMask<float> negative = copysign(one, a) < zero, whole = round(b) == b, odd = whole && round(half_b) != half_b;
  y = select(negative && odd, -y, y);
  y = select(a < zero && !whole && !edge, Lanes<float>(kNaN), y);
  return select(b == zero || a == one || (a == Lanes<float>(-1) && abs(b) == infinity), one, y);
}
HWY_INLINE Lanes<double> pow(Lanes<double> a, Lanes<double> b) { return each(std::pow, a, b); }

// Squares of what would overflow or vanish are taken of scaled numbers.
template <class T>
HWY_INLINE Lanes<T> hypot(Lanes<T> a, Lanes<T> b) {
  constexpr bool kFloat = sizeof(T) == 4;
  constexpr double kLarge = kFloat ? 0x1p60 : 0x1p500, kSmall = kFloat ? 0x1p-40 : 0x1p-400;
  constexpr double kDown = kFloat ? 0x1p-80 : 0x1p-600, kUp = kFloat ? 0x1p80 : 0x1p600;
  a = abs(a);
  b = abs(b);
  const Lanes<T> one(1), infinity(kInfinity), greater = select(a > b, a, b);
  const LaneMask<T> large = greater > Lanes<T>(kLarge), small = greater < Lanes<T>(kSmall);
  const Lanes<T> to = select(large, Lanes<T>(kDown), select(small, Lanes<T>(kUp), one));
  const Lanes<T> back = select(large, Lanes<T>(kUp), select(small, Lanes<T>(kDown), one));
  const Lanes<T> x = a * to, y = b * to;
  return select(a == infinity || b == infinity, infinity, sqrt(mul_add(x, x, y * y)) * back);
}

// log(e^a + e^b). In double for floats, too: where a and b are close to -log 2 the parts cancel.
HWY_INLINE Lanes<double> logaddexp(Lanes<double> a, Lanes<double> b) {
  const Lanes<double> greater = select(a > b, a, b);
  const Lanes<double> apart = select(a == b, Lanes<double>(0), abs(a - b));  // equal infinities, too
  return greater + log1p(exp(-apart));
}
HWY_INLINE Lanes<double> logaddexp_wide(Lanes<double> a, Lanes<double> b) { return logaddexp(a, b); }
HWY_INLINE Lanes<float> logaddexp(Lanes<float> a, Lanes<float> b) { return in_double<logaddexp_wide>(a, b); }

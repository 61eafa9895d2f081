// fmod, and quotients rounded to whole numbers, for floating dtypes.
//
// For floats all is done in double: a / b differs from a whole number n by at least 2^-24 if it is none, so its rounded
// quotient tells on which side it lies as long as |n| < 2^28; and n b is exact there, so a - n b is, too.

constexpr double kLargestQuotient = 0x1p28;

HWY_INLINE Lanes<double> remainder_wide(Lanes<double> a, Lanes<double> b) { return neg_mul_add(trunc(a / b), b, a); }
HWY_INLINE Lanes<double> trunc_divide_wide(Lanes<double> a, Lanes<double> b) { return trunc(a / b); }
HWY_INLINE Lanes<double> floor_divide_wide(Lanes<double> a, Lanes<double> b) { return floor(a / b); }

// a - b * trunc(a / b), exactly.
HWY_INLINE Lanes<float> fmod(Lanes<float> a, Lanes<float> b) {
  const Lanes<float> infinity(kInfinity), x = abs(a), y = abs(b);
  // Larger quotients are rare: the C library's. (The bound is a little low, because the product rounds.)
  const LaneMask<float> large = x >= y * Lanes<float>(kLargestQuotient * 0.5) && x < infinity && y > Lanes<float>(0);
  Lanes<float> r = select(y == infinity && x < infinity, a, in_double<remainder_wide>(a, b));
  if (HWY_UNLIKELY(any(large))) r = select(large, each(std::fmod, select(large, a, Lanes<float>(0)), b), r);
  return copysign(r, a);
}
HWY_INLINE Lanes<double> fmod(Lanes<double> a, Lanes<double> b) { return each(std::fmod, a, b); }

HWY_INLINE Lanes<float> trunc_divide(Lanes<float> a, Lanes<float> b) { return in_double<trunc_divide_wide>(a, b); }
HWY_INLINE Lanes<double> trunc_divide(Lanes<double> a, Lanes<double> b) { return trunc(a / b); }

// floor(a / b). As in Python, an infinite a gives NaN (unless b is 0), and an infinite b of the other sign gives -1.
template <class T>
HWY_INLINE Lanes<T> floor_divide_edges(Lanes<T> a, Lanes<T> b, Lanes<T> y) {
  const Lanes<T> zero(0), infinity(kInfinity);
  y = select(abs(b) == infinity && abs(a) < infinity && a * b < zero, Lanes<T>(-1), y);
  return select(abs(a) == infinity && b != zero, Lanes<T>(kNaN), y);
}
HWY_INLINE Lanes<float> floor_divide(Lanes<float> a, Lanes<float> b) {
  return floor_divide_edges(a, b, in_double<floor_divide_wide>(a, b));
}
// The quotient of what is exactly divisible, rounded to whole, instead of the floor of a rounded quotient.
HWY_INLINE Lanes<double> floor_divide(Lanes<double> a, Lanes<double> b) {
  const Lanes<double> zero(0), one(1), rest = fmod(a, b);
  Lanes<double> q = (a - rest) / b;
  q = select(rest != zero && ((b < zero) ^ (rest < zero)), q - one, q);
  Lanes<double> whole = floor(q);
  whole = select(q - whole > Lanes<double>(0.5), whole + one, whole);
  whole = select(q == zero, copysign(zero, a / b), whole);
  return select(b == zero, a / b, whole);
}

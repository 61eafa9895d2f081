// sinh, cosh, tanh and their inverses.
//
// sinh is odd: below 1, x + x^3 H(x^2), H a minimax polynomial with the first term held (float degree 2, relative error 2.4e-8;
// double degree 7, 1.5e-19); above, h - 1 / (4 h) with h = e^x / 2, which does not overflow before sinh does. tanh comes from
// expm1(2 x), the inverses (for float) from log_wide, in double, where nothing that cancels matters to a float.

template <class T>
struct Hyperbolic;
template <>
struct Hyperbolic<float> {
  static constexpr float kSinh[] = {0x1.555598p-3f, 0x1.10f768p-7f, 0x1.ab3fdp-13f};
  static constexpr double kHigh = 92;     // sinh and cosh are infinite beyond
  static constexpr double kTanhHigh = 10;  // tanh is 1 beyond
};
template <>
struct Hyperbolic<double> {
  static constexpr double kSinh[] = {0x1.5555555555555p-3,  0x1.111111111117cp-7,  0x1.a01a01a00db3ap-13,
                                     0x1.71de3a60a9f7dp-19, 0x1.ae644b32db998p-26, 0x1.612abe6b5d71ep-33,
                                     0x1.aab9951a70658p-41, 0x1.4095793845b34p-48};
  static constexpr double kHigh = 712;
  static constexpr double kTanhHigh = 20;
};

// e^|x| / 2.
template <class T>
HWY_INLINE Lanes<T> half_exp(Lanes<T> x) {
  const Scaled<T> e = exp_scaled(at_most(abs(x), Lanes<T>(Hyperbolic<T>::kHigh)));
  return scale(e.m, e.k - Lanes<T>(1));
}

template <class T>
HWY_INLINE Lanes<T> sinh(Lanes<T> x) {
  const Lanes<T> h = half_exp(x), z = x * x;
  const Lanes<T> large = copysign(h - Lanes<T>(0.25) / h, x);
  return select(abs(x) < Lanes<T>(1), mul_add(x * z, polynomial(z, Hyperbolic<T>::kSinh), x), large);
}

template <class T>
HWY_INLINE Lanes<T> cosh(Lanes<T> x) {
  const Lanes<T> h = half_exp(x);
  return h + Lanes<T>(0.25) / h;
}

template <class T>
HWY_INLINE Lanes<T> tanh(Lanes<T> x) {
  const Lanes<T> a = at_most(abs(x), Lanes<T>(Hyperbolic<T>::kTanhHigh)), one(1);
  const ReducedExponential<T> e = exp_reduced(a + a);
  const Lanes<T> power = power_of_two(e.k), m1 = mul_add(power, e.m1, power - one);  // expm1(2 a)
  return copysign(m1 / (m1 + Lanes<T>(2)), x);
}

// Below 2^-12 the next term of each series is less than a quarter of float's last place, while the logarithm's argument would
// be too close to 1.
constexpr double kSeriesBelow = 0x1p-12;
HWY_INLINE Lanes<double> asinh_wide(Lanes<double> x) {
  const Lanes<double> a = abs(x), z = a * a;
  const Lanes<double> series = neg_mul_add(a * z, Lanes<double>(1.0 / 6), a);
  return copysign(select(a < Lanes<double>(kSeriesBelow), series, log_wide(a + sqrt(z + Lanes<double>(1)))), x);
}
HWY_INLINE Lanes<double> acosh_wide(Lanes<double> x) {
  return log_wide(x + sqrt(mul_add(x, x, Lanes<double>(-1))));
}
HWY_INLINE Lanes<double> atanh_wide(Lanes<double> x) {
  const Lanes<double> a = abs(x), one(1);
  const Lanes<double> series = mul_add(a * a * a, Lanes<double>(1.0 / 3), a);
  const Lanes<double> y = Lanes<double>(0.5) * log_wide((one + a) / (one - a));
  return copysign(select(a < Lanes<double>(kSeriesBelow), series, y), x);
}

HWY_INLINE Lanes<float> asinh(Lanes<float> x) { return unless_infinite_or_nan(x, in_double<asinh_wide>(x)); }
HWY_INLINE Lanes<float> acosh(Lanes<float> x) {
  const Lanes<float> y = unless_infinite_or_nan(x, in_double<acosh_wide>(x));
  return select(x < Lanes<float>(1), Lanes<float>(kNaN), y);
}
HWY_INLINE Lanes<float> atanh(Lanes<float> x) {
  const Lanes<float> a = abs(x), y = select(a == Lanes<float>(1), copysign(Lanes<float>(kInfinity), x), in_double<atanh_wide>(x));
  return select(a <= Lanes<float>(1), y, Lanes<float>(kNaN));
}

HWY_INLINE Lanes<double> asinh(Lanes<double> x) { return each(std::asinh, x); }
HWY_INLINE Lanes<double> acosh(Lanes<double> x) { return each(std::acosh, x); }
HWY_INLINE Lanes<double> atanh(Lanes<double> x) { return each(std::atanh, x); }

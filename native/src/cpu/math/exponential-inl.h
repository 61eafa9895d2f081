// exp, exp2, expm1.
//
// x = k ln 2 + r with |r| <= ln(2) / 2, so e^x = 2^k e^r (Cody & Waite 1980). ln 2 is taken away in two parts, the first of
// which is short enough that k times it is exact without FMA. e^r = 1 + r + r^2 Q(r), where Q is a minimax polynomial, fitted
// in the format's own precision to (e^r - 1) / r with its first two terms held:
//   float  degree 3, relative error 1.4e-8 (0.24 units of 2^-24) of e^r - 1, in |r| <= 0.3467
//   double degree 9, 3.0e-19
// 2^x needs no reduction error: r = x - k is exact. (2^r - 1) / r: float degree 5, 1.3e-8; double degree 11, 3.3e-17.

template <class T>
struct Exponential;
template <>
struct Exponential<float> {
  static constexpr double kLn2High = 0x1.62e4p-1, kLn2Low = 0x1.7f7d1cp-20;
  static constexpr float kSeries[] = {0x1p-1f, 0x1.5554b6p-3f, 0x1.5555b6p-5f, 0x1.122416p-7f, 0x1.6c5a5p-10f};
  static constexpr float kBase2[] = {0x1.62e43p-1f,   0x1.ebfbdep-3f,  0x1.c6af9ep-5f,
                                     0x1.3b2c58p-7f, 0x1.5ef4acp-10f, 0x1.427932p-13f};
  static constexpr double kLow = -105, kHigh = 90;     // beyond: 0 and infinity
  static constexpr double kLow2 = -152, kHigh2 = 130;  // the same for 2^x
  static constexpr double kLowM1 = -20;                // expm1 is -1 below
  static constexpr double kHighM1 = 89;                // and infinity above; 2^k / 2 must still be finite there
  static constexpr double kTiny = 0x1p-25;             // expm1(x) is x below
};
template <>
struct Exponential<double> {
  static constexpr double kLn2High = 0x1.62e42fefa4p-1, kLn2Low = -0x1.8432a1b0e2634p-43;
  static constexpr double kSeries[] = {
      0x1p-1,                 0x1.5555555555559p-3,   0x1.555555555554dp-5,   0x1.111111110f655p-7,
      0x1.6c16c16c1aafep-10,  0x1.a01a01b0036dap-13,  0x1.a01a018e0f1d8p-16,  0x1.71ddf80f8671p-19,
      0x1.27e5133987e42p-22,  0x1.af5f2c470a40fp-26,  0x1.1f1a36b173297p-29};
  static constexpr double kBase2[] = {0x1.62e42fefa39efp-1,  0x1.ebfbdff82c58ep-3,  0x1.c6b08d704a1d1p-5,
                                      0x1.3b2ab6fba51a1p-7,  0x1.5d87fe787529dp-10, 0x1.430912f755655p-13,
                                      0x1.ffcbfd44215p-17,   0x1.62c0272dcc249p-20, 0x1.b5233e262135dp-24,
                                      0x1.e4bb8386d7f49p-28, 0x1.ec5de15e71755p-32, 0x1.e0f3bd5baa0ap-36};
  static constexpr double kLow = -746, kHigh = 711;
  static constexpr double kLow2 = -1077, kHigh2 = 1026;
  static constexpr double kLowM1 = -40;
  static constexpr double kHighM1 = 710;
  static constexpr double kTiny = 0x1p-54;
};
constexpr double kLog2E = 0x1.71547652b82fep0;

// e^r - 1 and k for x = k ln 2 + r.
template <class T>
struct ReducedExponential {
  Lanes<T> m1, k;
};
template <class T>
HWY_INLINE ReducedExponential<T> exp_reduced(Lanes<T> x) {
  using E = Exponential<T>;
  const Lanes<T> k = nearest_multiple(x, kLog2E);
  const Lanes<T> r = neg_mul_add(k, Lanes<T>(E::kLn2Low), neg_mul_add(k, Lanes<T>(E::kLn2High), x));
  return {mul_add(r * r, polynomial(r, E::kSeries), r), k};
}

// The same for x + rest, where rest is much smaller than x.
template <class T>
HWY_INLINE ReducedExponential<T> exp_reduced(Lanes<T> x, Lanes<T> rest) {
  using E = Exponential<T>;
  const Lanes<T> k = nearest_multiple(x + rest, kLog2E);
  const Lanes<T> r = neg_mul_add(k, Lanes<T>(E::kLn2Low), neg_mul_add(k, Lanes<T>(E::kLn2High), x)) + rest;
  return {mul_add(r * r, polynomial(r, E::kSeries), r), k};
}

// e^x as m * 2^k. x is finite and within a few units of [kLow, kHigh].
template <class T>
HWY_INLINE Scaled<T> exp_scaled(Lanes<T> x) {
  const ReducedExponential<T> e = exp_reduced(x);
  return {e.m1 + Lanes<T>(1), e.k};
}

template <class T>
HWY_INLINE Lanes<T> exp(Lanes<T> x) {
  using E = Exponential<T>;
  return exp_scaled(at_most(at_least(x, Lanes<T>(E::kLow)), Lanes<T>(E::kHigh))).value();
}

template <class T>
HWY_INLINE Lanes<T> exp2(Lanes<T> x) {
  using E = Exponential<T>;
  const Lanes<T> inside = at_most(at_least(x, Lanes<T>(E::kLow2)), Lanes<T>(E::kHigh2));
  const Lanes<T> k = nearest_multiple(inside, 1), r = inside - k;
  return scale(mul_add(polynomial(r, E::kBase2), r, Lanes<T>(1)), k);
}

// 2^k (e^r - 1) + (2^k - 1), all of it halved and doubled, so that 2^k does not overflow before the sum does.
template <class T>
HWY_INLINE Lanes<T> expm1(Lanes<T> x) {
  using E = Exponential<T>;
  const ReducedExponential<T> e = exp_reduced(at_most(at_least(x, Lanes<T>(E::kLowM1)), Lanes<T>(E::kHighM1)));
  const Lanes<T> half = power_of_two(e.k - Lanes<T>(1));
  const Lanes<T> y = mul_add(half, e.m1, half - Lanes<T>(0.5));
  return select(abs(x) < Lanes<T>(E::kTiny), x, y + y);
}

// 2^z for doubles, to float's precision: what is left of z beside a whole number is small enough to be a float.
// |z| is at most a few hundred.
HWY_INLINE Scaled<float> exp2_inside(Wide z) {
  const Wide k{nearest_multiple(z.lower, 1), nearest_multiple(z.upper, 1)};
  const Lanes<float> r = narrow({z.lower - k.lower, z.upper - k.upper});
  return {mul_add(polynomial(r, Exponential<float>::kBase2), r, Lanes<float>(1)), narrow(k)};
}
HWY_INLINE Scaled<float> exp2_scaled(Wide z) {
  const Lanes<double> low(Exponential<float>::kLow2), high(Exponential<float>::kHigh2);
  return exp2_inside({at_most(at_least(z.lower, low), high), at_most(at_least(z.upper, low), high)});
}

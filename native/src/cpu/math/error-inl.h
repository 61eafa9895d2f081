// erf, erfc and the Gaussian error linear unit.
//
// erf: below 1, x + x P(x^2), a minimax polynomial of degree 6, relative error 1.5e-9; above, 1 - e^-Q(|x|), Q a polynomial of
// degree 6 without constant term, fitted to -log(erfc x) on [1, 4.05] with weight erfc(x) / erf(x): 6.3e-9 of erf.
// erfc(x) = e^(-x^2) R(x) for x >= 0, and erfc(-x) = 2 - erfc(x). x^2 enters the exponential exactly, as the square of x's
// upper 12 bits and a rest: an error in it would count x^2 times. The power of two comes last, where it may make the result
// subnormal. R(x) = e^(x^2) erfc(x) falls slowly: a minimax polynomial of degree 11 in x - 1 on [0, 2], relative error 2.3e-8;
// beyond, t = 1 / x times one of degree 7 in t^2 (up to 10.1), 1.9e-8. gelu's tail is the same for x / sqrt(2), halved: in
// x - 1 on [0, 2.25], 5.2e-9; beyond (up to 14.6), degree 9, 1.8e-8.

constexpr float kErf[] = {0x1.06eba8p-3f, -0x1.81274p-2f,   0x1.ce2d52p-4f, -0x1.b7fec4p-6f,
                          0x1.542fecp-8f, -0x1.a5197ap-11f, 0x1.4c5cb4p-14f};
constexpr float kErfTail[] = {0x1.20e412p0f, 0x1.458bb4p-1f, 0x1.ae8e3cp-4f, -0x1.75879ap-6f, 0x1.a1b7fap-9f, -0x1.b9bfcep-13f};

HWY_INLINE Lanes<float> erf(Lanes<float> x) {
  const Lanes<float> a = at_most(abs(x), Lanes<float>(4)), one(1);  // erf(4) rounds to 1
  const Lanes<float> large = one - exp_scaled(-a * polynomial(a, kErfTail)).value();
  return select(a < one, mul_add(x, polynomial(x * x, kErf), x), copysign(large, x));
}

struct ErfcTail {
  static constexpr double kDivisor = 1, kHigh = 10.1, kFar = 2;
  static constexpr float kNear[] = {0x1.b5d878p-2f, -0x1.17c4e6p-2f, 0x1.3c2766p-3f,  -0x1.4482ecp-4f,
                                    0x1.33bd34p-5f, -0x1.1105a2p-6f, 0x1.cac12ep-8f,  -0x1.6ae6c6p-9f,
                                    0x1.03c332p-10f, -0x1.87701cp-12f, 0x1.84f41ep-13f, -0x1.e43c26p-15f};
  static constexpr float kBeyond[] = {0x1.20dd7p-1f, -0x1.20d6ap-2f,  0x1.afa9bep-2f, -0x1.028ddep0f,
                                      0x1.6f95f4p1f, -0x1.cfba86p2f, 0x1.8a6e4p3f, -0x1.396a88p3f};
};
struct GeluTail {
  static constexpr double kDivisor = 2, kHigh = 14.6, kFar = 2.25;
  static constexpr float kNear[] = {0x1.0bdb2ep-2f,  -0x1.19524cp-3f,  0x1.fcc828p-5f,  -0x1.9afff2p-6f,
                                    0x1.2f46dp-7f,   -0x1.9f168ep-9f,  0x1.0a3302p-10f, -0x1.408c9ep-12f,
                                    0x1.6db14ep-14f, -0x1.ade764p-16f, 0x1.ff8e9ap-18f, -0x1.6f284ap-20f};
  static constexpr float kBeyond[] = {0x1.98844ep-2f,  -0x1.987d58p-2f, 0x1.319086p0f,  -0x1.7289c4p2f, 0x1.16fc82p5f,
                                      -0x1.9c4a14p7f,  0x1.ee2a94p9f,   -0x1.9f9a9ap11f, 0x1.a557d8p12f, -0x1.7dfc54p12f};
};
// e^(-x^2 / kDivisor) as (1 + m1) 2^k, and R(x), or x R(x) where kTimesX says so; for x >= 0.
struct GaussianTail {
  Lanes<float> m1, k, r;
  HWY_INLINE Lanes<float> product() const { return scale(mul_add(r, m1, r), k); }
};
template <class Tail, bool kTimesX>
HWY_INLINE GaussianTail gaussian_tail(Lanes<float> x) {
  x = at_most(x, Lanes<float>(Tail::kHigh));
  const BitLanes<float> mask = hn::Set(BitsTag<float>(), 0xfffff000u);
  const Lanes<float> upper = from_bits<float>(hn::And(to_bits(x), mask)), factor(-1 / Tail::kDivisor), one(1);
  const ReducedExponential<float> e = exp_reduced(upper * upper * factor, (x - upper) * (x + upper) * factor);
  Lanes<float> r = polynomial(x - one, Tail::kNear);
  if (kTimesX) r = x * r;
  const LaneMask<float> beyond = x > Lanes<float>(Tail::kFar);
  if (any(beyond)) {
    const Lanes<float> t = one / x, s = polynomial(t * t, Tail::kBeyond);
    r = select(beyond, kTimesX ? s : t * s, r);
  }
  return {e.m1, e.k, r};
}

HWY_INLINE Lanes<float> erfc(Lanes<float> x) {
  const Lanes<float> tail = gaussian_tail<ErfcTail, false>(abs(x)).product();
  return select(x < Lanes<float>(0), Lanes<float>(2) - tail, tail);
}

// x (1 + erf(x / sqrt 2)) / 2 = max(x, 0) - |x| erfc(|x| / sqrt 2) / 2. At -inf the formula is -inf * 0.
HWY_INLINE Lanes<float> gelu(Lanes<float> x) {
  const Lanes<float> zero(0);
  return select(x > zero, x, x * zero) - gaussian_tail<GeluTail, true>(abs(x)).product();
}

// gelu's derivative: (1 + erf(x / sqrt 2)) / 2 + x e^(-x^2 / 2) / sqrt(2 pi).
HWY_INLINE Lanes<float> gelu_slope(Lanes<float> x) {
  const GaussianTail tail = gaussian_tail<GeluTail, false>(abs(x));
  const Lanes<float> one(1), e = scale(tail.m1 + one, tail.k), left = e * tail.r;
  return mul_add(x * Lanes<float>(0.39894228040143267794), e, select(x < Lanes<float>(0), left, one - left));
}

HWY_INLINE Lanes<double> erf(Lanes<double> x) { return each(std::erf, x); }
HWY_INLINE Lanes<double> erfc(Lanes<double> x) { return each(std::erfc, x); }
HWY_INLINE Lanes<double> gelu(Lanes<double> x) {
  return Lanes<double>(0.5) * x * erfc(x * Lanes<double>(-0.70710678118654752440));
}
HWY_INLINE Lanes<double> gelu_slope(Lanes<double> x) {
  const Lanes<double> gate = Lanes<double>(0.5) * erfc(x * Lanes<double>(-0.70710678118654752440));
  return mul_add(x * Lanes<double>(0.39894228040143267794), exp(Lanes<double>(-0.5) * x * x), gate);
}

// erf, erfc and the Gaussian error linear unit.
//
// erf: below 1, x + x P(x^2), a minimax polynomial of degree 6, relative error 1.5e-9; above, 1 - e^-Q(|x|), Q a polynomial of
// degree 6 without constant term, fitted to -log(erfc x) on [1, 4.05] with weight erfc(x) / erf(x): 6.3e-9 of erf.
// erfc(x) = e^(-x^2) R(x) for x >= 0, and erfc(-x) = 2 - erfc(x). R(x) = e^(x^2) erfc(x) is smooth in t = 1 / (1 + c x): a
// minimax polynomial of degree 10 in t for x in [0, 10.1], c = 0.35, relative error 3.7e-9. gelu's tail is the same for
// x / sqrt(2), halved: [0, 14.6], c = 1/4, 4.2e-9. (Each c is the one, of those tried, whose polynomial has the smallest
// coefficients.) x^2 and t are taken in double: the tail multiplies the error of the one by x^2, that of the other by 3.
// The power of two comes last, where it may make the result subnormal.

constexpr float kErf[] = {0x1.06eba8p-3f, -0x1.81274p-2f,   0x1.ce2d52p-4f, -0x1.b7fec4p-6f,
                          0x1.542fecp-8f, -0x1.a5197ap-11f, 0x1.4c5cb4p-14f};
constexpr float kErfTail[] = {0x1.20e412p0f, 0x1.458bb4p-1f, 0x1.ae8e3cp-4f, -0x1.75879ap-6f, 0x1.a1b7fap-9f, -0x1.b9bfcep-13f};

HWY_INLINE Lanes<float> erf(Lanes<float> x) {
  const Lanes<float> a = at_most(abs(x), Lanes<float>(4)), one(1);  // erf(4) rounds to 1
  const Lanes<float> large = one - exp_scaled(-a * polynomial(a, kErfTail)).value();
  return select(a < one, mul_add(x, polynomial(x * x, kErf), x), copysign(large, x));
}

// e^(-x^2 / kDivisor) R(t) as m * 2^k for x >= 0, and where R came from.
struct ErfcTail {
  static constexpr double kDivisor = 1, kHigh = 10.1, kSlope = 0.35;
  static constexpr double kSeries[] = {-0x1.d5b05p-17, 0x1.951314p-3,  0x1.8dc05p-3,  0x1.a1986ep-3,
                                      0x1.873fe2p-4,  0x1.195f06p-2,  -0x1.d17a9cp-4, 0x1.7226eap-3,
                                      0x1.618966p-5,  -0x1.b1d762p-4, 0x1.e2ea1ep-6};
};
struct GeluTail {
  static constexpr double kDivisor = 2, kHigh = 14.6, kSlope = 0.25;
  static constexpr double kSeries[] = {-0x1.e4cbb6p-18, 0x1.993814p-4, 0x1.91457ap-4,  0x1.a99d7ep-4,
                                      0x1.5d6da4p-5,   0x1.3d174ep-3, -0x1.81080ap-4, 0x1.1e27c4p-3,
                                      -0x1.6fee36p-6,  -0x1.18ec76p-5, 0x1.818b22p-7};
};
template <class Tail>
HWY_INLINE Lanes<double> tail_factor(Lanes<double> x, Lanes<double> guess) {
  const Lanes<double> slope = mul_add(x, Lanes<double>(Tail::kSlope), Lanes<double>(1));
  return polynomial(guess * neg_mul_add(guess, slope, Lanes<double>(2)), Tail::kSeries);  // one of Newton's steps
}
template <class Tail>
HWY_INLINE Scaled<float> gaussian_tail(Lanes<float> x) {
  x = at_most(x, Lanes<float>(Tail::kHigh));
  const Lanes<float> one(1);
  const Wide wide = widen(x), guess = widen(one / mul_add(x, Lanes<float>(Tail::kSlope), one));
  const Lanes<double> factor(-kLog2E / Tail::kDivisor);
  const Scaled<float> e = exp2_inside({wide.lower * wide.lower * factor, wide.upper * wide.upper * factor});
  return {e.m * narrow({tail_factor<Tail>(wide.lower, guess.lower), tail_factor<Tail>(wide.upper, guess.upper)}), e.k};
}

HWY_INLINE Lanes<float> erfc(Lanes<float> x) {
  const Lanes<float> tail = gaussian_tail<ErfcTail>(abs(x)).value();
  return select(x < Lanes<float>(0), Lanes<float>(2) - tail, tail);
}

// x (1 + erf(x / sqrt 2)) / 2.
HWY_INLINE Lanes<float> gelu(Lanes<float> x) {
  const Scaled<float> tail = gaussian_tail<GeluTail>(abs(x));
  const Lanes<float> right = x * (Lanes<float>(1) - tail.value()), left = scale(x * tail.m, tail.k);
  // Far to the left x is no longer what the tail was made for; it is 0 there, and NaN at -inf, where the formula is -inf * 0.
  return select(x < Lanes<float>(-15), x * Lanes<float>(0), select(x < Lanes<float>(0), left, right));
}

HWY_INLINE Lanes<double> erf(Lanes<double> x) { return each(std::erf, x); }
HWY_INLINE Lanes<double> erfc(Lanes<double> x) { return each(std::erfc, x); }
HWY_INLINE Lanes<double> gelu(Lanes<double> x) {
  return Lanes<double>(0.5) * x * erfc(x * Lanes<double>(-0.70710678118654752440));
}

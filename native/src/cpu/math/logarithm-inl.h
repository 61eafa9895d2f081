// log, log2, log10, log1p.
//
// x = 2^e m with m around 1, f = m - 1, so log x = e ln 2 + log(1 + f). log(1 + f) comes as f + tail(f), and the small parts
// are added first; e ln2_high is exact. The tail:
//   float  f^2 (-1/2 + f P(f)), f in [-1/3, 1/3]; P a minimax polynomial of degree 6 fitted to log(1 + f) / f with its first
//          two terms held, relative error 4.7e-9 (0.08 units of 2^-24)
//   double with s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - f^2 / 2 + s (f^2 / 2 + R(s^2)), f in [sqrt(1/2) - 1,
//          sqrt(2) - 1] (the arrangement of fdlibm's e_log.c, whose rounding errors stay below the result's last place);
//          R by a minimax polynomial in s^2 of degree 6 fitted to atanh(s) / s - 1, relative error 1.3e-18

template <class T>
struct Logarithm;
template <>
struct Logarithm<float> {
  static constexpr float kLowest = 0x1.555556p-1f;  // m's range begins here: 2/3
  static constexpr float kTail[] = {-0x1p-1f,        0x1.555506p-2f, -0x1.fffefp-3f,  0x1.99d05ep-3f, -0x1.559de4p-3f,
                                    0x1.1ed424p-3f, -0x1.f30e36p-4f, 0x1.1e73ap-3f, -0x1.080c9ep-3f};
  static constexpr double kLn2High = 0x1.62e4p-1, kLn2Low = 0x1.7f7d1cp-20;
  static constexpr double kLog2ELow = 0x1.4ae0cp-26;  // what float(log2 e) lacks
  static constexpr double kLog10_2High = 0x1.344p-2, kLog10_2Low = 0x1.3509f8p-18;
  static constexpr double kLog10ELow = -0x1.5b235ep-27;
};
template <>
struct Logarithm<double> {
  static constexpr double kLowest = 0x1.6a09e667f3bcdp-1;  // sqrt(1/2)
  static constexpr double kTail[] = {0x1.5555555555592p-1, 0x1.999999997ff2bp-2, 0x1.24924941e082ap-2, 0x1.c71c52148103dp-3,
                                     0x1.74663d045e55p-3,  0x1.39a1e2da1a232p-3, 0x1.2f041b9804b16p-3};  // doubled
  static constexpr double kLn2High = 0x1.62e42fefa4p-1, kLn2Low = -0x1.8432a1b0e2634p-43;
  static constexpr double kLog2ELow = 0x1.777d0ffda0d24p-56;
  static constexpr double kLog10_2High = 0x1.34413509f8p-2, kLog10_2Low = -0x1.80433b83b532ap-44;
  static constexpr double kLog10ELow = 0x1.95355baaafad3p-57;
};
constexpr double kLog10E = 0x1.bcb7b1526e50ep-2;

// log(1 + f) - f.
HWY_INLINE Lanes<float> log_tail(Lanes<float> f) { return f * f * polynomial(f, Logarithm<float>::kTail); }
HWY_INLINE Lanes<double> log_tail(Lanes<double> f) {
  const Lanes<double> s = f / (f + Lanes<double>(2)), z = s * s, half = Lanes<double>(0.5) * f * f;
  return s * mul_add(z, polynomial(z, Logarithm<double>::kTail), half) - half;
}

// x = 2^e (1 + f).
template <class T>
struct Parts {
  Lanes<T> e, f;
};

template <class T>
HWY_INLINE BitLanes<T> constant_bits(T c) {
  return to_bits(Lanes<T>(c));
}

// For positive normal x; elsewhere some finite numbers. `bias`: more than the format's if x was scaled up before.
template <class T>
HWY_INLINE Parts<T> split(Lanes<T> x, Lanes<T> bias) {
  using F = Format<T>;
  // The exponent field counts from kLowest instead of from 1, and is made a number by way of the bits of 2^kFraction.
  const BitLanes<T> one = constant_bits(T{1}), counted = to_bits(x) + (one - constant_bits(Logarithm<T>::kLowest));
  const BitLanes<T> biased = hn::ShiftRight<F::kFraction>(counted);
  const T unit = static_cast<T>(uint64_t{1} << F::kFraction);
  const Lanes<T> e = from_bits<T>(hn::Or(biased, constant_bits(unit))) - (Lanes<T>(unit) + bias);
  const Lanes<T> m = from_bits<T>(to_bits(x) - hn::ShiftLeft<F::kFraction>(biased) + one);
  return {e, m - Lanes<T>(1)};
}
// For positive x: subnormal ones are made normal first.
template <class T>
HWY_INLINE Parts<T> split(Lanes<T> x) {
  using F = Format<T>;
  constexpr int kUp = F::kFraction + 1;
  const LaneMask<T> subnormal = x < Lanes<T>(F::kMinNormal);
  return split(select(subnormal, x * Lanes<T>(static_cast<double>(uint64_t{1} << kUp)), x),
               select(subnormal, Lanes<T>(F::kBias + kUp), Lanes<T>(F::kBias)));
}

// A logarithm's values at the edges of its domain: -inf at `zero` where x is 0, NaN below, x itself for +inf and NaN.
template <class T>
HWY_INLINE Lanes<T> log_edges(Lanes<T> x, Lanes<T> distance, Lanes<T> y) {
  y = select(x < Lanes<T>(kInfinity), y, x);
  return select(distance <= Lanes<T>(0), select(distance < Lanes<T>(0), Lanes<T>(kNaN), Lanes<T>(-kInfinity)), y);
}

template <class T>
HWY_INLINE Lanes<T> log_of_parts(Parts<T> p) {
  using L = Logarithm<T>;
  return mul_add(p.e, Lanes<T>(L::kLn2High), p.f + mul_add(p.e, Lanes<T>(L::kLn2Low), log_tail(p.f)));
}

template <class T>
HWY_INLINE Lanes<T> log(Lanes<T> x) {
  return log_edges(x, x, log_of_parts(split(x)));
}

template <class T>
HWY_INLINE Lanes<T> log2(Lanes<T> x) {
  const Parts<T> p = split(x);
  const Lanes<T> w = p.f + log_tail(p.f);
  return log_edges(x, x, mul_add(w, Lanes<T>(kLog2E), mul_add(w, Lanes<T>(Logarithm<T>::kLog2ELow), p.e)));
}

template <class T>
HWY_INLINE Lanes<T> log10(Lanes<T> x) {
  using L = Logarithm<T>;
  const Parts<T> p = split(x);
  const Lanes<T> w = p.f + log_tail(p.f), low = mul_add(w, Lanes<T>(L::kLog10ELow), p.e * Lanes<T>(L::kLog10_2Low));
  return log_edges(x, x, mul_add(p.e, Lanes<T>(L::kLog10_2High), mul_add(w, Lanes<T>(kLog10E), low)));
}

// 1 + x rounds, but gives e; f = x 2^-e + (2^-e - 1) is then as exact as f can be. 2^-e is taken four times as large and
// quartered afterwards: it would not be normal for the largest x.
template <class T>
HWY_INLINE Lanes<T> log1p(Lanes<T> x) {
  using F = Format<T>;
  const Lanes<T> u = Lanes<T>(1) + x, quarter(0.25);
  const BitLanes<T> one = constant_bits(T{1}), counted = to_bits(u) + (one - constant_bits(Logarithm<T>::kLowest));
  const BitLanes<T> biased = hn::ShiftRight<F::kFraction>(counted);
  const T unit = static_cast<T>(uint64_t{1} << F::kFraction);
  const Lanes<T> e = from_bits<T>(hn::Or(biased, constant_bits(unit))) - Lanes<T>(unit + F::kBias);
  const Lanes<T> four = from_bits<T>(constant_bits(T{4}) + one - hn::ShiftLeft<F::kFraction>(biased));
  const Lanes<T> f = mul_add(x * four, quarter, mul_add(four, quarter, Lanes<T>(-1)));
  return log_edges(x, u, copysign(log_of_parts(Parts<T>{e, f}), x));
}

// For functions of floats that need more than a float's logarithm: log2 of a double that is normal, positive and finite, as
// e + s P(s^2); P a minimax polynomial of degree 4 fitted to 2 atanh(s) / (s ln 2), relative error 4.2e-12.
constexpr double kLog2Wide[] = {0x1.71547652bedf1p1, 0x1.ec709d12d1d7ap-1, 0x1.27777fe6aa749p-1, 0x1.a58d89b135dc7p-2,
                                0x1.5ce8430908a2fp-2};
HWY_INLINE Lanes<double> log2_wide(Lanes<double> x) {
  const Parts<double> p = split(x, Lanes<double>(Format<double>::kBias));
  const Lanes<double> s = p.f / (p.f + Lanes<double>(2));
  return mul_add(s, polynomial(s * s, kLog2Wide), p.e);
}
HWY_INLINE Lanes<double> log_wide(Lanes<double> x) { return log2_wide(x) * Lanes<double>(0x1.62e42fefa39efp-1); }

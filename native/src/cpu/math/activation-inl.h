// Functions of neural networks that need more than their formula to be right in the last places.

// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2 is x / (1 + 2^-z) with z = x (A + B x^2): z in double, since its error
// counts |z| times in the result.
HWY_INLINE Lanes<double> gelu_tanh_exponent(Lanes<double> x) {
  constexpr double kA = 2 * 0.79788456080286535588 * kLog2E;
  return x * mul_add(x * x, Lanes<double>(0.044715 * kA), Lanes<double>(kA));
}
HWY_INLINE Lanes<float> gelu_tanh(Lanes<float> x) {
  const Lanes<float> zero(0), one(1), minus = -abs(x);
  const Wide wide = widen(minus);
  const Scaled<float> e = exp2_scaled({gelu_tanh_exponent(wide.lower), gelu_tanh_exponent(wide.upper)});
  const Lanes<float> sum = one + e.value(), right = x / sum, left = scale(x * e.m / sum, e.k);
  return select(x < Lanes<float>(-15), x * zero, select(x < zero, left, right));  // far left as in gelu
}
// float64 has the same formula, with e^-|2 u| split into the square of e^-|u|, so that x meets it before it vanishes.
HWY_INLINE Lanes<double> gelu_tanh(Lanes<double> x) {
  const Lanes<double> zero(0), a = abs(x);
  const Lanes<double> u = a * mul_add(a * a, Lanes<double>(0.044715 * 0.79788456080286535588), Lanes<double>(0.79788456080286535588));
  const Lanes<double> root = exp(-u), sum = mul_add(root, root, Lanes<double>(1));
  return select(x < zero, x * root / sum * root, x / sum);
}

// sin, cos, tan.
//
// x = n pi/2 + r with |r| <= pi/4. For float the reduction is done in double, with pi/2 in three parts of 26, 25 and 53 bits:
// n times the first two is exact for |n| < 2^27, so r is right to 2^-25 of itself for every |x| <= 2^27 (no float comes closer
// to a multiple of pi/2 than 2^-31 there). Larger numbers are rare; they go to the C library's double functions, which reduce
// any argument exactly. Minimax polynomials in r^2, |r| <= 0.7855, the leading terms held:
//   sin r = r + r^3 S, degree 2, relative error 4.0e-9    cos r = 1 - r^2 / 2 + r^4 C, degree 2, 1.2e-10
//   tan r = r + r^3 T, degree 5, 1.8e-8; tan x = -1 / tan r for odd n

constexpr float kSin[] = {-0x1.555546p-3f, 0x1.110778p-7f, -0x1.9954p-13f};
constexpr float kCos[] = {0x1.55554ap-5f, -0x1.6c0c2ap-10f, 0x1.99e91p-16f};
constexpr float kTan[] = {0x1.5554dep-2f, 0x1.112ddep-3f, 0x1.b5878ep-5f, 0x1.905d04p-6f, 0x1.97c16ep-9f, 0x1.33b448p-7f};
constexpr double kLargestAngle = 0x1p27;

// r, and n in 32-bit integers; n's lowest bits count.
struct Quadrant {
  Lanes<float> r;  // of -0 it is 0: sin and tan give x itself there
  BitLanes<float> n;
};
HWY_INLINE Quadrant quadrant(Lanes<float> x) {
  const Wide wide = widen(x);
  const auto number = [](Lanes<double> v) HWY_ATTR { return nearest_multiple(v, 0x1.45f306dc9c883p-1); };
  const auto rest = [](Lanes<double> v, Lanes<double> n) HWY_ATTR {
    v = neg_mul_add(n, Lanes<double>(0x1.921fb58p0), v);
    v = neg_mul_add(n, Lanes<double>(-0x1.dde974p-27), v);
    return neg_mul_add(n, Lanes<double>(0x1.1a62633145c07p-54), v);
  };
  const Lanes<double> lower = number(wide.lower), upper = number(wide.upper);
  const HalfInts half;
  const auto n = hn::Combine(hn::RebindToSigned<hn::ScalableTag<float>>(), hn::DemoteTo(half, upper.v),
                             hn::DemoteTo(half, lower.v));
  return {narrow({rest(wide.lower, lower), rest(wide.upper, upper)}), hn::BitCast(BitsTag<float>(), n)};
}

HWY_INLINE LaneMask<float> has_bit(BitLanes<float> n, uint32_t bit) {
  const BitsTag<float> d;
  return {hn::MaskFromVec(hn::BitCast(hn::ScalableTag<float>(), hn::VecFromMask(d, hn::TestBit(n, hn::Set(d, bit)))))};
}
HWY_INLINE Lanes<float> sin_reduced(Lanes<float> r, Lanes<float> z) { return mul_add(r * z, polynomial(z, kSin), r); }
HWY_INLINE Lanes<float> cos_reduced(Lanes<float> z) {
  return mul_add(z * z, polynomial(z, kCos), neg_mul_add(z, Lanes<float>(0.5), Lanes<float>(1)));
}
// Negative where bit 1 of n is set.
HWY_INLINE Lanes<float> with_sign_of(Lanes<float> y, BitLanes<float> n) {
  const BitsTag<float> d;
  return from_bits<float>(hn::Xor(to_bits(y), hn::ShiftLeft<30>(hn::And(n, hn::Set(d, 2u)))));
}
// Where |x| is too large for the reduction, the C library's value.
HWY_INLINE Lanes<float> unless_large(Lanes<float> x, double (*f)(double), Lanes<float> y) {
  const LaneMask<float> large = abs(x) > Lanes<float>(kLargestAngle);
  return HWY_UNLIKELY(any(large)) ? select(large, each(f, select(large, x, Lanes<float>(0))), y) : y;
}

HWY_INLINE Lanes<float> sin(Lanes<float> x) {
  const Quadrant q = quadrant(x);
  const Lanes<float> z = q.r * q.r;
  const Lanes<float> y = select(has_bit(q.n, 1), cos_reduced(z), sin_reduced(q.r, z));
  return unless_large(x, std::sin, select(x == Lanes<float>(0), x, with_sign_of(y, q.n)));
}

HWY_INLINE Lanes<float> cos(Lanes<float> x) {
  const Quadrant q = quadrant(x);
  const Lanes<float> z = q.r * q.r;
  const Lanes<float> y = select(has_bit(q.n, 1), sin_reduced(q.r, z), cos_reduced(z));
  return unless_large(x, std::cos, with_sign_of(y, q.n + hn::And(q.n, hn::Set(BitsTag<float>(), 1u))));
}

HWY_INLINE Lanes<float> tan(Lanes<float> x) {
  const Quadrant q = quadrant(x);
  const Lanes<float> z = q.r * q.r, t = mul_add(q.r * z, polynomial(z, kTan), q.r);
  return unless_large(x, std::tan, select(has_bit(q.n, 1), Lanes<float>(-1) / t, select(x == Lanes<float>(0), x, t)));
}

HWY_INLINE Lanes<double> sin(Lanes<double> x) { return each(std::sin, x); }
HWY_INLINE Lanes<double> cos(Lanes<double> x) { return each(std::cos, x); }
HWY_INLINE Lanes<double> tan(Lanes<double> x) { return each(std::tan, x); }

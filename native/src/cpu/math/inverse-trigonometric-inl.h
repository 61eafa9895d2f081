// asin, acos, atan, atan2.
//
// asin by its series in |x| <= 1/2, and above by asin x = pi/2 - 2 asin(sqrt((1 - x) / 2)); acos from the same parts. atan by
// its series in |x| <= 1, and above by pi/2 - atan(1 / x). Minimax polynomials in the square, the first term held:
//   asin x = x + x^3 A, degree 4, relative error 4.9e-9    atan x = x + x^3 B, degree 7, 1.7e-8

constexpr float kAsin[] = {0x1.5555c8p-3f, 0x1.3301fep-4f, 0x1.747cbep-5f, 0x1.8c30b6p-6f, 0x1.596a7ap-5f};
constexpr float kAtan[] = {-0x1.5554dcp-2f, 0x1.9978eep-3f, -0x1.230abp-3f, 0x1.b4dfdcp-4f,
                           -0x1.3553f4p-4f, 0x1.61f756p-5f, -0x1.0c23fep-6f, 0x1.7ec1c4p-9f};
constexpr double kHalfPi = 0x1.921fb6p0, kHalfPiLow = -0x1.777a5cp-25;  // float(pi / 2), and what it lacks

struct Arcsine {
  Lanes<float> angle;    // asin of |x|, or of sqrt((1 - |x|) / 2)
  LaneMask<float> large;  // which
};
HWY_INLINE Arcsine arcsine(Lanes<float> x) {
  const Lanes<float> a = abs(x), half(0.5);
  const LaneMask<float> large = a > half;
  const Lanes<float> z = select(large, neg_mul_add(a, half, half), a * a), s = select(large, sqrt(z), a);
  return {mul_add(s * z, polynomial(z, kAsin), s), large};
}

HWY_INLINE Lanes<float> asin(Lanes<float> x) {
  const Arcsine a = arcsine(x);
  const Lanes<float> folded = (Lanes<float>(kHalfPi) - (a.angle + a.angle)) + Lanes<float>(kHalfPiLow);
  return copysign(select(a.large, folded, a.angle), x);
}

HWY_INLINE Lanes<float> acos(Lanes<float> x) {
  const Arcsine a = arcsine(x);
  const Lanes<float> twice = a.angle + a.angle;
  const Lanes<float> folded = (Lanes<float>(2 * kHalfPi) - twice) + Lanes<float>(2 * kHalfPiLow);
  const Lanes<float> middle = (Lanes<float>(kHalfPi) - copysign(a.angle, x)) + Lanes<float>(kHalfPiLow);
  return select(a.large, select(x < Lanes<float>(0), folded, twice), middle);
}

// atan of t in [0, 1].
HWY_INLINE Lanes<float> atan_reduced(Lanes<float> t) {
  const Lanes<float> z = t * t;
  return mul_add(t * z, polynomial(z, kAtan), t);
}

HWY_INLINE Lanes<float> atan(Lanes<float> x) {
  const Lanes<float> a = abs(x), one(1);
  const LaneMask<float> large = a > one;
  const Lanes<float> y = atan_reduced(select(large, one, a) / select(large, a, one));
  return copysign(select(large, (Lanes<float>(kHalfPi) - y) + Lanes<float>(kHalfPiLow), y), x);
}

// The angle of the point (x, y).
HWY_INLINE Lanes<float> atan2(Lanes<float> y, Lanes<float> x) {
  const Lanes<float> ay = abs(y), ax = abs(x), zero(0);
  const LaneMask<float> steep = ay > ax;
  const Lanes<float> below = select(steep, ay, ax);
  Lanes<float> t = select(steep, ax, ay) / below;
  t = select(below == zero, zero, select(ax == ay && ax == Lanes<float>(kInfinity), Lanes<float>(1), t));
  Lanes<float> angle = atan_reduced(t);
  angle = select(steep, (Lanes<float>(kHalfPi) - angle) + Lanes<float>(kHalfPiLow), angle);
  const LaneMask<float> left = copysign(Lanes<float>(1), x) < zero;  // -0, too
  angle = select(left, (Lanes<float>(2 * kHalfPi) - angle) + Lanes<float>(2 * kHalfPiLow), angle);
  return select(is_nan(x) || is_nan(y), x + y, copysign(angle, y));
}

HWY_INLINE Lanes<double> asin(Lanes<double> x) { return each(std::asin, x); }
HWY_INLINE Lanes<double> acos(Lanes<double> x) { return each(std::acos, x); }
HWY_INLINE Lanes<double> atan(Lanes<double> x) { return each(std::atan, x); }
HWY_INLINE Lanes<double> atan2(Lanes<double> y, Lanes<double> x) { return each(std::atan2, y, x); }

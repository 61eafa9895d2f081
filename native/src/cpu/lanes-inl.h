// A vector of numbers that reads like a number: what V is in ops/, for floating dtypes on a CPU. No include guard: included
// once for each target, inside its namespace, where `hn` is Highway's. (Vectors of SVE and RISC-V fit no struct: not targets.)

template <class T>
struct LaneMask {
  using D = hn::ScalableTag<T>;
  hn::Mask<D> m;

  friend HWY_INLINE LaneMask operator&&(LaneMask a, LaneMask b) { return {hn::And(a.m, b.m)}; }
  friend HWY_INLINE LaneMask operator||(LaneMask a, LaneMask b) { return {hn::Or(a.m, b.m)}; }
  friend HWY_INLINE LaneMask operator^(LaneMask a, LaneMask b) { return {hn::Xor(a.m, b.m)}; }
  friend HWY_INLINE LaneMask operator!(LaneMask a) { return {hn::Not(a.m)}; }
  friend HWY_INLINE bool any(LaneMask a) { return !hn::AllFalse(D(), a.m); }
};

template <class T>
struct Lanes {
  using D = hn::ScalableTag<T>;
  using Mask = LaneMask<T>;
  hn::Vec<D> v;

  Lanes() = default;
  HWY_INLINE Lanes(hn::Vec<D> vector) : v(vector) {}
  HWY_INLINE explicit Lanes(double c) : v(hn::Set(D(), static_cast<T>(c))) {}

  friend HWY_INLINE Lanes operator+(Lanes a, Lanes b) { return hn::Add(a.v, b.v); }
  friend HWY_INLINE Lanes operator-(Lanes a, Lanes b) { return hn::Sub(a.v, b.v); }
  friend HWY_INLINE Lanes operator*(Lanes a, Lanes b) { return hn::Mul(a.v, b.v); }
  friend HWY_INLINE Lanes operator/(Lanes a, Lanes b) { return hn::Div(a.v, b.v); }
  friend HWY_INLINE Lanes operator-(Lanes a) { return hn::Neg(a.v); }
  // a * b + c and c - a * b: one rounding where the target has FMA, two elsewhere.
  friend HWY_INLINE Lanes mul_add(Lanes a, Lanes b, Lanes c) { return hn::MulAdd(a.v, b.v, c.v); }
  friend HWY_INLINE Lanes neg_mul_add(Lanes a, Lanes b, Lanes c) { return hn::NegMulAdd(a.v, b.v, c.v); }

  friend HWY_INLINE Mask operator<(Lanes a, Lanes b) { return {hn::Lt(a.v, b.v)}; }
  friend HWY_INLINE Mask operator<=(Lanes a, Lanes b) { return {hn::Le(a.v, b.v)}; }
  friend HWY_INLINE Mask operator>(Lanes a, Lanes b) { return {hn::Gt(a.v, b.v)}; }
  friend HWY_INLINE Mask operator>=(Lanes a, Lanes b) { return {hn::Ge(a.v, b.v)}; }
  friend HWY_INLINE Mask operator==(Lanes a, Lanes b) { return {hn::Eq(a.v, b.v)}; }
  // True for NaN, as in C; Highway's Ne is not, on AVX2 and AVX-512.
  friend HWY_INLINE Mask operator!=(Lanes a, Lanes b) { return !(a == b); }
  friend HWY_INLINE Mask is_nan(Lanes a) { return {hn::IsNaN(a.v)}; }

  friend HWY_INLINE Lanes select(Mask m, Lanes a, Lanes b) { return hn::IfThenElse(m.m, a.v, b.v); }
  friend HWY_INLINE Lanes abs(Lanes a) { return hn::Abs(a.v); }
  friend HWY_INLINE Lanes copysign(Lanes a, Lanes sign) { return hn::CopySign(a.v, sign.v); }
  friend HWY_INLINE Lanes sqrt(Lanes a) { return hn::Sqrt(a.v); }
  friend HWY_INLINE Lanes floor(Lanes a) { return hn::Floor(a.v); }
  friend HWY_INLINE Lanes ceil(Lanes a) { return hn::Ceil(a.v); }
  friend HWY_INLINE Lanes trunc(Lanes a) { return hn::Trunc(a.v); }
  friend HWY_INLINE Lanes round(Lanes a) { return hn::Round(a.v); }
  // x kept on one side of a limit. x goes second: x86's Min and Max give their second operand where one is NaN.
  friend HWY_INLINE Lanes at_least(Lanes x, Lanes limit) { return hn::Max(limit.v, x.v); }
  friend HWY_INLINE Lanes at_most(Lanes x, Lanes limit) { return hn::Min(limit.v, x.v); }
};

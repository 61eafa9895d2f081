// Ways out of a vector of floats: through doubles where float arithmetic would lose too much, and number by number through
// the C library where a case is rare or a float64 function has no vector code.

// A vector of floats as two of doubles.
struct Wide {
  Lanes<double> lower, upper;
};
using HalfFloats = hn::Half<hn::ScalableTag<float>>;
using HalfInts = hn::RebindToSigned<HalfFloats>;

HWY_INLINE Wide widen(Lanes<float> x) {
  const hn::ScalableTag<double> d;
  const HalfFloats half;
  return {hn::PromoteTo(d, hn::LowerHalf(half, x.v)), hn::PromoteTo(d, hn::UpperHalf(half, x.v))};
}
HWY_INLINE Lanes<float> narrow(Wide x) {
  const HalfFloats half;
  return hn::Combine(hn::ScalableTag<float>(), hn::DemoteTo(half, x.upper.v), hn::DemoteTo(half, x.lower.v));
}

// f on doubles, rounded once to float.
template <auto f, class... Floats>
HWY_INLINE Lanes<float> in_double(Floats... x) {
  return narrow({f(widen(x).lower...), f(widen(x).upper...)});
}

// f of each number. Not inlined: the code around it is for the usual case.
template <class T>
HWY_NOINLINE Lanes<T> each(double (*f)(double), Lanes<T> x) {
  const typename Lanes<T>::D d;
  HWY_ALIGN T a[hn::MaxLanes(d)];
  hn::Store(x.v, d, a);
  for (T& value : a) value = static_cast<T>(f(value));
  return hn::Load(d, a);
}
template <class T>
HWY_NOINLINE Lanes<T> each(double (*f)(double, double), Lanes<T> x, Lanes<T> y) {
  const typename Lanes<T>::D d;
  HWY_ALIGN T a[hn::MaxLanes(d)], b[hn::MaxLanes(d)];
  hn::Store(x.v, d, a);
  hn::Store(y.v, d, b);
  for (size_t i = 0; i < hn::MaxLanes(d); ++i) a[i] = static_cast<T>(f(a[i], b[i]));
  return hn::Load(d, a);
}

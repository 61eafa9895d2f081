// Quotients, powers and shifts of integers, defined for every operand. No include guard: included once for each target, inside its
// namespace, after whole-inl.h.

template <class T>
HWY_INLINE bool is_minus_one(Whole<T> a) {
  return std::is_signed_v<T> && a.v == static_cast<T>(-1);
}

// Towards zero. By 0: 0. By -1 it is negation, which wraps; the processor's division would trap.
template <class T>
HWY_INLINE Whole<T> operator/(Whole<T> a, Whole<T> b) {
  if (b.v == 0) return T{0};
  if (is_minus_one(b)) return -a;
  return static_cast<T>(a.v / b.v);
}
// With a's sign. By 0: 0.
template <class T>
HWY_INLINE Whole<T> fmod(Whole<T> a, Whole<T> b) {
  if (b.v == 0 || is_minus_one(b)) return T{0};
  return static_cast<T>(a.v % b.v);
}
template <class T>
HWY_INLINE Whole<T> floor_divide(Whole<T> a, Whole<T> b) {
  const Whole<T> quotient = a / b, rest = fmod(a, b);
  return rest.v != 0 && (rest.v < 0) != (b.v < 0) ? quotient - Whole<T>(1) : quotient;
}

template <class T>
HWY_INLINE Whole<T> pow(Whole<T> a, Whole<T> b) {
  Whole<T> power(1);
  if (b.v < 0) {  // 1 / a^-b, towards zero
    if (a.v == 1) return power;
    if (is_minus_one(a)) return (b.v & 1) != 0 ? a : power;
    return T{0};
  }
  for (typename Whole<T>::Unsigned rest = b.u(); rest != 0; rest /= 2) {
    if ((rest & 1) != 0) power = power * a;
    a = a * a;
  }
  return power;
}

// a * 2^b: nothing is left of a where b is no bit's number.
template <class T>
HWY_INLINE Whole<T> shift_left(Whole<T> a, Whole<T> b) {
  const bool inside = b.u() < 8 * sizeof(T);
  const Whole<T> shifted = Whole<T>::wrapped(static_cast<typename Whole<T>::Unsigned>(a.u() << (inside ? b.u() : 0)));
  return inside ? shifted : Whole<T>(0);
}
// floor(a / 2^b): what lies beyond the width is the sign.
template <class T>
HWY_INLINE Whole<T> shift_right(Whole<T> a, Whole<T> b) {
  constexpr typename Whole<T>::Unsigned last = 8 * sizeof(T) - 1;
  const bool inside = b.u() <= last;
  const Whole<T> shifted = static_cast<T>(a.v >> (inside ? b.u() : last));
  return inside || std::is_signed_v<T> ? shifted : Whole<T>(0);
}

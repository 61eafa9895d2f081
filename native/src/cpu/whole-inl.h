// An integer that reads as V does in ops/: arithmetic wraps around, and no operation is undefined or traps. Single numbers, not
// vectors: the compiler turns the loops over them into vectors itself. No include guard: once for each target, in its namespace.

template <class T>
struct Whole {
  using Unsigned = std::make_unsigned_t<T>;
  T v;

  Whole() = default;
  HWY_INLINE Whole(T value) : v(value) {}
  template <class Constant>
  HWY_INLINE explicit Whole(Constant c) : v(static_cast<T>(c)) {}

  // Through the unsigned type, where overflow is defined.
  static HWY_INLINE Whole wrapped(Unsigned u) { return Whole(static_cast<T>(u)); }
  HWY_INLINE Unsigned u() const { return static_cast<Unsigned>(v); }

  friend HWY_INLINE Whole operator+(Whole a, Whole b) { return wrapped(static_cast<Unsigned>(a.u() + b.u())); }
  friend HWY_INLINE Whole operator-(Whole a, Whole b) { return wrapped(static_cast<Unsigned>(a.u() - b.u())); }
  friend HWY_INLINE Whole operator*(Whole a, Whole b) { return wrapped(static_cast<Unsigned>(a.u() * b.u())); }
  friend HWY_INLINE Whole operator-(Whole a) { return wrapped(static_cast<Unsigned>(0 - a.u())); }
  friend HWY_INLINE Whole operator~(Whole a) { return Whole(static_cast<T>(~a.v)); }
  friend HWY_INLINE Whole operator&(Whole a, Whole b) { return Whole(static_cast<T>(a.v & b.v)); }
  friend HWY_INLINE Whole operator|(Whole a, Whole b) { return Whole(static_cast<T>(a.v | b.v)); }
  friend HWY_INLINE Whole operator^(Whole a, Whole b) { return Whole(static_cast<T>(a.v ^ b.v)); }

  friend HWY_INLINE bool operator<(Whole a, Whole b) { return a.v < b.v; }
  friend HWY_INLINE bool operator<=(Whole a, Whole b) { return a.v <= b.v; }
  friend HWY_INLINE bool operator>(Whole a, Whole b) { return a.v > b.v; }
  friend HWY_INLINE bool operator>=(Whole a, Whole b) { return a.v >= b.v; }
  friend HWY_INLINE bool operator==(Whole a, Whole b) { return a.v == b.v; }
  friend HWY_INLINE bool operator!=(Whole a, Whole b) { return a.v != b.v; }
  friend HWY_INLINE bool is_nan(Whole) { return false; }

  friend HWY_INLINE Whole select(bool m, Whole a, Whole b) { return m ? a : b; }
  friend HWY_INLINE Whole abs(Whole a) { return a.v < 0 ? -a : a; }
  friend HWY_INLINE Whole floor(Whole a) { return a; }
  friend HWY_INLINE Whole ceil(Whole a) { return a; }
  friend HWY_INLINE Whole round(Whole a) { return a; }
  friend HWY_INLINE Whole trunc(Whole a) { return a; }
};

// Bool: one byte, 0 or 1. + is the logical or, * the logical and.
template <>
struct Whole<Bool> {
  Bool v;

  Whole() = default;
  HWY_INLINE Whole(Bool value) : v(value) {}
  HWY_INLINE explicit Whole(int c) : v{static_cast<uint8_t>(c != 0)} {}

  friend HWY_INLINE Whole operator+(Whole a, Whole b) { return a | b; }
  friend HWY_INLINE Whole operator*(Whole a, Whole b) { return a & b; }
  friend HWY_INLINE Whole operator~(Whole a) { return Whole(Bool{static_cast<uint8_t>(a.v.bits ^ 1)}); }
  friend HWY_INLINE Whole operator&(Whole a, Whole b) { return Whole(Bool{static_cast<uint8_t>(a.v.bits & b.v.bits)}); }
  friend HWY_INLINE Whole operator|(Whole a, Whole b) { return Whole(Bool{static_cast<uint8_t>(a.v.bits | b.v.bits)}); }
  friend HWY_INLINE Whole operator^(Whole a, Whole b) { return Whole(Bool{static_cast<uint8_t>(a.v.bits ^ b.v.bits)}); }

  friend HWY_INLINE bool operator<(Whole a, Whole b) { return a.v.bits < b.v.bits; }
  friend HWY_INLINE bool operator<=(Whole a, Whole b) { return a.v.bits <= b.v.bits; }
  friend HWY_INLINE bool operator>(Whole a, Whole b) { return a.v.bits > b.v.bits; }
  friend HWY_INLINE bool operator>=(Whole a, Whole b) { return a.v.bits >= b.v.bits; }
  friend HWY_INLINE bool operator==(Whole a, Whole b) { return a.v.bits == b.v.bits; }
  friend HWY_INLINE bool operator!=(Whole a, Whole b) { return a.v.bits != b.v.bits; }
  friend HWY_INLINE bool is_nan(Whole) { return false; }

  friend HWY_INLINE Whole select(bool m, Whole a, Whole b) { return m ? a : b; }
};

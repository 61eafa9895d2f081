// Lanes for integers, in the compiler's own vectors: Highway lacks some of their products. No include guard: included
// once for each target, inside its namespace, after lanes-inl.h. Arithmetic wraps.

template <class T>
struct IntegerLanes {
  static constexpr int kBytes = static_cast<int>(HWY_LANES(uint8_t));
  typedef T Vector __attribute__((vector_size(kBytes)));
  using Wrapping = std::make_unsigned_t<T>;
  typedef Wrapping WrappingVector __attribute__((vector_size(kBytes)));
  struct Mask {
    WrappingVector m;  // all ones where true
    friend HWY_INLINE Mask operator||(Mask a, Mask b) { return {a.m | b.m}; }
    friend HWY_INLINE Mask operator&&(Mask a, Mask b) { return {a.m & b.m}; }
  };

  Vector v;

  IntegerLanes() = default;
  HWY_INLINE explicit IntegerLanes(Vector vector) : v(vector) {}
  HWY_INLINE explicit IntegerLanes(double c) : v(Vector{} + static_cast<T>(c)) {}
  static HWY_INLINE IntegerLanes repeat(T c) { return IntegerLanes(Vector{} + c); }

  friend HWY_INLINE IntegerLanes operator+(IntegerLanes a, IntegerLanes b) {
    return IntegerLanes((Vector)((WrappingVector)a.v + (WrappingVector)b.v));
  }
  friend HWY_INLINE IntegerLanes operator*(IntegerLanes a, IntegerLanes b) {
    return IntegerLanes((Vector)((WrappingVector)a.v * (WrappingVector)b.v));
  }
  friend HWY_INLINE Mask operator<(IntegerLanes a, IntegerLanes b) { return {(WrappingVector)(a.v < b.v)}; }
  friend HWY_INLINE Mask operator>(IntegerLanes a, IntegerLanes b) { return {(WrappingVector)(a.v > b.v)}; }
  friend HWY_INLINE Mask operator==(IntegerLanes a, IntegerLanes b) { return {(WrappingVector)(a.v == b.v)}; }
  friend HWY_INLINE Mask operator!=(IntegerLanes a, IntegerLanes b) { return {(WrappingVector)(a.v != b.v)}; }
  friend HWY_INLINE Mask is_nan(IntegerLanes) { return {WrappingVector{}}; }
  friend HWY_INLINE IntegerLanes select(Mask m, IntegerLanes a, IntegerLanes b) {
    return IntegerLanes((Vector)((m.m & (WrappingVector)a.v) | (~m.m & (WrappingVector)b.v)));
  }
  friend HWY_INLINE IntegerLanes at_least(IntegerLanes x, IntegerLanes limit) { return select(limit > x, limit, x); }
  friend HWY_INLINE IntegerLanes at_most(IntegerLanes x, IntegerLanes limit) { return select(limit < x, limit, x); }
};

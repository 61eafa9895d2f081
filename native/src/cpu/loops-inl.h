// The one loop behind every elementwise kernel. No include guard: included once for each target, inside its namespace,
// after lanes-inl.h and whole-inl.h.
//
// A step is a struct with `template <class V> static void call(const V* in, V* out)`: one vector (or, for integers, one
// number) of each operand in, one of each result out.

// What a step computes with: vectors of floating numbers, but single integers, which the compiler turns into vectors itself.
template <class T>
using Value = std::conditional_t<std::is_floating_point_v<T>, Lanes<T>, Whole<T>>;

template <class T, int kIn, int kOut, class Step>
HWY_INLINE void floating_loop(const T* const* in, T* const* out, int64_t n) {
  using V = Lanes<T>;
  const typename V::D d;
  const int64_t width = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + width <= n; i += width) {
    V x[kIn], y[kOut];
    for (int k = 0; k < kIn; ++k) x[k] = V(hn::LoadU(d, in[k] + i));
    Step::call(x, y);
    for (int k = 0; k < kOut; ++k) hn::StoreU(y[k].v, d, out[k] + i);
  }
  if (i == n) return;
  // The rest goes through the same vector code, padded: an element's value never depends on where it stands.
  HWY_ALIGN T padded[kIn > kOut ? kIn : kOut][hn::MaxLanes(d)] = {};
  V x[kIn], y[kOut];
  for (int k = 0; k < kIn; ++k) {
    for (int64_t j = i; j < n; ++j) padded[k][j - i] = in[k][j];
    x[k] = V(hn::Load(d, padded[k]));
  }
  Step::call(x, y);
  for (int k = 0; k < kOut; ++k) {
    hn::Store(y[k].v, d, padded[k]);
    for (int64_t j = i; j < n; ++j) out[k][j] = padded[k][j - i];
  }
}

template <class T, int kIn, int kOut, class Step>
HWY_INLINE void integer_loop(const T* const* in, T* const* out, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    Whole<T> x[kIn], y[kOut];
    for (int k = 0; k < kIn; ++k) x[k] = in[k][i];
    Step::call(x, y);
    for (int k = 0; k < kOut; ++k) out[k][i] = y[k].v;
  }
}

// A TileKernel: all operands have the element type T.
template <class T, int kIn, int kOut, class Step>
void loop(const void* const* in, void* const* out, int64_t n) {
  const T* x[kIn];
  T* y[kOut];
  for (int k = 0; k < kIn; ++k) x[k] = static_cast<const T*>(in[k]);
  for (int k = 0; k < kOut; ++k) y[k] = static_cast<T*>(out[k]);
  if constexpr (std::is_floating_point_v<T>)
    floating_loop<T, kIn, kOut, Step>(x, y, n);
  else
    integer_loop<T, kIn, kOut, Step>(x, y, n);
}

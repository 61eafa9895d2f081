// Loops whose operands are of two sizes: numbers, and the bytes of a bool. No include guard: included once for each target, inside
// its namespace, after loops-inl.h.

template <class T>
using WordLanes = hn::RebindToUnsigned<hn::ScalableTag<T>>;  // an unsigned number for each T
template <class T>
using ByteLanes = hn::Rebind<uint8_t, hn::ScalableTag<T>>;  // a byte for each T

// A mask as bytes 0 and 1, and back from bytes 0 and any other.
template <class T>
HWY_INLINE void store_mask(LaneMask<T> mask, uint8_t* to) {
  const WordLanes<T> words;
  const auto ones = hn::And(hn::BitCast(words, hn::VecFromMask(hn::ScalableTag<T>(), mask.m)), hn::Set(words, 1));
  hn::StoreU(hn::TruncateTo(ByteLanes<T>(), ones), ByteLanes<T>(), to);
}
template <class T>
HWY_INLINE LaneMask<T> load_mask(const uint8_t* from) {
  const WordLanes<T> words;
  const hn::Rebind<uint32_t, hn::ScalableTag<T>> words32;
  const auto bytes = hn::PromoteTo(words32, hn::LoadU(ByteLanes<T>(), from));
  if constexpr (sizeof(T) == 4)
    return {hn::RebindMask(hn::ScalableTag<T>(), hn::Ne(bytes, hn::Zero(words)))};
  else
    return {hn::RebindMask(hn::ScalableTag<T>(), hn::Ne(hn::PromoteTo(words, bytes), hn::Zero(words)))};
}

// The vectors at i of kIn runs; what lies behind n, where the runs end, is 0 and is not read.
template <class T, int kIn>
HWY_INLINE void load_all(const void* const* in, int64_t i, Lanes<T>* x) {
  for (int k = 0; k < kIn; ++k) x[k] = hn::LoadU(hn::ScalableTag<T>(), static_cast<const T*>(in[k]) + i);
}
template <class T, int kIn>
HWY_INLINE void load_last(const void* const* in, int64_t i, int64_t n, Lanes<T>* x) {
  const hn::ScalableTag<T> d;
  for (int k = 0; k < kIn; ++k) {
    HWY_ALIGN T padded[hn::MaxLanes(d)] = {};
    for (int64_t j = i; j < n; ++j) padded[j - i] = static_cast<const T*>(in[k])[j];
    x[k] = hn::Load(d, padded);
  }
}

// out[i] = the truth of Step::call(numbers in[0][i], in[1][i], …).
template <class T, int kIn, class Step>
void truth_loop(const void* const* in, void* const* out, int64_t n) {
  uint8_t* to = static_cast<uint8_t*>(out[0]);
  if constexpr (std::is_floating_point_v<T>) {
    constexpr int64_t width = hn::MaxLanes(hn::ScalableTag<T>());
    Lanes<T> x[kIn];
    int64_t i = 0;
    for (; i + width <= n; i += width) {
      load_all<T, kIn>(in, i, x);
      store_mask(Step::call(x), to + i);
    }
    if (i == n) return;
    uint8_t rest[width];
    load_last<T, kIn>(in, i, n, x);
    store_mask(Step::call(x), rest);
    for (int64_t j = i; j < n; ++j) to[j] = rest[j - i];
  } else {
    const T* from[kIn];  // not read again after each store: a byte may be part of anything
    for (int k = 0; k < kIn; ++k) from[k] = static_cast<const T*>(in[k]);
    for (int64_t i = 0; i < n; ++i) {
      Whole<T> x[kIn];
      for (int k = 0; k < kIn; ++k) x[k] = from[k][i];
      to[i] = Step::call(x);
    }
  }
}

// out[i] = Step::call(the truth of in[0][i], numbers in[1][i], …).
template <class T, int kNumbers, class Step>
void masked_loop(const void* const* in, void* const* out, int64_t n) {
  const uint8_t* truth = static_cast<const uint8_t*>(in[0]);
  T* to = static_cast<T*>(out[0]);
  if constexpr (std::is_floating_point_v<T>) {
    const hn::ScalableTag<T> d;
    constexpr int64_t width = hn::MaxLanes(d);
    Lanes<T> x[kNumbers];
    int64_t i = 0;
    for (; i + width <= n; i += width) {
      load_all<T, kNumbers>(in + 1, i, x);
      hn::StoreU(Step::call(load_mask<T>(truth + i), x).v, d, to + i);
    }
    if (i == n) return;
    uint8_t rest[width] = {};
    for (int64_t j = i; j < n; ++j) rest[j - i] = truth[j];
    HWY_ALIGN T padded[width];
    load_last<T, kNumbers>(in + 1, i, n, x);
    hn::Store(Step::call(load_mask<T>(rest), x).v, d, padded);
    for (int64_t j = i; j < n; ++j) to[j] = padded[j - i];
  } else {
    const T* from[kNumbers];
    for (int k = 0; k < kNumbers; ++k) from[k] = static_cast<const T*>(in[1 + k]);
    for (int64_t i = 0; i < n; ++i) {
      Whole<T> x[kNumbers];
      for (int k = 0; k < kNumbers; ++k) x[k] = from[k][i];
      to[i] = Step::call(truth[i] != 0, x).v;
    }
  }
}

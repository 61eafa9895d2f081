// How a block of numbers is folded into one: what `x` is to the forms in ops/reduce-forms-inl.h. No include guard: included once
// for each target, inside its namespace, after lanes-inl.h and integer-lanes-inl.h.
//
// The order of a fold is fixed, whatever the target's vectors: a block along a row has 256 bytes of running results (64 float32)
// which take the elements in turn, and are then joined in pairs: the first half with the second, and so on.

template <class T>
using Numbers = std::conditional_t<std::is_floating_point_v<T>, Lanes<T>, IntegerLanes<T>>;

template <class T>
constexpr int64_t kLanes = HWY_LANES(T);

// Between memory and lanes.
template <class T>
HWY_INLINE Numbers<T> load(const T* from) {
  if constexpr (std::is_floating_point_v<T>) {
    return hn::LoadU(hn::ScalableTag<T>(), from);
  } else {
    IntegerLanes<T> x;
    std::memcpy(&x.v, from, sizeof x.v);
    return x;
  }
}
template <class T>
HWY_INLINE void store(Numbers<T> x, T* to) {
  if constexpr (std::is_floating_point_v<T>)
    hn::StoreU(x.v, hn::ScalableTag<T>(), to);
  else
    std::memcpy(to, &x.v, sizeof x.v);
}
// The first n of them, n < kLanes; no more is read or written.
template <class T>
HWY_INLINE Numbers<T> load_some(const T* from, int64_t n) {
  alignas(64) T all[kLanes<T>] = {};
  for (int64_t i = 0; i < n; ++i) all[i] = from[i];
  return load<T>(all);
}
template <class T>
HWY_INLINE void store_some(Numbers<T> x, T* to, int64_t n) {
  alignas(64) T all[kLanes<T>];
  store<T>(x, all);
  for (int64_t i = 0; i < n; ++i) to[i] = all[i];
}
template <class T>
HWY_INLINE Numbers<T> repeat(T c) {
  if constexpr (std::is_floating_point_v<T>)
    return hn::Set(hn::ScalableTag<T>(), c);
  else
    return IntegerLanes<T>::repeat(c);
}
template <class T>
HWY_INLINE T first(Numbers<T> x) {
  if constexpr (std::is_floating_point_v<T>)
    return hn::GetLane(x.v);
  else
    return x.v[0];
}
// Lane i of x where i < n, else of y.
template <class T>
HWY_INLINE Numbers<T> first_of(int64_t n, Numbers<T> x, Numbers<T> y) {
  if constexpr (std::is_floating_point_v<T>) {
    return hn::IfThenElse(hn::FirstN(hn::ScalableTag<T>(), static_cast<size_t>(n)), x.v, y.v);
  } else {
    alignas(64) T a[kLanes<T>], b[kLanes<T>];
    store<T>(x, a);
    store<T>(y, b);
    for (int64_t i = 0; i < n; ++i) b[i] = a[i];
    return load<T>(b);
  }
}

// How results are joined, and what a fold begins with.
struct JoinSum {
  template <class T>
  static constexpr T begin = T(0);
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return a + b;
  }
};
struct JoinProduct {
  template <class T>
  static constexpr T begin = T(1);
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return a * b;
  }
};
struct JoinGreatest {
  template <class T>
  static constexpr T begin =
      std::is_floating_point_v<T> ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return greater_of(a, b);
  }
};
struct JoinLeast {
  template <class T>
  static constexpr T begin =
      std::is_floating_point_v<T> ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return lesser_of(a, b);
  }
};

// All lanes joined, in lane 0; the others hold nothing.
template <class T, class Join>
HWY_INLINE Numbers<T> join_lanes(Numbers<T> x, Join join) {
  if constexpr (std::is_floating_point_v<T>) {
    constexpr size_t bytes = kLanes<T> * sizeof(T);
    if constexpr (bytes >= 64) x = join(x, Lanes<T>(hn::ConcatUpperUpper(hn::ScalableTag<T>(), x.v, x.v)));
    if constexpr (bytes >= 32) x = join(x, Lanes<T>(hn::SwapAdjacentBlocks(x.v)));
    if constexpr (sizeof(T) == 4) {
      x = join(x, Lanes<T>(hn::Shuffle1032(x.v)));
      return join(x, Lanes<T>(hn::Shuffle2301(x.v)));
    } else {
      return join(x, Lanes<T>(hn::Shuffle01(x.v)));
    }
  } else {
    for (int64_t half = kLanes<T> / 2; half > 0; half /= 2) {
      alignas(64) T both[2 * kLanes<T>] = {};
      store<T>(x, both);
      x = join(x, load<T>(both + half));
    }
    return x;
  }
}

// What folds have in common; Block::fold(join, f) says how.
template <class Block, class V>
struct Folds {
  template <class F>
  HWY_INLINE V sum(F f) const {
    return self().fold(JoinSum(), f);
  }
  template <class F>
  HWY_INLINE V product(F f) const {
    return self().fold(JoinProduct(), f);
  }
  template <class F>
  HWY_INLINE V greatest(F f) const {
    return self().fold(JoinGreatest(), f);
  }
  template <class F>
  HWY_INLINE V least(F f) const {
    return self().fold(JoinLeast(), f);
  }

 private:
  HWY_INLINE const Block& self() const { return static_cast<const Block&>(*this); }
};

// Elements side by side: one result, repeated in each lane.
template <class T>
struct RowBlock : Folds<RowBlock<T>, Numbers<T>> {
  using V = Numbers<T>;
  static constexpr int kVectors = static_cast<int>(256 / (kLanes<T> * sizeof(T)));
  const T* x;
  int64_t n;

  HWY_INLINE RowBlock(const T* from, int64_t count) : x(from), n(count) {}

  template <class Join, class F>
  HWY_INLINE V fold(Join join, F f) const {
    const V begin = repeat<T>(Join::template begin<T>);
    V result[kVectors];
    for (int k = 0; k < kVectors; ++k) result[k] = begin;
    int64_t i = 0;
    for (; i + kVectors * kLanes<T> <= n; i += kVectors * kLanes<T>)
      for (int k = 0; k < kVectors; ++k) result[k] = join(result[k], f(load<T>(x + i + k * kLanes<T>)));
    for (int k = 0; k < kVectors; ++k, i += kLanes<T>) {
      if (i + kLanes<T> <= n) {
        result[k] = join(result[k], f(load<T>(x + i)));
      } else {
        if (i < n) result[k] = join(result[k], first_of<T>(n - i, f(load_some<T>(x + i, n - i)), begin));
        break;
      }
    }
    for (int half = kVectors / 2; half > 0; half /= 2)
      for (int k = 0; k < half; ++k) result[k] = join(result[k], result[k + half]);
    return repeat<T>(first<T>(join_lanes<T>(result[0], join)));
  }
};

// Rows on top of each other: a result for each lane, the rows in turn.
template <class T>
struct ColumnBlock : Folds<ColumnBlock<T>, Numbers<T>> {
  using V = Numbers<T>;
  const void* const* rows;
  int64_t n, at;

  HWY_INLINE ColumnBlock(const void* const* from, int64_t count, int64_t column) : rows(from), n(count), at(column) {}

  template <class Join, class F>
  HWY_INLINE V fold(Join join, F f) const {
    V result = repeat<T>(Join::template begin<T>);
    for (int64_t r = 0; r < n; ++r) result = join(result, f(load<T>(static_cast<const T*>(rows[r]) + at)));
    return result;
  }
};

// How a block of numbers is folded into one: what `x` is to the forms in ops/reduce-forms-inl.h. No include guard:
// included once for each target, inside its namespace, after lanes-inl.h and integer-lanes-inl.h.
//
// The order of a fold is fixed, whatever the target's vectors: a block along a row has 256 bytes of running results (64
// float32) which take the elements in turn, and are then joined in pairs: the first half with the second, and so on.

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

// The last columns of a block of rows, padded to whole vectors: nothing may be read behind the rows' ends.
template <class T>
class PaddedRows {
 public:
  PaddedRows(const void* const* rows, int64_t n, int64_t column, int64_t columns) {
    for (int64_t r = 0; r < std::min(n, kColumnBlockRows); ++r) {
      store<T>(load_some<T>(static_cast<const T*>(rows[r]) + column, columns), memory_[r]);
      rows_[r] = memory_[r];
    }
  }
  PaddedRows(const PaddedRows&) = delete;
  PaddedRows& operator=(const PaddedRows&) = delete;
  const void* const* rows() const { return rows_; }

 private:
  alignas(64) T memory_[kColumnBlockRows][kLanes<T>];
  const void* rows_[kColumnBlockRows] = {};
};

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
  static constexpr T begin = std::is_floating_point_v<T> ? -std::numeric_limits<T>::infinity()
                                                         : std::numeric_limits<T>::lowest();
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return greater_of(a, b);
  }
};
struct JoinLeast {
  template <class T>
  static constexpr T begin = std::is_floating_point_v<T> ? std::numeric_limits<T>::infinity()
                                                         : std::numeric_limits<T>::max();
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

// What blocks have in common; Block::fold(join, f) says how.
template <class Block, class T>
struct Folds {
  using V = Numbers<T>;
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

// f(v) or f(v, w), whichever it takes.
template <class V, class F, class LoadV, class LoadW>
HWY_INLINE V apply(F f, LoadV v, LoadW w) {
  if constexpr (std::is_invocable_v<F, V>)
    return f(v());
  else
    return f(v(), w());
}

// Elements side by side, of one operand or of two: one result, repeated in each lane.
template <class T>
struct RowBlock : Folds<RowBlock<T>, T> {
  using V = Numbers<T>;
  static constexpr int kVectors = static_cast<int>(256 / (kLanes<T> * sizeof(T)));
  const T* x;
  const T* w;
  int64_t n;

  HWY_INLINE RowBlock(const T* from, const T* with, int64_t count) : x(from), w(with), n(count) {}

  // f of the elements at i and on: of a whole vector, or of the first `count` of one.
  template <class F>
  HWY_INLINE V at(F f, int64_t i) const {
    return apply<V>(
        f, [&]() OP_LAMBDA { return load<T>(x + i); }, [&]() OP_LAMBDA { return load<T>(w + i); });
  }
  template <class F>
  HWY_INLINE V some(F f, int64_t i, int64_t count) const {
    return apply<V>(
        f, [&]() OP_LAMBDA { return load_some<T>(x + i, count); },
        [&]() OP_LAMBDA { return load_some<T>(w + i, count); });
  }

  template <class Join, class F>
  HWY_INLINE V fold(Join join, F f) const {
    const V begin = repeat<T>(Join::template begin<T>);
    V result[kVectors];
    for (int k = 0; k < kVectors; ++k) result[k] = begin;
    int64_t i = 0;
    for (; i + kVectors * kLanes<T> <= n; i += kVectors * kLanes<T>)
      for (int k = 0; k < kVectors; ++k) result[k] = join(result[k], at(f, i + k * kLanes<T>));
    for (int k = 0; k < kVectors; ++k, i += kLanes<T>) {
      if (i + kLanes<T> <= n) {
        result[k] = join(result[k], at(f, i));
      } else {
        if (i < n) result[k] = join(result[k], first_of<T>(n - i, some(f, i, n - i), begin));
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
struct ColumnBlock : Folds<ColumnBlock<T>, T> {
  using V = Numbers<T>;
  const void* const* rows;
  const void* const* rows_w;
  int64_t n, column;

  HWY_INLINE ColumnBlock(const void* const* from, const void* const* with, int64_t count, int64_t first_column)
      : rows(from), rows_w(with), n(count), column(first_column) {}

  // f of the elements in row r.
  template <class F>
  HWY_INLINE V at(F f, int64_t r) const {
    return apply<V>(
        f, [&]() OP_LAMBDA { return load<T>(static_cast<const T*>(rows[r]) + column); },
        [&]() OP_LAMBDA { return load<T>(static_cast<const T*>(rows_w[r]) + column); });
  }

  template <class Join, class F>
  HWY_INLINE V fold(Join join, F f) const {
    V result = repeat<T>(Join::template begin<T>);
    for (int64_t r = 0; r < n; ++r) result = join(result, at(f, r));
    return result;
  }
};

// Blocks with a place to write to: f(v) or f(v, w) of each element.
template <class T>
struct RowLine : RowBlock<T> {
  T* out;
  HWY_INLINE RowLine(RowBlock<T> block, T* to) : RowBlock<T>(block), out(to) {}

  template <class F>
  HWY_INLINE void write(F f) const {
    int64_t i = 0;
    for (; i + kLanes<T> <= this->n; i += kLanes<T>) store<T>(this->at(f, i), out + i);
    if (i < this->n) store_some<T>(this->some(f, i, this->n - i), out + i, this->n - i);
  }
  HWY_INLINE RowBlock<T> written() const { return RowBlock<T>(out, out, this->n); }
};

template <class T>
struct ColumnLine : ColumnBlock<T> {
  void* const* out;
  HWY_INLINE ColumnLine(ColumnBlock<T> block, void* const* to) : ColumnBlock<T>(block), out(to) {}

  template <class F>
  HWY_INLINE void write(F f) const {
    for (int64_t r = 0; r < this->n; ++r) store<T>(this->at(f, r), static_cast<T*>(out[r]) + this->column);
  }
  HWY_INLINE ColumnBlock<T> written() const { return ColumnBlock<T>(out, out, this->n, this->column); }
};

// Joins states as reduce_kernels.h lays them out.
template <class T, class Form>
HWY_INLINE void merge_states(T* a, double na, const T* b, double nb, int64_t columns, int64_t width) {
  for (int64_t c = 0; c < columns; c += kLanes<T>) {
    Numbers<T> s[Form::kState], t[Form::kState];
    for (int k = 0; k < Form::kState; ++k) {
      s[k] = load<T>(a + k * width + c);
      t[k] = load<T>(b + k * width + c);
    }
    Form::merge(s, t, na, nb);
    for (int k = 0; k < Form::kState; ++k) store<T>(s[k], a + k * width + c);
  }
}

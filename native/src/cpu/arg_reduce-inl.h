// Reductions that say where, for one dtype. No include guard: included once for each target, inside its namespace,
// after folds-inl.h and ops/reduce-forms-inl.h.

struct Greatest {
  using Join = JoinGreatest;
  template <class V>
  static HWY_INLINE auto before(V a, V b) {
    return a > b;
  }
};
struct Least {
  using Join = JoinLeast;
  template <class V>
  static HWY_INLINE auto before(V a, V b) {
    return a < b;
  }
};

template <class T, class Extreme>
HWY_INLINE void join_candidate(T* value, int64_t* index, T other, int64_t other_index) {
  const bool nan = other != other, both_nan = nan && *value != *value;
  const bool better = Extreme::before(other, *value) || (nan && !both_nan);
  const bool equal = other == *value || both_nan;
  if (better || (equal && other_index < *index)) {
    *value = other;
    *index = other_index;
  }
}

template <class T, class Extreme>
void arg_begin(void* values, int64_t* indices, int64_t count) {
  std::fill_n(static_cast<T*>(values), count, Extreme::Join::template begin<T>);
  std::fill_n(indices, count, std::numeric_limits<int64_t>::max());
}

// Where in a row the first number is that equals `value`, or is NaN if it is; there is one.
template <class T>
int64_t find_first(const T* x, T value) {
  int64_t i = 0;
  if (value != value)
    while (x[i] == x[i]) ++i;
  else
    while (x[i] != value) ++i;
  return i;
}

// The extreme first, which needs no index; and the index only if it beats what was found before.
template <class T, class Extreme>
void arg_row(const void* x, int64_t n, int64_t at, void* value, int64_t* index) {
  const T* row = static_cast<const T*>(x);
  T* best = static_cast<T*>(value);
  const T extreme =
      first<T>(RowBlock<T>(row, row, n).fold(typename Extreme::Join(), [](Numbers<T> v) OP_LAMBDA { return v; }));
  T better = *best;
  int64_t where = *index;
  join_candidate<T, Extreme>(&better, &where, extreme, at);
  if (where != at) return;
  const int64_t i = find_first(row, extreme);
  *best = row[i];  // which may be a zero of the other sign
  *index = at + i;
}

template <class T, class Extreme>
HWY_INLINE void arg_lanes(const void* const* rows, int64_t n, int64_t column, T* values, T* where) {
  using V = Numbers<T>;
  V best = load<T>(static_cast<const T*>(rows[0]) + column), row = V(0);
  for (int64_t r = 1; r < n; ++r) {
    const V x = load<T>(static_cast<const T*>(rows[r]) + column);
    const auto better = Extreme::before(x, best) || (is_nan(x) && best == best);
    best = select(better, x, best);
    row = select(better, V(static_cast<double>(r)), row);
  }
  store<T>(best, values);
  store<T>(row, where);
}

template <class T, class Extreme>
void arg_columns(const void* const* rows, int64_t n, int64_t columns, int64_t glue, int64_t at, void* values,
                 int64_t* indices) {
  const int64_t results = columns / glue;
  T* best = static_cast<T*>(values);
  alignas(64) T found[kLanes<T>], where[kLanes<T>];
  for (int64_t c = 0, lanes; c < columns; c += lanes) {
    lanes = std::min(kLanes<T>, columns - c);
    if (lanes == kLanes<T>) {
      arg_lanes<T, Extreme>(rows, n, c, found, where);
    } else {
      arg_lanes<T, Extreme>(PaddedRows<T>(rows, n, c, lanes).rows(), n, 0, found, where);
    }
    for (int64_t i = 0; i < lanes; ++i)
      join_candidate<T, Extreme>(best + c + i, indices + c + i, found[i],
                                 (at + static_cast<int64_t>(where[i])) * glue + (glue == 1 ? 0 : (c + i) / results));
  }
}

template <class T, class Extreme>
void arg_join(void* values, int64_t* indices, const void* others, const int64_t* others_indices, int64_t count) {
  T* best = static_cast<T*>(values);
  const T* other = static_cast<const T*>(others);
  for (int64_t i = 0; i < count; ++i) join_candidate<T, Extreme>(best + i, indices + i, other[i], others_indices[i]);
}

template <class T, class Extreme>
constexpr ArgReducer arg_reducer = {arg_begin<T, Extreme>, arg_row<T, Extreme>, arg_columns<T, Extreme>,
                                    arg_join<T, Extreme>};

// In the order of nabla_arg_reduce_op.
template <class T>
constexpr ArgReducer arg_reducers[NABLA_ARG_REDUCE_COUNT] = {arg_reducer<T, Greatest>, arg_reducer<T, Least>};

// Cross entropy for one dtype. No include guard: included once for each target, inside its namespace, after folds-inl.h
// and ops/cross_entropy-inl.h.

template <class T, class Form>
void cross_entropy_reduce(const void* x, int64_t n, const void* weight, void* states, int64_t width) {
  Numbers<T> s[Form::kState];
  Form::block(RowBlock<T>(static_cast<const T*>(x), static_cast<const T*>(weight), n), s);
  for (int k = 0; k < Form::kState; ++k) static_cast<T*>(states)[k * width] = first<T>(s[k]);
}

// Columns that all have one weight.
template <class T>
struct WeightedColumns : Folds<WeightedColumns<T>, T> {
  using V = Numbers<T>;
  ColumnBlock<T> columns;
  const T* weight;
  int64_t n;

  HWY_INLINE WeightedColumns(ColumnBlock<T> block, const T* w) : columns(block), weight(w), n(block.n) {}

  template <class Join, class F>
  HWY_INLINE V fold(Join join, F f) const {
    V result = repeat<T>(Join::template begin<T>);
    for (int64_t j = 0; j < n; ++j) result = join(result, at(f, j));
    return result;
  }
  template <class F>
  HWY_INLINE V at(F f, int64_t j) const {
    return apply<V>(
        f, [&]() OP_LAMBDA { return columns.at([](V v) OP_LAMBDA { return v; }, j); },
        [&]() OP_LAMBDA { return repeat<T>(weight[j]); });
  }
};

template <class T, class Form>
void cross_entropy_reduce_turned(const void* const* columns, int64_t n, int64_t rows, const void* weight, void* states,
                                 int64_t width) {
  T* to = static_cast<T*>(states);
  for (int64_t i = 0; i < rows; i += kLanes<T>) {
    Numbers<T> s[Form::kState];
    Form::block(WeightedColumns<T>({columns, columns, n, i}, static_cast<const T*>(weight)), s);
    for (int k = 0; k < Form::kState; ++k) store<T>(s[k], to + k * width + i);
  }
}

template <class T, class Form>
void cross_entropy_merge(void* a, double na, const void* b, double nb, int64_t columns, int64_t width) {
  merge_states<T, Form>(static_cast<T*>(a), na, static_cast<const T*>(b), nb, columns, width);
}

template <class T, class Form>
void cross_entropy_finish(const void* states, const void* targets, const void* weights, double spread, int64_t rows,
                          int64_t width, void* losses, void* lse) {
  for (int64_t i = 0; i < rows; i += kLanes<T>) {
    Numbers<T> s[Form::kState];
    for (int k = 0; k < Form::kState; ++k) s[k] = load<T>(static_cast<const T*>(states) + k * width + i);
    const Numbers<T> target = load<T>(static_cast<const T*>(targets) + i);
    const Numbers<T> weight = load<T>(static_cast<const T*>(weights) + i);
    store<T>(Form::loss(s, target, weight, spread), static_cast<T*>(losses) + i);
    LogSumExp::finish(s, 0, 0);
    store<T>(s[0], static_cast<T*>(lse) + i);
  }
}

template <class T>
void cross_entropy_map(const void* x, const void* weight, int64_t n, double scale, double lse, double spread,
                       void* out) {
  using V = Numbers<T>;
  const V a(scale), b(lse), c(spread);
  const T* w = static_cast<const T*>(weight);
  const RowLine<T> line({static_cast<const T*>(x), w, n}, static_cast<T*>(out));
  if (spread == 0)  // weights may be missing then
    line.write([=](V v) OP_LAMBDA { return cross_entropy_gradient(v, V(0), a, b, V(0)); });
  else
    line.write([=](V v, V u) OP_LAMBDA { return cross_entropy_gradient(v, u, a, b, c); });
}

template <class T>
void cross_entropy_map_turned(const void* const* columns, const void* weight, int64_t n, int64_t rows, const void* scales,
                              const void* lse, const void* spreads, void* const* out) {
  using V = Numbers<T>;
  const T* w = static_cast<const T*>(weight);
  for (int64_t i = 0; i < rows; i += kLanes<T>) {
    const V a = load<T>(static_cast<const T*>(scales) + i), b = load<T>(static_cast<const T*>(lse) + i);
    const V c = load<T>(static_cast<const T*>(spreads) + i);
    for (int64_t j = 0; j < n; ++j) {
      const V x = load<T>(static_cast<const T*>(columns[j]) + i);
      store<T>(cross_entropy_gradient(x, w == nullptr ? V(0) : repeat<T>(w[j]), a, b, c), static_cast<T*>(out[j]) + i);
    }
  }
}

template <class T, class Form>
constexpr CrossEntropyKernel cross_entropy_kernel = {Form::kState, cross_entropy_reduce<T, Form>, cross_entropy_reduce_turned<T, Form>,
                                                     cross_entropy_merge<T, Form>, cross_entropy_finish<T, Form>};
template <class T>
constexpr CrossEntropyKernels cross_entropy_kernels = {
    cross_entropy_kernel<T, CrossEntropy>, cross_entropy_kernel<T, SmoothedCrossEntropy>, cross_entropy_map<T>, cross_entropy_map_turned<T>};

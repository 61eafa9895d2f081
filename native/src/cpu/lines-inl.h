// Functions of lines as tables of loops. No include guard: included once for each target, inside its namespace, after
// folds-inl.h and ops/softmax-inl.h.

// An operand that is missing is another one, which nobody looks at.
template <class T, class Form>
HWY_INLINE RowLine<T> row_line(const void* const* in, void* out, int64_t n) {
  return RowLine<T>({static_cast<const T*>(in[0]), static_cast<const T*>(in[Form::kInputs - 1]), n},
                    static_cast<T*>(out));
}
template <class T, class Form>
HWY_INLINE ColumnLine<T> column_line(const void* const* const* in, void* const* out, int64_t n, int64_t column) {
  return ColumnLine<T>({in[0], in[Form::kInputs - 1], n, column}, out);
}

template <class T, class Form>
void line_reduce_row(const void* const* in, void* out, int64_t n, void* state) {
  Numbers<T> s[Form::kState];
  Form::block(row_line<T, Form>(in, out, n), s);
  for (int k = 0; k < Form::kState; ++k) static_cast<T*>(state)[k] = first<T>(s[k]);
}

template <class T, class Form>
void line_map_row(const void* const* in, void* out, int64_t n, const void* block, const void* total) {
  using V = Numbers<T>;
  V b[Form::kState], t[Form::kState], c[Form::kState];
  for (int k = 0; k < Form::kState; ++k) {
    b[k] = repeat<T>(static_cast<const T*>(block)[k]);
    t[k] = repeat<T>(static_cast<const T*>(total)[k]);
  }
  Form::coefficients(b, t, c);
  row_line<T, Form>(in, out, n).write([&](V v, V w) OP_LAMBDA { return Form::map(v, w, c); });
}

template <class T, class Form>
void line_reduce_columns(const void* const* const* in, void* const* out, int64_t n, int64_t columns, void* states,
                         int64_t width) {
  T* to = static_cast<T*>(states);
  for (int64_t c = 0; c < columns; c += kLanes<T>) {
    Numbers<T> s[Form::kState];
    Form::block(column_line<T, Form>(in, out, n, c), s);
    for (int k = 0; k < Form::kState; ++k) store<T>(s[k], to + k * width + c);
  }
}

template <class T, class Form>
void line_map_columns(const void* const* const* in, void* const* out, int64_t n, int64_t columns, const void* blocks,
                      const void* totals, int64_t width) {
  using V = Numbers<T>;
  for (int64_t at = 0; at < columns; at += kLanes<T>) {
    V b[Form::kState], t[Form::kState], c[Form::kState];
    for (int k = 0; k < Form::kState; ++k) {
      b[k] = load<T>(static_cast<const T*>(blocks) + k * width + at);
      t[k] = load<T>(static_cast<const T*>(totals) + k * width + at);
    }
    Form::coefficients(b, t, c);
    column_line<T, Form>(in, out, n, at).write([&](V v, V w) OP_LAMBDA { return Form::map(v, w, c); });
  }
}

template <class T, class Form>
void line_merge(void* a, double na, const void* b, double nb, int64_t columns, int64_t width) {
  merge_states<T, Form>(static_cast<T*>(a), na, static_cast<const T*>(b), nb, columns, width);
}

template <class T, class Form>
void line_prepare(void* states, int64_t columns, int64_t width) {
  T* x = static_cast<T*>(states);
  for (int64_t c = 0; c < columns; c += kLanes<T>) {
    Numbers<T> s[Form::kState];
    for (int k = 0; k < Form::kState; ++k) s[k] = load<T>(x + k * width + c);
    Form::prepare(s);
    for (int k = 0; k < Form::kState; ++k) store<T>(s[k], x + k * width + c);
  }
}

template <class T, class Form>
constexpr LineKernel line_kernel = {Form::kInputs,
                                    Form::kState,
                                    Form::kWrites,
                                    0.5,
                                    line_reduce_row<T, Form>,
                                    line_map_row<T, Form>,
                                    line_reduce_columns<T, Form>,
                                    line_map_columns<T, Form>,
                                    line_merge<T, Form>,
                                    line_prepare<T, Form>};

// In the order of nabla_softmax_op.
template <class T>
constexpr LineKernel softmax_kernels[NABLA_SOFTMAX_COUNT] = {line_kernel<T, Softmax>, line_kernel<T, LogSoftmax>};
template <class T>
constexpr LineKernel softmax_backward_kernels[NABLA_SOFTMAX_COUNT] = {line_kernel<T, SoftmaxGradient>,
                                                                      line_kernel<T, LogSoftmaxGradient>};

// The forms of reductions as tables of functions. No include guard: included once for each target, inside its
// namespace, after folds-inl.h and ops/reduce-inl.h.

template <class T, class Form>
void reduce_rows(const void* x, int64_t step, int64_t count, int64_t n, double parameter, void* states, int64_t width) {
  const T* row = static_cast<const T*>(x);
  T* to = static_cast<T*>(states);
  for (int64_t i = 0; i < count; ++i, row += step) {
    Numbers<T> s[Form::kState];
    Form::block(RowBlock<T>(row, row, n), parameter, s);
    for (int k = 0; k < Form::kState; ++k) to[k * width + i] = first<T>(s[k]);
  }
}

template <class T, class Form>
HWY_INLINE void reduce_lanes(const ColumnBlock<T>& block, double parameter, T* to, int64_t width) {
  Numbers<T> s[Form::kState];
  Form::block(block, parameter, s);
  for (int k = 0; k < Form::kState; ++k) store<T>(s[k], to + k * width);
}

template <class T, class Form>
void reduce_columns(const void* const* rows, int64_t n, int64_t columns, double parameter, void* states,
                    int64_t width) {
  T* to = static_cast<T*>(states);
  int64_t c = 0;
  for (; c + kLanes<T> <= columns; c += kLanes<T>)
    reduce_lanes<T, Form>(ColumnBlock<T>(rows, rows, n, c), parameter, to + c, width);
  if (c == columns) return;
  const PaddedRows<T> rest(rows, n, c, columns - c);
  reduce_lanes<T, Form>(ColumnBlock<T>(rest.rows(), rest.rows(), n, 0), parameter, to + c, width);
}

template <class T, class Form>
void reduce_merge(void* a, double na, const void* b, double nb, int64_t columns, int64_t width) {
  merge_states<T, Form>(static_cast<T*>(a), na, static_cast<const T*>(b), nb, columns, width);
}

template <class T, class Form>
void reduce_finish(void* states, double n, double parameter, int64_t columns, int64_t width) {
  T* x = static_cast<T*>(states);
  for (int64_t c = 0; c < columns; c += kLanes<T>) {
    Numbers<T> s[Form::kState];
    for (int k = 0; k < Form::kState; ++k) s[k] = load<T>(x + k * width + c);
    Form::finish(s, n, parameter);
    for (int k = 0; k < Form::kResults; ++k) store<T>(s[k], x + k * width + c);
  }
  if constexpr (Form::kBoolean && sizeof(T) > 1) {
    uint8_t* truth = static_cast<uint8_t*>(states);  // byte c is written after number c was read, and lies before it
    for (int64_t c = 0; c < columns; ++c) {
      T value;
      std::memcpy(&value, x + c, sizeof value);
      truth[c] = value != T(0);
    }
  }
}

template <class T, class Form>
constexpr Reducer reducer_of() {
  return {Form::kState,          Form::kResults,       Form::kBoolean,          Form::kNanoseconds,
          Form::refuses_empty,   reduce_rows<T, Form>, reduce_columns<T, Form>, reduce_merge<T, Form>,
          reduce_finish<T, Form>};
}

template <class Form>
struct ReduceBackward {
  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    out[0] = Form::backward(in[0], in[1], in[2], in[3], in[4]);
  }
};

template <class T, class Form, bool kGradient>
constexpr ReduceForm form_of() {
  ReduceForm form{};
  form.fits = Form::fits;
  form.constant = Form::constant;
  form.forward = reducer_of<T, Form>();
  if constexpr (kGradient && std::is_floating_point_v<T>) {
    form.backward = loop<T, 5, 1, ReduceBackward<Form>>;
    if constexpr (!std::is_void_v<typename Form::Statistics>)
      form.statistics = reducer_of<T, typename Form::Statistics>();
  }
  return form;
}

template <class T, class Row>
constexpr ReduceForms forms_of() {
  static_assert(Row::Of::count <= ReduceForms::kMost, "make room for the forms");
  ReduceForms forms{};
  if constexpr ((Row::info.dtypes & dtype_bit(kDType<T>)) != 0)
    Row::Of::fill(forms.form,
                  [](auto form) { return form_of<T, typename decltype(form)::type, Row::info.gradients != 0>(); });
  return forms;
}

template <class T>
constexpr auto reduce_table = table_of<NABLA_REDUCE_COUNT>([](auto op) {
  return forms_of<T, Reduce<nabla_reduce_op(op())>>();
});

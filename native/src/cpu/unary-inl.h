// Tables of unary loops for one dtype: included once for each target, inside its namespace, after loops-inl.h and the rows.

template <class Row>
struct UnaryForward {
  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    out[0] = Row::forward(in[0]);
  }
};

// in {dy, saved}: an op that saves nothing is handed dy once more, and does not look at it.
template <class Row>
struct UnaryBackward {
  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    out[0] = Row::backward(in[1], in[0]);
  }
};

// An op's loop where its row takes T; null elsewhere.
template <class T, nabla_unary_op kOp>
constexpr TileKernel unary_forward_loop() {
  using Row = Unary<kOp>;
  if constexpr ((Row::info.dtypes & dtype_bit(kDType<T>)) != 0)
    return loop<T, 1, 1, UnaryForward<Row>>;
  else
    return nullptr;
}

template <class T, nabla_unary_op kOp>
constexpr TileKernel unary_backward_loop() {
  using Row = Unary<kOp>;
  if constexpr (Row::info.gradients != 0 && (Row::info.dtypes & dtype_bit(kDType<T>)) != 0)
    return loop<T, 2, 1, UnaryBackward<Row>>;
  else
    return nullptr;
}

template <class T>
constexpr auto unary_forward_loops =
    table_of<NABLA_UNARY_COUNT>([](auto op) { return unary_forward_loop<T, nabla_unary_op(op())>(); });
template <class T>
constexpr auto unary_backward_loops =
    table_of<NABLA_UNARY_COUNT>([](auto op) { return unary_backward_loop<T, nabla_unary_op(op())>(); });

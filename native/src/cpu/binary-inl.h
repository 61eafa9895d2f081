// Binary loops by op, for one dtype. No include guard: included once for each target, inside its namespace, after the rows and
// gradients-inl.h.

template <class Row>
struct BinaryForward {
  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    out[0] = Row::forward(in[0], in[1]);
  }
};

// An op's loop where its row takes T; null elsewhere.
template <class T, class Row>
constexpr TileKernel binary_forward_loop() {
  if constexpr ((Row::info.dtypes & dtype_bit(kDType<T>)) != 0)
    return loop<T, 2, 1, BinaryForward<Row>>;
  else
    return nullptr;
}

template <class T>
constexpr auto binary_forward_loops =
    table_of<NABLA_BINARY_COUNT>([](auto op) { return binary_forward_loop<T, Binary<nabla_binary_op(op())>>(); });
template <class T>
constexpr auto binary_gradient_loops = table_of<NABLA_BINARY_COUNT>([](auto op) {
  using Row = Binary<nabla_binary_op(op())>;
  return GradientLoops<2>{{gradient_loop<T, Row, 0>(), gradient_loop<T, Row, 1>()}};
});

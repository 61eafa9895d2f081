// Rows of unary-inl.h: activations that multiply x by a gate between 0 and 1.
//
// Where the gate is e^x or near it, x must meet it before it has vanished: far to the left, e^x comes as two factors, of which
// the second is to be multiplied last. (x + 32 is exact there, and beside 1 or 2 the first factor is nothing.)
template <class V>
struct LateExp {
  V e, last;
};
template <class V>
OP LateExp<V> late_exp(V x) {
  const auto tiny = x < V(-64);
  return {exp(select(tiny, x + V(32), x)), select(tiny, V(1.2664165549094176e-14), V(1))};  // e^-32
}

template <>
struct Unary<NABLA_UNARY_SILU> {
  static constexpr nabla_op_info info = unary_row("silu", NABLA_SAVES_FIRST, {-6, 6}, 4);
  template <class V>
  OP V forward(V x) {
    const LateExp<V> n = late_exp(-abs(x));
    const V sum = V(1) + n.e;
    return select(x < V(0), x * n.e / sum * n.last, x / sum);
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V gate = Unary<NABLA_UNARY_SIGMOID>::forward(x);
    return dy * (gate * (V(1) + x * (V(1) - gate)));
  }
};

// tanh(log(1 + n)) = n (n + 2) / (n (n + 2) + 2) with n = e^x.
template <>
struct Unary<NABLA_UNARY_MISH> {
  static constexpr nabla_op_info info = unary_row("mish", NABLA_SAVES_FIRST, {-6, 6}, 4);
  template <class V>
  OP V forward(V x) {
    const LateExp<V> n = late_exp(select(x > V(30), V(30), x));  // the gate is 1 from there on
    const V w = mul_add(n.e, n.e, n.e + n.e);
    return x * (w / (w + V(2))) * n.last;
  }
  template <class V>
  OP V backward(V x, V dy) {
    const V n = exp(select(x > V(30), V(30), x)), w = n * (n + V(2)), gate = w / (w + V(2));
    return dy * (gate + x * (n / (n + V(1))) * (V(1) - gate * gate));
  }
};

template <>
struct Unary<NABLA_UNARY_GELU> {
  static constexpr nabla_op_info info = unary_row("gelu", NABLA_SAVES_FIRST, {-4, 4}, 4);
  template <class V>
  OP V forward(V x) {
    return gelu(x);
  }
  template <class V>
  OP V backward(V x, V dy) {
    return dy * gelu_slope(x);
  }
};

template <>
struct Unary<NABLA_UNARY_GELU_TANH> {
  static constexpr nabla_op_info info = unary_row("gelu_tanh", NABLA_SAVES_FIRST, {-4, 4}, 4);
  template <class V>
  OP V forward(V x) {
    return gelu_tanh(x);
  }
  template <class V>
  OP V backward(V x, V dy) {  // the gate is sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3); it is 0 or 1 beyond 30
    constexpr double kA = 2 * 0.79788456080286535588;
    x = select(x > V(30), V(30), select(x < V(-30), V(-30), x));
    const V squared = x * x, gate = Unary<NABLA_UNARY_SIGMOID>::forward(x * (V(kA) + V(kA * 0.044715) * squared));
    return dy * (gate + x * (V(kA) + V(kA * 3 * 0.044715) * squared) * (gate * (V(1) - gate)));
  }
};

template <>
struct Unary<NABLA_UNARY_HARDSWISH> {
  static constexpr nabla_op_info info = unary_row("hardswish", NABLA_SAVES_FIRST, {-2.9, 2.9}, 2);
  template <class V>
  OP V forward(V x) {
    return select(x <= V(-3), V(0) * x, select(x >= V(3), x, x * (x + V(3)) / V(6)));
  }
  template <class V>
  OP V backward(V x, V dy) {
    return select(x <= V(-3), V(0), select(x >= V(3), dy, dy * (x / V(3) + V(0.5))));
  }
};

// Softmax and log_softmax, and their gradients: functions of whole lines. Included after ops/reduce-forms-inl.h, as it
// is.
//
// A line is seen as blocks, twice. First each block is brought down to a state (as in ops/reduce-forms-inl.h), and the
// states are merged into the line's; then each element is computed from the line's state.
//     kInputs                how many operands a line has: f(v) or f(v, w) in x's folds
//     kWrites                block() writes numbers in the result's place, and map() reads them instead of the operands
//     block(x, s)            s := the state of a block
//     merge(a, b, na, nb)    a := the state of both
//     prepare(t)             the line's state becomes what map needs, in place
//     coefficients(b, t, c)  from a block's own state (only if kWrites) and the prepared one
//     map(v, w, c)           an element of the result

struct LineForm {
  static constexpr int kInputs = 1, kState = 2;
  static constexpr bool kWrites = false;
  template <class V>
  OP void prepare(V*) {}
  template <class V>
  OP void coefficients(const V*, const V* t, V* c) {
    c[0] = t[0];
    c[1] = t[1];
  }
};

// Each block's exponentials are written with the block's own greatest element subtracted, and put right once all is
// known: so that e^x is computed once, and x is read once.
struct Softmax : LineForm {
  static constexpr bool kWrites = true;
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    s[0] = x.greatest([](V v) OP_LAMBDA { return v; });
    const V from = LogSumExp::base(s[0]);
    x.write([=](V v) OP_LAMBDA { return exp(v - from); });
    s[1] = x.written().sum([](V v) OP_LAMBDA { return v; });
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    LogSumExp::merge(a, b, na, nb);
  }
  template <class V>
  OP void prepare(V* t) {
    t[1] = V(1) / t[1];
  }
  template <class V>
  OP void coefficients(const V* b, const V* t, V* c) {
    c[0] = exp(b[0] - t[0]) * t[1];
  }
  template <class V>
  OP V map(V written, V, const V* c) {
    return written * c[0];
  }
};

struct LogSoftmax : LineForm {
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    LogSumExp::block(x, 0, s);
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    LogSumExp::merge(a, b, na, nb);
  }
  template <class V>
  OP void prepare(V* t) {
    t[1] = log(t[1]);
  }
  template <class V>
  OP V map(V x, V, const V* c) {
    return (x - c[0]) - c[1];
  }
};

// Gradients, of operands y and dy.
struct LineGradient : LineForm {
  static constexpr int kInputs = 2, kState = 1;
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = a[0] + b[0];
  }
  template <class V>
  OP void coefficients(const V*, const V* t, V* c) {
    c[0] = t[0];
  }
};

struct SoftmaxGradient : LineGradient {
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    s[0] = x.sum([](V y, V dy) OP_LAMBDA { return y * dy; });
  }
  template <class V>
  OP V map(V y, V dy, const V* c) {
    return y * (dy - c[0]);
  }
};

struct LogSoftmaxGradient : LineGradient {
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    s[0] = x.sum([](V, V dy) OP_LAMBDA { return dy; });
  }
  template <class V>
  OP V map(V y, V dy, const V* c) {
    return dy - exp(y) * c[0];
  }
};

// Cross entropy of softmax(x) against one class. Included after ops/reduce-forms-inl.h, whose rules for blocks it
// follows.
//
// With weights w and smoothing s the loss is (1 - s) w[t] (lse - x[t]) + s / c * sum of w[j] (lse - x[j]). All is
// measured from the greatest logit m, so that logits far from 0 cost no digits: lse - x[j] = log(sum e^(x - m)) - (x[j]
// - m).

// m, the sum of e^(x - m).
struct CrossEntropy {
  static constexpr int kState = 2;
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    LogSumExp::block(x, 0, s);
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    LogSumExp::merge(a, b, na, nb);
  }
  // target: the logit of the target, with its weight times 1 - s; spread: s / c.
  template <class V>
  OP V loss(const V* s, V target, V weight, double) {
    return weight * (log(s[1]) - (target - s[0]));
  }
};

// Also the sums of w (x - m) and of w. Blocks are of x and w.
struct SmoothedCrossEntropy : CrossEntropy {
  static constexpr int kState = 4;
  template <class V, class Block>
  OP void block(const Block& x, V* s) {
    CrossEntropy::block(x, s);
    const V from = LogSumExp::base(s[0]);
    s[2] = x.sum([=](V v, V w) OP_LAMBDA { return w * (v - from); });
    s[3] = x.sum([](V, V w) OP_LAMBDA { return w; });
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    const V from_a = LogSumExp::base(a[0]), from_b = LogSumExp::base(b[0]);
    CrossEntropy::merge(a, b, na, nb);
    const V from = LogSumExp::base(a[0]);
    a[2] = (a[2] + a[3] * (from_a - from)) + (b[2] + b[3] * (from_b - from));
    a[3] = a[3] + b[3];
  }
  template <class V>
  OP V loss(const V* s, V target, V weight, double spread) {
    return CrossEntropy::loss(s, target, weight, spread) + V(spread) * (s[3] * log(s[1]) - s[2]);
  }
};

// The gradient of a logit that is not the target's: scale * softmax(x) - spread * w.
template <class V>
OP V cross_entropy_gradient(V x, V w, V scale, V lse, V spread) {
  return scale * exp(x - lse) - spread * w;
}

// What reductions compute. Included before ops/reduce-inl.h. OP makes a function the backend's way to inline, and
// OP_LAMBDA makes a lambda one.
//
// A form sees the elements of one result as blocks, each small enough to be read twice from the fastest memory, and
// each block through `x`, which folds it in a fixed order: x.sum(f), x.product(f), x.greatest(f), x.least(f) join f(v)
// over the block's elements v (greatest and least keep a NaN), and x.n is their number.
//     kState                 how many numbers stand for a set of elements
//     block(x, p, s)         s := the state of a block; p is the call's parameter
//     merge(a, b, na, nb)    a := the state of two sets of na and nb elements
//     finish(s, n, p)        the kResults results, in place, from the state of all n elements
//     Statistics             a form whose results backward reads; void for none
//     constant(n, p)         a number that backward reads
//     backward(x, a, b, dy, c)
//                            dx of an element: a and b are the Statistics' results, then y if it was saved; c the constant
// V is a vector of numbers that reads like a number.

struct Form {
  using Statistics = void;
  static constexpr int kState = 1, kResults = 1;
  static constexpr bool kBoolean = false;      // the result is a truth value
  static constexpr double kNanoseconds = 0.1;  // about what an element costs
  static constexpr bool fits(double) { return true; }
  static constexpr bool refuses_empty(double) { return false; }
  static constexpr double constant(double, double) { return 0; }
  template <class V>
  OP void finish(V*, double, double) {}
};

// What is joined of each element -------------------------------------------------------------------------------

struct Itself {
  template <class V>
  OP V of(V v, double) {
    return v;
  }
  template <class V>
  OP auto same(V a, V b) {
    return a == b;
  }
};
struct Nonzero {
  template <class V>
  OP V of(V v, double) {
    return select(v != V(0), V(1), V(0));
  }
};
struct Magnitude {
  template <class V>
  OP V of(V v, double) {
    return abs(v);
  }
  template <class V>
  OP auto same(V a, V b) {
    return a == b || (is_nan(a) && is_nan(b));
  }
};
struct Square {
  template <class V>
  OP V of(V v, double) {
    return v * v;
  }
};
struct Power {
  template <class V>
  OP V of(V v, double p) {
    return pow(abs(v), V(p));
  }
};

// How it is joined ---------------------------------------------------------------------------------------------

template <class Key>
struct SumOf : Form {
  template <class V, class Block>
  OP void block(const Block& x, double p, V* s) {
    s[0] = x.sum([p](V v) OP_LAMBDA { return Key::of(v, p); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = a[0] + b[0];
  }
};

template <class V>
OP V greater_of(V a, V b) {
  return select(is_nan(a), a, at_least(b, a));
}
template <class V>
OP V lesser_of(V a, V b) {
  return select(is_nan(a), a, at_most(b, a));
}

template <class Key>
struct GreatestOf : Form {
  using Of = Key;
  template <class V, class Block>
  OP void block(const Block& x, double p, V* s) {
    s[0] = x.greatest([p](V v) OP_LAMBDA { return Key::of(v, p); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = greater_of(a[0], b[0]);
  }
};
template <class Key>
struct LeastOf : Form {
  using Of = Key;
  template <class V, class Block>
  OP void block(const Block& x, double p, V* s) {
    s[0] = x.least([p](V v) OP_LAMBDA { return Key::of(v, p); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = lesser_of(a[0], b[0]);
  }
};

// An extreme, and how many elements have it.
template <class Extreme>
struct Ties : Form {
  using Key = typename Extreme::Of;
  static constexpr int kState = 2, kResults = 2;
  template <class V, class Block>
  OP void block(const Block& x, double p, V* s) {
    Extreme::block(x, p, s);
    const V extreme = s[0];
    s[1] = x.sum([=](V v) OP_LAMBDA { return select(Key::same(Key::of(v, p), extreme), V(1), V(0)); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    const V before = a[0];
    Extreme::merge(a, b, na, nb);
    a[1] = select(Key::same(before, a[0]), a[1], V(0)) + select(Key::same(b[0], a[0]), b[1], V(0));
  }
};

// The ops' forms -----------------------------------------------------------------------------------------------

struct Sum : SumOf<Itself> {
  template <class V>
  OP V backward(V, V, V, V dy, V) {
    return dy;
  }
};

struct Mean : SumOf<Itself> {
  template <class V>
  OP void finish(V* s, double n, double) {
    s[0] = s[0] / V(n);
  }
  static constexpr double constant(double n, double) { return n; }
  template <class V>
  OP V backward(V, V, V, V dy, V n) {
    return dy / n;
  }
};

// What is left of a product without one of its elements: without one that is not 0, and without one that is.
struct ProductParts : Form {
  static constexpr int kState = 2, kResults = 2;
  template <class V, class Block>
  OP void block(const Block& x, double, V* s) {
    s[0] = x.product([](V v) OP_LAMBDA { return select(v == V(0), V(1), v); });
    s[1] = x.sum([](V v) OP_LAMBDA { return select(v == V(0), V(1), V(0)); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = a[0] * b[0];
    a[1] = a[1] + b[1];
  }
  template <class V>
  OP void finish(V* s, double, double) {
    const V product = s[0], zeros = s[1];
    s[0] = select(zeros == V(0), product, V(0));
    s[1] = select(zeros == V(1), product, V(0));
  }
};

struct Product : Form {
  template <class V, class Block>
  OP void block(const Block& x, double, V* s) {
    s[0] = x.product([](V v) OP_LAMBDA { return v; });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    a[0] = a[0] * b[0];
  }
  using Statistics = ProductParts;
  template <class V>
  OP V backward(V x, V all, V others, V dy, V) {
    return dy * select(x == V(0), others, all / x);
  }
};

// A NaN is no element's equal: then no element has the extreme, and 0 / 0 makes every dx NaN, as in PyTorch.
template <class Extreme>
struct SharedExtreme : Extreme {
  using Statistics = Ties<Extreme>;
  static constexpr bool refuses_empty(double) { return true; }
  template <class V>
  OP V backward(V x, V extreme, V ties, V dy, V) {
    return select(x == extreme, dy, V(0)) / ties;
  }
};
struct Maximum : SharedExtreme<GreatestOf<Itself>> {};
struct Minimum : SharedExtreme<LeastOf<Itself>> {};

// The mean and the sum of squared distances from it: in a block by two passes, between blocks as in Chan et al. 1979.
// What a block's rounded mean leaves over is taken back: it matters where the mean is far larger than the deviation.
struct Variance : Form {
  static constexpr int kState = 2;
  static constexpr double kNanoseconds = 0.15;
  template <class V, class Block>
  OP void block(const Block& x, double, V* s) {
    const V n(static_cast<double>(x.n));
    const V mean = x.sum([](V v) OP_LAMBDA { return v; }) / n;
    const V rest = x.sum([=](V v) OP_LAMBDA { return v - mean; });
    const V squares = x.sum([=](V v) OP_LAMBDA { return (v - mean) * (v - mean); });
    s[0] = mean + rest / n;
    s[1] = not_negative(squares - rest * rest / n);
  }
  template <class V>
  OP void merge(V* a, const V* b, double na, double nb) {
    const V distance = b[0] - a[0];
    a[0] = a[0] + distance * V(nb / (na + nb));
    a[1] = a[1] + b[1] + distance * distance * V(na * nb / (na + nb));
  }
  static constexpr double freedom(double n, double correction) { return n > correction ? n - correction : 0; }
  template <class V>
  OP void finish(V* s, double n, double correction) {
    s[0] = s[1] / V(freedom(n, correction));
  }
  using Statistics = Mean;
  static constexpr double constant(double n, double correction) { return 2 / freedom(n, correction); }
  template <class V>
  OP V backward(V x, V mean, V, V dy, V scale) {
    return scale * dy * (x - mean);
  }

 private:
  template <class V>
  OP V not_negative(V v) {  // and NaN stays
    return select(v < V(0), V(0), v);
  }
};

struct Deviation : Variance {
  template <class V>
  OP void finish(V* s, double n, double correction) {
    Variance::finish(s, n, correction);
    s[0] = sqrt(s[0]);
  }
  template <class V>
  OP V backward(V x, V mean, V y, V dy, V scale) {
    return scale * select(y == V(0), V(0), dy / (y + y)) * (x - mean);
  }
};

// The greatest element m, and the sum of e^(x - m).
struct LogSumExp : Form {
  static constexpr int kState = 2;
  static constexpr double kNanoseconds = 0.3;
  static constexpr double kInfinite = std::numeric_limits<double>::infinity();
  // Where all elements are -inf, their distance from the greatest must be -inf, not NaN.
  template <class V>
  OP V base(V greatest) {
    return select(greatest == V(-kInfinite), V(0), greatest);
  }
  template <class V, class Block>
  OP void block(const Block& x, double, V* s) {
    s[0] = x.greatest([](V v) OP_LAMBDA { return v; });
    const V from = base(s[0]);
    s[1] = x.sum([=](V v) OP_LAMBDA { return exp(v - from); });
  }
  template <class V>
  OP void merge(V* a, const V* b, double, double) {
    const V greatest = greater_of(a[0], b[0]), from = base(greatest);
    a[1] = a[1] * exp(a[0] - from) + b[1] * exp(b[0] - from);
    a[0] = greatest;
  }
  template <class V>
  OP void finish(V* s, double, double) {
    s[0] = select(s[0] == V(kInfinite), s[0], log(s[1]) + s[0]);
  }
  template <class V>
  OP V backward(V x, V y, V, V dy, V) {
    return dy * exp(x - y);
  }
};

struct Any : GreatestOf<Nonzero> {
  static constexpr bool kBoolean = true;
  template <class V>
  OP void finish(V* s, double, double) {
    s[0] = select(s[0] > V(0), V(1), V(0));
  }
};
struct All : LeastOf<Nonzero> {
  static constexpr bool kBoolean = true;
  template <class V>
  OP void finish(V* s, double, double) {
    s[0] = select(s[0] > V(0), V(1), V(0));
  }
};

// Norms: as torch.linalg.vector_norm, forwards and backwards ---------------------------------------------------

template <class V>
OP V sign_of(V x) {  // NaN stays
  return select(x > V(0), V(1), select(x < V(0), V(-1), x));
}

struct NormCount : SumOf<Nonzero> {
  static constexpr bool fits(double p) { return p == 0; }
  template <class V>
  OP V backward(V, V, V, V, V) {
    return V(0);
  }
};
struct NormSum : SumOf<Magnitude> {
  static constexpr bool fits(double p) { return p == 1; }
  template <class V>
  OP V backward(V x, V, V, V dy, V) {
    return sign_of(x) * dy;
  }
};
struct NormEuclidean : SumOf<Square> {
  static constexpr bool fits(double p) { return p == 2; }
  template <class V>
  OP void finish(V* s, double, double) {
    s[0] = sqrt(s[0]);
  }
  template <class V>
  OP V backward(V x, V y, V, V dy, V) {
    return dy * select(y == V(0), V(0), x / y);
  }
};
// Unlike amax, a NaN has a gradient of its own and takes the others' away.
template <class Extreme>
struct ExtremeNorm : Extreme {
  using Statistics = Ties<Extreme>;
  static constexpr bool refuses_empty(double) { return true; }
  template <class V>
  OP V backward(V x, V extreme, V ties, V dy, V) {
    return select(Magnitude::same(abs(x), extreme), sign_of(x) * dy, V(0)) / ties;
  }
};
struct NormMaximum : ExtremeNorm<GreatestOf<Magnitude>> {
  static constexpr bool fits(double p) { return p == std::numeric_limits<double>::infinity(); }
};
struct NormMinimum : ExtremeNorm<LeastOf<Magnitude>> {
  static constexpr bool fits(double p) { return p == -std::numeric_limits<double>::infinity(); }
};
struct NormPower : SumOf<Power> {
  static constexpr double kNanoseconds = 1.5;
  static constexpr bool refuses_empty(double p) { return p < 0; }
  template <class V>
  OP void finish(V* s, double, double p) {
    s[0] = pow(s[0], V(1 / p));
  }
  static constexpr double constant(double, double p) { return p - 1; }
  template <class V>
  OP V backward(V x, V y, V, V dy, V exponent) {
    return select(x == V(0), V(0), sign_of(x) * dy * pow(abs(x) / y, exponent));
  }
};

// Backward of functions of two and three operands: derivatives, and the sums over dimensions along which an operand was broadcast.
#include <cmath>
#include <limits>

#include "elementwise.h"

namespace nabla::test {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
const double kNaN = std::nan("");

template <class T>
std::vector<Function> differentiable() {
  std::vector<Function> all;
  for (const Function& f : functions(kDType<T>))
    if (f.row.gradients != 0) all.push_back(f);
  return all;
}

// A call: operands, the result and its gradient.
struct Call {
  std::vector<Tensor> in;
  Tensor y, dy;
};

template <class T>
Call call_of(const Function& f, const std::vector<Shape>& shapes, uint64_t seed, Lie lie = Lie::kDense) {
  std::mt19937_64 random(seed);
  Call call;
  for (int i = 0; i < f.row.operands; ++i) call.in.push_back(sample<T>(f, i, shapes[i], random, lie));
  const Shape shape = broadcast({shapes.begin(), shapes.begin() + f.row.operands});
  call.y = empty<T>(shape);
  EXPECT_DONE(f.forward(call.in, call.y));
  std::vector<T> dy(static_cast<size_t>(count_of(shape)));
  for (T& v : dy) v = static_cast<T>(static_cast<double>(random() % 4001) / 1000 - 2);
  call.dy = tensor(shape, dy, lie);
  return call;
}

// The gradients of the operands in `wanted` (bits), of the operands' shapes.
template <class T>
std::vector<Tensor> gradients(const Function& f, const Call& call, int wanted, Lie lie = Lie::kDense) {
  std::vector<Tensor> d;
  std::vector<const Tensor*> at;
  for (int i = 0; i < f.row.operands; ++i) d.push_back((wanted >> i & 1) != 0 ? empty<T>(call.in[i].shape(), lie) : Tensor{});
  for (int i = 0; i < f.row.operands; ++i) at.push_back((wanted >> i & 1) != 0 ? &d[i] : nullptr);
  EXPECT_DONE(f.backward(call.in, call.y, call.dy, at));
  return d;
}

TEST(Gradients, AgreeWithCentralDifferences) {
  for_each_target([] {
    for (const Function& f : differentiable<double>()) {
      const Shape shape{259};
      const Call call = call_of<double>(f, {shape, shape, shape}, 5);
      const std::vector<Tensor> d = gradients<double>(f, call, f.row.gradients);
      const std::vector<double> dy = values<double>(call.dy);
      for (int i = 0; i < f.row.operands; ++i) {
        if (!f.has_gradient(i)) continue;
        const double h = 1e-6;
        const auto moved = [&](double by) {
          std::vector<double> x = values<double>(call.in[i]);
          for (double& v : x) v += by;
          std::vector<Tensor> in = call.in;
          in[i] = tensor(shape, x);
          const Tensor y = empty<double>(shape);
          EXPECT_DONE(f.forward(in, y));
          return values<double>(y);
        };
        const std::vector<double> above = moved(h), below = moved(-h), got = values<double>(d[i]);
        for (size_t k = 0; k < got.size(); ++k) {
          const double slope = dy[k] * (above[k] - below[k]) / (2 * h);
          ASSERT_NEAR(got[k], slope, 1e-7 * std::max(1.0, std::fabs(slope))) << f.row.name << ", operand " << i << ", element " << k;
        }
      }
    }
  });
}

TEST(Gradients, Float32AgreesWithFloat64) {
  for_each_target([] {
    for (const Function& f : differentiable<float>()) {
      const Shape shape{100};
      const Call call = call_of<float>(f, {shape, shape, shape}, 6);
      Call wide;
      for (int i = 0; i < f.row.operands; ++i) {
        const Tensor t = empty(f.dtype_of(i, NABLA_FLOAT64), shape);
        EXPECT_DONE(nabla_copy(call.in[i], t, nullptr));
        wide.in.push_back(t);
      }
      wide.y = empty<double>(shape);
      EXPECT_DONE(f.forward(wide.in, wide.y));
      wide.dy = empty<double>(shape);
      EXPECT_DONE(nabla_copy(call.dy, wide.dy, nullptr));
      const std::vector<Tensor> d = gradients<float>(f, call, f.row.gradients), truth = gradients<double>(f, wide, f.row.gradients);
      for (int i = 0; i < f.row.operands; ++i) {
        if (!f.has_gradient(i)) continue;
        const std::vector<float> got = values<float>(d[i]);
        const std::vector<double> expected = values<double>(truth[i]);
        for (size_t k = 0; k < got.size(); ++k)
          EXPECT_NEAR(got[k], expected[k], 4e-6 * std::max(0.1, std::fabs(expected[k]))) << f.row.name << ", operand " << i;
      }
    }
  });
}

// One gradient alone is the same bits as beside the others.
TEST(Gradients, AnySubsetIsTheSame) {
  for (const Function& f : differentiable<float>()) {
    const Call call = call_of<float>(f, {{3, 50}, {50}, {3, 1}}, 7);
    const std::vector<Tensor> all = gradients<float>(f, call, f.row.gradients);
    for (int wanted = 0; wanted < f.row.gradients; ++wanted) {
      if ((wanted & ~f.row.gradients) != 0) continue;
      const std::vector<Tensor> some = gradients<float>(f, call, wanted);
      for (int i = 0; i < f.row.operands; ++i) {
        if ((wanted >> i & 1) == 0) continue;
        EXPECT_TRUE(same_bits<float>(some[i], all[i])) << f.row.name << ", operand " << i << " of " << wanted;
      }
    }
  }
}

// PyTorch's choices where there is no derivative or the formula gives none.
double gradient_at(nabla_binary_op op, int operand, double a, double b, double dy = 1) {
  const Function f = function_of(op);
  Call call{{tensor<double>({1}, {a}), tensor<double>({1}, {b})}, empty<double>({1}), tensor<double>({1}, {dy})};
  EXPECT_DONE(f.forward(call.in, call.y));
  return values<double>(gradients<double>(f, call, 1 << operand)[operand])[0];
}

TEST(Gradients, AtCorners) {
  for_each_target([] {
    for (const nabla_binary_op op : {NABLA_BINARY_MAXIMUM, NABLA_BINARY_MINIMUM}) {
      const bool maximum = op == NABLA_BINARY_MAXIMUM;
      for (int operand : {0, 1}) {
        EXPECT_EQ(gradient_at(op, operand, 2, 2, 3), 1.5);
        EXPECT_EQ(gradient_at(op, operand, 1, 2, kInf), maximum == (operand == 1) ? kInf : 0);
        EXPECT_EQ(gradient_at(op, operand, kNaN, 2, 3), 3);
      }
    }
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 0, 0, 0), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 0, 0, 1), 1);
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 0, 0, 2), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 0, -2, 3), 12);
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 1, 0, 0), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_POW, 1, 0, 2), 0);
    EXPECT_TRUE(std::isinf(gradient_at(NABLA_BINARY_POW, 1, 0, -1)));
    EXPECT_TRUE(std::isnan(gradient_at(NABLA_BINARY_POW, 1, -2, 2)));
    EXPECT_EQ(gradient_at(NABLA_BINARY_FMOD, 1, -7, 2), 3);
    EXPECT_EQ(gradient_at(NABLA_BINARY_REMAINDER, 1, -7, 2), 4);
    EXPECT_EQ(gradient_at(NABLA_BINARY_ATAN2, 0, 1e200, 0), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_ATAN2, 1, 1e200, 1e200), -0.5e-200);
    EXPECT_TRUE(std::isnan(gradient_at(NABLA_BINARY_HYPOT, 0, 0, 0)));
    EXPECT_EQ(gradient_at(NABLA_BINARY_LOGADDEXP, 0, -kInf, -kInf), 0.5);
    EXPECT_EQ(gradient_at(NABLA_BINARY_LOGADDEXP, 0, -kInf, 1), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_LOGADDEXP, 1, -1000, 1000), 1);
    EXPECT_EQ(gradient_at(NABLA_BINARY_XLOGY, 0, 0, 0), 0);
    EXPECT_DOUBLE_EQ(gradient_at(NABLA_BINARY_XLOGY, 0, 0, 2), std::log(2.0));
    EXPECT_EQ(gradient_at(NABLA_BINARY_XLOGY, 0, 1, 0), -kInf);
    EXPECT_TRUE(std::isnan(gradient_at(NABLA_BINARY_XLOGY, 0, 0, kNaN)));
    EXPECT_EQ(gradient_at(NABLA_BINARY_COPYSIGN, 0, 2, -1, 3), -3);
    EXPECT_EQ(gradient_at(NABLA_BINARY_COPYSIGN, 0, -kInf, -1, 3), 3);
    EXPECT_EQ(gradient_at(NABLA_BINARY_COPYSIGN, 0, 0, -1, 3), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_COPYSIGN, 1, 2, -1, 3), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_PRELU, 0, 0, 0.25, 4), 1);
    EXPECT_EQ(gradient_at(NABLA_BINARY_PRELU, 0, 1, 0.25, 4), 4);
    EXPECT_EQ(gradient_at(NABLA_BINARY_PRELU, 1, 1, 0.25, kInf), 0);
    EXPECT_EQ(gradient_at(NABLA_BINARY_PRELU, 1, -2, 0.25, 4), -8);
    EXPECT_EQ(gradient_at(NABLA_BINARY_ELU, 0, 0, 0.5, 4), 2);
    EXPECT_EQ(gradient_at(NABLA_BINARY_ELU, 0, 1000, 0.5, 4), 4);
    EXPECT_EQ(gradient_at(NABLA_BINARY_DIV, 1, 1e-200, 1e-200), -1e200);
    for (const nabla_binary_op op : {NABLA_BINARY_FLOOR_DIVIDE, NABLA_BINARY_TRUNC_DIVIDE})
      for (int operand : {0, 1}) EXPECT_EQ(gradient_at(op, operand, 7, 2, kInf), 0);
  });
}

TEST(Gradients, ClampPassesWithinItsBoundsAndWhereChooses) {
  for_each_target([] {
    const Tensor dy = tensor<double>({6}, {1, 2, 3, 4, 5, kInf}), a = tensor<double>({6}, {-1, 0, 0.5, 1, 2, kNaN}), da = empty<double>({6});
    EXPECT_DONE(nabla_ternary_backward(NABLA_TERNARY_CLAMP, a, scalar(0.0), scalar(1.0), dy, da, nullptr, nullptr, nullptr));
    EXPECT_EQ(values<double>(da), (std::vector<double>{0, 2, 3, 4, 0, 0}));
    const Tensor mask = tensor<Bool>({6}, {{1}, {0}, {1}, {1}, {0}, {0}}), db = empty<double>({6}), dc = empty<double>({6});
    EXPECT_DONE(nabla_ternary_backward(NABLA_TERNARY_WHERE, mask, nullptr, nullptr, dy, nullptr, db, dc, nullptr));
    EXPECT_EQ(values<double>(db), (std::vector<double>{1, 0, 3, 4, 0, 0}));
    EXPECT_EQ(values<double>(dc), (std::vector<double>{0, 2, 0, 0, 5, kInf}));
  });
}

// Sums ---------------------------------------------------------------------------------------------------------

// Shapes of three operands (functions of two leave the last one out) that lead through every way of summing: rows, columns,
// scalars, middles, both at once, short and long rows, few and many boxes.
const std::vector<std::vector<Shape>> kBroadcasts{
    {{7, 5}, {7, 5}, {7, 5}},
    {{7, 5}, {5}, {7, 1}},
    {{}, {}, {}},
    {{1, 1}, {3}, {}},
    {{100'000}, {}, {1}},
    {{1}, {2, 100'000}, {2, 1}},
    {{600, 333}, {333}, {600, 1}},
    {{600, 1}, {1, 333}, {333}},
    {{40'000, 10}, {10}, {40'000, 1}},
    {{40'000, 3}, {1, 3}, {1, 1}},
    {{1'000, 127}, {127}, {1}},
    {{5'000, 64}, {5'000, 1}, {64}},
    {{3, 70'000}, {70'000}, {3, 1}},
    {{70, 3'000}, {3'000}, {70, 1}},
    {{70'000, 3}, {70'000, 1}, {3}},
    {{20'000, 2, 7}, {2, 1}, {20'000, 1, 1}},
    {{8, 16, 7, 49}, {16, 1, 1}, {8, 1, 7, 1}},
    {{64, 1, 40}, {1, 50, 40}, {64, 50, 1}},
    {{64, 50, 40}, {64, 1, 40}, {50, 1}},
    {{2, 3, 1, 5, 2, 1, 3, 4}, {3, 4, 1, 2, 3, 1, 4}, {2, 1, 4, 1, 1, 3, 1, 1}},
};

// Each element's own gradients, then added: what one call gives for each operand.
template <class T>
void expect_sums(const Function& f, const std::vector<Shape>& shapes, Lie lie, Lie lie_of_sums) {
  Call call = call_of<T>(f, shapes, 8, lie);
  const std::vector<Tensor> got = gradients<T>(f, call, f.row.gradients, lie_of_sums);
  Call full = call;
  for (Tensor& t : full.in) {
    const Tensor dense = empty(t.view.dtype, call.dy.shape());
    EXPECT_DONE(nabla_copy(t, dense, nullptr));
    t = dense;
  }
  const std::vector<Tensor> terms = gradients<T>(f, full, f.row.gradients);
  for (int i = 0; i < f.row.operands; ++i) {
    if (!f.has_gradient(i)) continue;
    const Shape shape = call.in[i].shape(), whole = call.dy.shape();
    const std::vector<T> term = values<T>(terms[i]), sums = values<T>(got[i]);
    std::vector<long double> sum(sums.size()), magnitude(sums.size());
    for (size_t k = 0; k < term.size(); ++k) {
      size_t at = 0, rest = k, step = 1;
      for (size_t d = whole.size(), own = shape.size(); d-- > 0 && own > 0;) {
        const size_t place = rest % static_cast<size_t>(whole[d]);
        rest /= static_cast<size_t>(whole[d]);
        --own;
        if (shape[own] != 1) at += place * step;
        step *= static_cast<size_t>(shape[own]);
      }
      sum[at] += term[k];
      magnitude[at] += std::fabs(term[k]);
    }
    const long double rounding = std::is_same_v<T, float> ? 0x1p-24L : 0x1p-52L, accumulation = 0x1p-45L;
    for (size_t k = 0; k < sums.size(); ++k)
      ASSERT_LE(std::fabs(sums[k] - sum[k]), std::fabs(sum[k]) * rounding * 1.0001L + magnitude[k] * accumulation)
          << f.row.name << ", operand " << i << " " << testing::PrintToString(shape) << " of " << testing::PrintToString(whole)
          << ", sum " << k << " is " << sums[k] << " instead of " << sum[k];
  }
}

TEST(Gradients, AreSummedOverBroadcastDimensions) {
  for (const std::vector<Shape>& shapes : kBroadcasts) {
    expect_sums<float>(function_of(NABLA_BINARY_MUL), shapes, Lie::kDense, Lie::kDense);
    expect_sums<double>(function_of(NABLA_BINARY_MUL), shapes, Lie::kDense, Lie::kDense);
    expect_sums<float>(function_of(NABLA_TERNARY_ADDCMUL), shapes, Lie::kDense, Lie::kDense);
    expect_sums<float>(function_of(NABLA_TERNARY_WHERE), shapes, Lie::kDense, Lie::kDense);
  }
}

TEST(Gradients, AreSummedUnderEachInstructionSet) {
  for_each_target([] {
    for (const size_t k : {6, 8, 12, 16}) {
      expect_sums<float>(function_of(NABLA_TERNARY_ADDCMUL), kBroadcasts[k], Lie::kDense, Lie::kDense);
      expect_sums<double>(function_of(NABLA_TERNARY_ADDCMUL), kBroadcasts[k], Lie::kDense, Lie::kDense);
    }
  });
}

TEST(Gradients, OfEveryFunctionAreSummed) {
  for (const Function& f : differentiable<float>()) {
    expect_sums<float>(f, {{9, 1, 140}, {4, 140}, {9, 4, 1}}, Lie::kDense, Lie::kDense);
    expect_sums<float>(f, {{4, 3}, {9, 1, 3}, {1}}, Lie::kDense, Lie::kDense);
  }
}

TEST(Gradients, AreSummedInAnyLayout) {
  for (const Lie from : kLies)
    for (const Lie to : kLies)
      for (const std::vector<Shape>& shapes : std::vector<std::vector<Shape>>{
               {{200, 301}, {301}, {200, 1}}, {{30, 1, 40}, {50, 40}, {30, 50, 1}}, {{5'000, 10}, {10}, {5'000, 1}}, {{6, 7}, {6, 7}, {1, 7}}})
        expect_sums<float>(function_of(NABLA_TERNARY_ADDCMUL), shapes, from, to);
}

// A result's gradient that is itself one number for all: what sum().backward() gives.
TEST(Gradients, TakeAnExpandedGradient) {
  const Tensor one = tensor<float>({1}, {2}), a = tensor<float>({3, 2}, {1, 2, 3, 4, 5, 6}), b = tensor<float>({2}, {10, 20});
  const Tensor da = empty<float>({3, 2}), db = empty<float>({2});
  EXPECT_DONE(nabla_binary_backward(NABLA_BINARY_MUL, a, b, nullptr, expand(one, {3, 2}), da, db, nullptr));
  EXPECT_EQ(values<float>(da), (std::vector<float>{20, 40, 20, 40, 20, 40}));
  EXPECT_EQ(values<float>(db), (std::vector<float>{18, 24}));
}

TEST(Gradients, LongSumsOfFloat32StayExact) {
  const int64_t n = 3'000'000;
  const Tensor dy = tensor<float>({n, 1}, std::vector<float>(n, 0.1f)), db = empty<float>({1});
  EXPECT_DONE(nabla_binary_backward(NABLA_BINARY_ADD, nullptr, nullptr, nullptr, dy, nullptr, db, nullptr));
  EXPECT_EQ(values<float>(db)[0], static_cast<float>(static_cast<double>(0.1f) * n));
}

TEST(Gradients, HaveTheSameBitsForAnyNumberOfThreads) {
  const Function f = function_of(NABLA_TERNARY_ADDCMUL);
  for (const std::vector<Shape>& shapes : kBroadcasts) {
    const Call call = call_of<float>(f, shapes, 9);
    std::vector<Tensor> alone;
    with_threads(1, [&] { alone = gradients<float>(f, call, 7); });
    for (const int threads : {2, 7}) {
      std::vector<Tensor> together;
      with_threads(threads, [&] { together = gradients<float>(f, call, 7); });
      for (int i = 0; i < 3; ++i) EXPECT_TRUE(same_bits<float>(together[i], alone[i])) << threads << " threads, operand " << i;
    }
  }
}

// A gradient may take the place of anything of its shape, even if another one reads that.
TEST(Gradients, InPlaceOfAnInput) {
  for (const Function& f : differentiable<float>()) {
    for (const std::vector<Shape>& shapes : std::vector<std::vector<Shape>>{{{3, 1100}, {3, 1100}, {3, 1100}}, {{3, 1100}, {1100}, {3, 1}}}) {
      for (int own = 0; own < f.row.operands; ++own) {
        if (!f.has_gradient(own)) continue;
        const Call once = call_of<float>(f, shapes, 10);
        const std::vector<Tensor> truth = gradients<float>(f, once, f.row.gradients);
        for (int place = 0; place <= f.row.operands; ++place) {
          const Call call = call_of<float>(f, shapes, 10);
          const Tensor& input = place == f.row.operands ? call.dy : call.in[place];
          if (input.view.dtype != NABLA_FLOAT32 || input.shape() != call.in[own].shape()) continue;
          std::vector<Tensor> d;
          std::vector<const Tensor*> at;
          for (int i = 0; i < f.row.operands; ++i) d.push_back(i == own ? input : empty<float>(call.in[i].shape()));
          for (int i = 0; i < f.row.operands; ++i) at.push_back(f.has_gradient(i) ? &d[i] : nullptr);
          EXPECT_DONE(f.backward(call.in, call.y, call.dy, at));
          for (int i = 0; i < f.row.operands; ++i) {
            if (!f.has_gradient(i)) continue;
            EXPECT_TRUE(same_bits<float>(d[i], truth[i])) << f.row.name << ", operand " << i << ", with " << own << " in place of " << place;
          }
        }
      }
    }
  }
}

TEST(Gradients, OfNothingAreZero) {
  const Tensor dy = empty<float>({0, 3}), a = empty<float>({0, 1}), b = tensor<float>({3}, {1, 2, 3});
  const Tensor da = empty<float>({0, 1}), db = empty<float>({3}, Lie::kStepped);
  EXPECT_DONE(nabla_binary_backward(NABLA_BINARY_MUL, a, b, nullptr, dy, da, db, nullptr));
  EXPECT_EQ(values<float>(db), (std::vector<float>{0, 0, 0}));
  const Tensor large = empty<double>({1, 3'000});
  EXPECT_DONE(nabla_binary_backward(NABLA_BINARY_ADD, nullptr, nullptr, nullptr, empty<double>({0, 3'000}), large, nullptr, nullptr));
  EXPECT_EQ(values<double>(large), std::vector<double>(3'000, 0));
}

TEST(Gradients, NothingWantedIsNothingDone) {
  const Tensor dy = tensor<float>({2}, {1, 2});
  EXPECT_DONE(nabla_binary_backward(NABLA_BINARY_ADD, nullptr, nullptr, nullptr, dy, nullptr, nullptr, nullptr));
}

TEST(Gradients, RefuseWhatDoesNotFit) {
  const Tensor dy = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}), a = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}), b = tensor<float>({3}, {1, 2, 3});
  const Tensor da = empty<float>({2, 3}), db = empty<float>({3}), whole = empty<int32_t>({3}), both = empty<float>({2, 6});
  const std::string before_a = bytes(da), before_b = bytes(db), before_both = bytes(both);
  const auto mul = NABLA_BINARY_MUL, none = nabla_binary_op(NABLA_BINARY_COUNT);
  const nabla_status invalid = NABLA_INVALID_ARGUMENT, unsupported = NABLA_UNSUPPORTED;
  const auto backward = [](nabla_binary_op op, const nabla_view* a, const nabla_view* b, const nabla_view* dy, const nabla_view* da,
                           const nabla_view* db) { return nabla_binary_backward(op, a, b, nullptr, dy, da, db, nullptr); };
  EXPECT_REFUSED(backward(none, a, b, dy, da, db), invalid, "not a nabla_binary_op");
  EXPECT_REFUSED(backward(mul, nullptr, b, dy, da, db), invalid, "a is null; the backward of mul reads it");
  EXPECT_REFUSED(backward(mul, a, nullptr, dy, da, db), invalid, "b is null");
  EXPECT_REFUSED(backward(mul, a, b, nullptr, da, db), invalid, "dy is null");
  EXPECT_REFUSED(backward(NABLA_BINARY_HYPOT, a, b, dy, da, db), invalid, "y is null");
  EXPECT_REFUSED(backward(NABLA_BINARY_BITWISE_OR, whole, whole, whole, whole, whole), invalid, "bitwise_or has no gradient");
  EXPECT_REFUSED(backward(NABLA_BINARY_ELU, a, b, dy, da, db), invalid, "elu has no gradient for b, so db must be null");
  EXPECT_REFUSED(backward(NABLA_BINARY_ADD, nullptr, nullptr, whole, whole, nullptr), unsupported, "add does not take int32");
  EXPECT_REFUSED(backward(mul, a, b, dy, db, db), invalid, "da has shape [3]; a's is [2, 3]");
  EXPECT_REFUSED(backward(mul, a, b, dy, da, da), invalid, "db has shape [2, 3]; b's is [3]");
  EXPECT_REFUSED(backward(mul, a, b, slice(dy, 1, 0, 2), da, db), invalid, "does not broadcast");
  EXPECT_REFUSED(backward(mul, a, b, dy, empty<double>({2, 3}), db), invalid, "float64");
  EXPECT_REFUSED(backward(mul, a, tensor<double>({3}, {1, 2, 3}), dy, da, db), invalid, "float64");
  EXPECT_REFUSED(backward(mul, a, b, dy, da, expand(tensor<float>({1}, {1}), {3})), invalid, "share memory");
  EXPECT_REFUSED(backward(mul, a, b, dy, da, scalar(1.0f)), invalid, "no buffer");
  EXPECT_REFUSED(backward(mul, a, a, dy, slice(both, 1, 0, 3), slice(both, 1, 2, 5)), invalid, "overlaps");
  EXPECT_REFUSED(backward(mul, a, a, dy, slice(both, 1, 0, 3), slice(both, 1, 0, 3)), invalid, "da share memory");
  EXPECT_REFUSED(backward(mul, a, slice(a, 0, 1, 2), dy, da, slice(a, 0, 1, 2)), invalid, "db overlaps a");
  EXPECT_REFUSED(nabla_binary_backward(NABLA_BINARY_HYPOT, a, b, db, dy, da, db, nullptr), invalid, "y has shape [3]");
  EXPECT_REFUSED(nabla_ternary_backward(nabla_ternary_op(-1), a, a, a, dy, da, nullptr, nullptr, nullptr), invalid, "not a nabla_ternary_op");
  EXPECT_REFUSED(nabla_ternary_backward(NABLA_TERNARY_CLAMP, a, a, nullptr, dy, da, nullptr, nullptr, nullptr), invalid, "c is null");
  EXPECT_REFUSED(nabla_ternary_backward(NABLA_TERNARY_CLAMP, a, a, a, dy, da, db, nullptr, nullptr), invalid, "clamp has no gradient for b");
  EXPECT_REFUSED(nabla_ternary_backward(NABLA_TERNARY_WHERE, a, a, a, dy, nullptr, da, nullptr, nullptr), invalid, "a is float32; it must be bool");
  EXPECT_EQ(bytes(da), before_a);
  EXPECT_EQ(bytes(db), before_b);
  EXPECT_EQ(bytes(both), before_both);
}

}  // namespace
}  // namespace nabla::test

#include <cmath>
#include <limits>

#include "tensor.h"

namespace nabla::test {
namespace {

constexpr int64_t kIgnored = -100;

// A batch: logits, targets of which some are ignored, and perhaps weights.
template <class T>
struct Batch {
  int64_t n, c;
  std::vector<T> logits, weight;
  std::vector<int64_t> target;
  double smoothing;

  Batch(int64_t rows, int64_t classes, bool weighted, double smooth)
      : n(rows), c(classes), logits(random_values<T>(rows * classes, -6, 6)), smoothing(smooth) {
    if (weighted) weight = random_values<T>(c, 0.5, 2, 9);
    for (int64_t i = 0; i < n; ++i) target.push_back(i % 5 == 3 ? kIgnored : (i * 7 + 2) % c);
  }

  double w(int64_t j) const { return weight.empty() ? 1 : static_cast<double>(weight[static_cast<size_t>(j)]); }
  long double x(int64_t i, int64_t j) const { return logits[static_cast<size_t>(i * c + j)]; }

  // What is expected of row i.
  struct Row {
    long double lse;
    double loss;
    std::vector<double> gradient;
  };
  Row row(int64_t i) const {
    const int64_t t = target[static_cast<size_t>(i)];
    long double m = -INFINITY, sum = 0, spread = 0, total = 0;
    for (int64_t j = 0; j < c; ++j) m = std::max(m, x(i, j));
    for (int64_t j = 0; j < c; ++j) sum += std::exp(x(i, j) - m);
    Row row{m + std::log(sum), 0, std::vector<double>(static_cast<size_t>(c))};
    if (t == kIgnored) return row;
    for (int64_t j = 0; j < c; ++j) {
      spread += w(j) * (row.lse - x(i, j));
      total += w(j);
    }
    const long double own = (1 - smoothing) * w(t), share = smoothing / c;
    row.loss = static_cast<double>(own * (row.lse - x(i, t)) + share * spread);
    for (int64_t j = 0; j < c; ++j)
      row.gradient[static_cast<size_t>(j)] =
          static_cast<double>(std::exp(x(i, j) - row.lse) * (own + share * total) - (j == t ? own : 0) - share * w(j));
    return row;
  }

  // The weights as a view of every other number, or none.
  Tensor weight_tensor() const { return weight.empty() ? Tensor{} : tensor<T>({c}, weight, Lie::kStepped); }
};

template <class T>
void expect_cross_entropy(const Batch<T>& b, Lie lie) {
  SCOPED_TRACE(testing::Message() << b.n << " rows of " << b.c << ", smoothing " << b.smoothing << ", "
                                  << (b.weight.empty() ? "plain" : "weighted") << ", " << name_of(lie));
  const Tensor x = tensor<T>({b.n, b.c}, b.logits, lie), t = tensor<int64_t>({b.n}, b.target, lie),
               w = b.weight_tensor();
  const nabla_view* weight = b.weight.empty() ? nullptr : &w.view;
  const Tensor losses = empty<T>({b.n}, lie), lse = empty<T>({b.n}, lie);
  ASSERT_EQ(nabla_cross_entropy(x, t, weight, kIgnored, b.smoothing, losses, lse, nullptr), NABLA_OK)
      << nabla_last_error();
  const double eps = std::numeric_limits<T>::epsilon();
  const std::vector<T> got = values<T>(losses), sums = values<T>(lse);
  const std::vector<T> slopes = random_values<T>(b.n, -1, 1, 4);
  const Tensor dx = empty<T>({b.n, b.c}, lie), dy = tensor<T>({b.n}, slopes, lie);
  ASSERT_EQ(nabla_cross_entropy_backward(x, t, weight, kIgnored, b.smoothing, lse, dy, dx, nullptr), NABLA_OK)
      << nabla_last_error();
  const std::vector<T> gradient = values<T>(dx);
  for (int64_t i = 0; i < b.n; ++i) {
    const auto row = b.row(i);
    ASSERT_NEAR(sums[i], static_cast<double>(row.lse), 8 * eps * 16) << i;
    ASSERT_NEAR(got[i], row.loss, 32 * eps * 16) << i;
    for (int64_t j = 0; j < b.c; ++j)
      ASSERT_NEAR(gradient[i * b.c + j], slopes[i] * row.gradient[static_cast<size_t>(j)], 64 * eps) << i << ", " << j;
  }
  EXPECT_DONE(nabla_cross_entropy_backward(x, t, weight, kIgnored, b.smoothing, lse, dy, x, nullptr));  // in place
  EXPECT_EQ(values<T>(x), gradient);
}

TEST(CrossEntropy, AgreesWithItsDefinition) {
  for (const double smoothing : {0.0, 0.1, 1.0})
    for (const bool weighted : {false, true})
      for (const Lie lie : kLies) {
        for (const int64_t c : {1, 2, 10, 33, 100}) {
          expect_cross_entropy(Batch<float>(7, c, weighted, smoothing), lie);
          expect_cross_entropy(Batch<double>(7, c, weighted, smoothing), lie);
        }
        expect_cross_entropy(Batch<float>(2, 9001, weighted, smoothing), lie);  // several blocks
        expect_cross_entropy(Batch<double>(200, 10, weighted, smoothing), lie);
      }
}

TEST(CrossEntropy, OnEveryInstructionSet) {
  for_each_target([] {
    for (const double smoothing : {0.0, 0.1}) {
      expect_cross_entropy(Batch<float>(9, 37, true, smoothing), Lie::kDense);
      expect_cross_entropy(Batch<double>(9, 37, false, smoothing), Lie::kDense);
    }
  });
}

TEST(CrossEntropy, GradientAgreesWithCentralDifferences) {
  for (const double smoothing : {0.0, 0.3}) {
    const Batch<double> b(4, 5, true, smoothing);
    const Tensor t = tensor<int64_t>({4}, b.target), w = b.weight_tensor(), losses = empty<double>({4}),
                 lse = empty<double>({4});
    auto loss = [&](const std::vector<double>& x) {
      EXPECT_DONE(nabla_cross_entropy(tensor<double>({4, 5}, x), t, w, kIgnored, smoothing, losses, lse, nullptr));
      double sum = 0;
      for (const double v : values<double>(losses)) sum += v;
      return sum;
    };
    loss(b.logits);
    const Tensor dx = empty<double>({4, 5}), one = expand(tensor<double>({1}, {1}), {4});
    EXPECT_DONE(nabla_cross_entropy_backward(tensor<double>({4, 5}, b.logits), t, w, kIgnored, smoothing, lse, one, dx,
                                             nullptr));
    const std::vector<double> got = values<double>(dx);
    for (size_t i = 0; i < b.logits.size(); ++i) {
      std::vector<double> above = b.logits, below = b.logits;
      above[i] += 1e-5;
      below[i] -= 1e-5;
      EXPECT_NEAR(got[i], (loss(above) - loss(below)) / 2e-5, 1e-8);
    }
  }
}

std::vector<float> losses_of(const std::vector<float>& x, int64_t target, double smoothing = 0) {
  const Tensor losses = empty<float>({1}), lse = empty<float>({1});
  const int64_t c = static_cast<int64_t>(x.size());
  EXPECT_DONE(nabla_cross_entropy(tensor<float>({1, c}, x), tensor<int64_t>({1}, {target}), nullptr, kIgnored,
                                  smoothing, losses, lse, nullptr));
  return {values<float>(losses)[0], values<float>(lse)[0]};
}

TEST(CrossEntropy, FarFromZeroAndInfinite) {
  const float inf = INFINITY;
  EXPECT_NEAR(losses_of({1e6f, 1e6f - 1}, 0)[0], std::log1p(std::exp(-1.0)), 1e-6);
  EXPECT_NEAR(losses_of({1e6f, 1e6f - 1}, 0, 0.5)[0], std::log1p(std::exp(-1.0)) + 0.25, 1e-6);
  EXPECT_EQ(losses_of({-inf, 2, -inf}, 1), (std::vector<float>{0, 2}));
  EXPECT_EQ(losses_of({-inf, 2}, 0)[0], inf);
  EXPECT_TRUE(std::isnan(losses_of({NAN, 2}, 1)[0]));
  EXPECT_TRUE(std::isnan(losses_of({-inf, -inf}, 1)[0]));
  EXPECT_EQ(losses_of({-inf, -inf}, kIgnored), (std::vector<float>{0, -inf}));
}

TEST(CrossEntropy, SameBitsForAnyNumberOfThreads) {
  for (const double smoothing : {0.0, 0.1}) {
    const Batch<float> b(500, 700, true, smoothing);
    const Tensor x = tensor<float>({b.n, b.c}, b.logits), t = tensor<int64_t>({b.n}, b.target), w = b.weight_tensor();
    std::string first;
    for (const int threads : {1, 2, 7})
      with_threads(threads, [&] {
        const Tensor losses = empty<float>({b.n}), lse = empty<float>({b.n}), dx = empty<float>({b.n, b.c});
        EXPECT_DONE(nabla_cross_entropy(x, t, w, kIgnored, smoothing, losses, lse, nullptr));
        EXPECT_DONE(nabla_cross_entropy_backward(x, t, w, kIgnored, smoothing, lse, losses, dx, nullptr));
        const std::string got = bytes(losses) + bytes(lse) + bytes(dx);
        if (first.empty()) first = got;
        EXPECT_TRUE(got == first);
      });
  }
}

TEST(CrossEntropy, OfNothing) {
  const Tensor none = empty<float>({0}), no_targets = empty<int64_t>({0}), x = empty<float>({0, 3});
  EXPECT_DONE(nabla_cross_entropy(x, no_targets, nullptr, kIgnored, 0, none, empty<float>({0}), nullptr));
  EXPECT_DONE(nabla_cross_entropy_backward(x, no_targets, nullptr, kIgnored, 0.1, none, none, x, nullptr));
  const Tensor classless = empty<float>({2, 0}), losses = empty<float>({2}), lse = empty<float>({2});
  EXPECT_DONE(nabla_cross_entropy(classless, tensor<int64_t>({2}, {kIgnored, kIgnored}), nullptr, kIgnored, 0.1, losses,
                                  lse, nullptr));
  EXPECT_EQ(values<float>(losses), (std::vector<float>{0, 0}));
}

TEST(CrossEntropy, TargetsOutOfRangeChangeNothing) {
  const Tensor x = random_tensor<float>({3, 4}, -1, 1), losses = empty<float>({3}), lse = empty<float>({3}),
               dx = empty<float>({3, 4});
  const std::string before = bytes(losses), before_dx = bytes(dx);
  for (const int64_t bad : {int64_t{4}, int64_t{-1}, std::numeric_limits<int64_t>::min()}) {
    const Tensor t = tensor<int64_t>({3}, {kIgnored, 1, bad});
    const std::string words = "target[2] is " + std::to_string(bad) + "; there are 4 classes";
    EXPECT_REFUSED(nabla_cross_entropy(x, t, nullptr, kIgnored, 0, losses, lse, nullptr), NABLA_OUT_OF_RANGE, words);
    EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, nullptr, kIgnored, 0, lse, losses, dx, nullptr),
                   NABLA_OUT_OF_RANGE, words);
  }
  EXPECT_EQ(bytes(losses), before);
  EXPECT_EQ(bytes(lse), before);
  EXPECT_EQ(bytes(dx), before_dx);
  EXPECT_DONE(
      nabla_cross_entropy(x, tensor<int64_t>({3}, {0, 1, 2}), nullptr, 2, 0, losses, lse, nullptr));  // a class ignored
  EXPECT_EQ(values<float>(losses)[2], 0);
}

TEST(CrossEntropy, RefusesWhatDoesNotFit) {
  const Tensor x = random_tensor<float>({3, 3}, -1, 1), t = tensor<int64_t>({3}, {0, 1, 2}),
               w = random_tensor<float>({3}, 1, 2);
  const Tensor losses = empty<float>({3}), lse = empty<float>({3}), dx = empty<float>({3, 3});
  constexpr nabla_status kInvalid = NABLA_INVALID_ARGUMENT;
  auto refused = [&](nabla_status status, const char* words, const nabla_view* in, const nabla_view* target,
                     const nabla_view* weight, double smoothing, const nabla_view* out, const nabla_view* sum) {
    EXPECT_REFUSED(nabla_cross_entropy(in, target, weight, kIgnored, smoothing, out, sum, nullptr), status, words);
  };
  const std::string before = bytes(losses);
  refused(kInvalid, "logits is null", nullptr, t, w, 0, losses, lse);
  refused(kInvalid, "target is null", x, nullptr, w, 0, losses, lse);
  refused(kInvalid, "losses is null", x, t, w, 0, nullptr, lse);
  refused(kInvalid, "lse is null", x, t, w, 0, losses, nullptr);
  refused(kInvalid, "[rows, classes]", w, t, w, 0, losses, lse);
  refused(kInvalid, "target has shape", x, empty<int64_t>({4}), w, 0, losses, lse);
  refused(kInvalid, "int64", x, empty<int32_t>({3}), w, 0, losses, lse);
  refused(kInvalid, "weight has shape", x, t, empty<float>({4}), 0, losses, lse);
  refused(kInvalid, "weight is float64", x, t, empty<double>({3}), 0, losses, lse);
  refused(kInvalid, "smoothing", x, t, w, 1.5, losses, lse);
  refused(kInvalid, "smoothing", x, t, w, NAN, losses, lse);
  refused(kInvalid, "losses has shape", x, t, w, 0, empty<float>({4}), lse);
  refused(kInvalid, "lse is float64", x, t, w, 0, losses, empty<double>({3}));
  refused(kInvalid, "losses is the same view as lse", x, t, w, 0, losses, losses);
  refused(kInvalid, "lse is the same view as weight", x, t, w, 0, losses, w);
  Tensor row = slice(x, 0, 0, 1);
  row.view.rank = 1;
  row.view.shape[0] = 3;
  row.view.strides[0] = 1;
  refused(kInvalid, "losses overlaps logits", x, t, w, 0, row, lse);
  refused(NABLA_UNSUPPORTED, "takes float32, float64", empty<int32_t>({3, 3}), t, nullptr, 0, empty<int32_t>({3}),
          empty<int32_t>({3}));
  EXPECT_EQ(bytes(losses), before);
  EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, w, kIgnored, 0, nullptr, losses, dx, nullptr), kInvalid,
                 "lse is null");
  EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, w, kIgnored, 0, lse, nullptr, dx, nullptr), kInvalid,
                 "dlosses is null");
  EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, w, kIgnored, 0, lse, losses, nullptr, nullptr), kInvalid,
                 "dlogits is null");
  EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, w, kIgnored, 0, row, losses, x, nullptr), kInvalid, "overlaps lse");
  EXPECT_REFUSED(nabla_cross_entropy_backward(x, t, w, kIgnored, 0, lse, losses, empty<float>({3, 4}), nullptr),
                 kInvalid, "dlogits has shape");
}

}  // namespace
}  // namespace nabla::test

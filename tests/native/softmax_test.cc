#include <cmath>
#include <limits>

#include "reductions.h"
#include "tensor.h"

namespace nabla::test {
namespace {

constexpr nabla_softmax_op kOps[] = {NABLA_SOFTMAX_SOFTMAX, NABLA_SOFTMAX_LOG_SOFTMAX};

// Row-major numbers of each element's line, and the element's place among the lines and in its own.
template <class T, class Line>
std::vector<double> along_lines(const Shape& shape, int dim, const std::vector<T>& x, Line&& line) {
  const int64_t n = shape.empty() ? 1 : shape[dim];
  int64_t inner = 1;
  for (size_t d = dim + 1; d < shape.size(); ++d) inner *= shape[d];
  std::vector<double> y(x.size());
  for (int64_t i = 0; i < static_cast<int64_t>(x.size()); ++i) {
    if (i / inner % n != 0) continue;
    std::vector<long double> in(n), out(n);
    for (int64_t k = 0; k < n; ++k) in[k] = i + k * inner;  // the elements' numbers
    line(in, out);
    for (int64_t k = 0; k < n; ++k) y[i + k * inner] = static_cast<double>(out[k]);
  }
  return y;
}

template <class T>
std::vector<double> expected(nabla_softmax_op op, const Shape& shape, int dim, const std::vector<T>& x) {
  return along_lines(shape, dim, x, [&](const std::vector<long double>& at, std::vector<long double>& y) {
    long double m = -INFINITY, sum = 0;
    for (const long double i : at) m = std::max<long double>(m, x[static_cast<size_t>(i)]);
    for (const long double i : at) sum += std::exp(x[static_cast<size_t>(i)] - m);
    for (size_t k = 0; k < at.size(); ++k) {
      const long double v = x[static_cast<size_t>(at[k])] - m;
      y[k] = op == NABLA_SOFTMAX_SOFTMAX ? std::exp(v) / sum : v - std::log(sum);
    }
  });
}

template <class T>
std::vector<double> expected_gradient(nabla_softmax_op op, const Shape& shape, int dim, const std::vector<T>& y,
                                      const std::vector<T>& dy) {
  return along_lines(shape, dim, y, [&](const std::vector<long double>& at, std::vector<long double>& dx) {
    const bool log = op == NABLA_SOFTMAX_LOG_SOFTMAX;
    long double sum = 0;
    auto from = [](const std::vector<T>& v, long double i) {
      return static_cast<long double>(v[static_cast<size_t>(i)]);
    };
    for (const long double i : at) sum += log ? from(dy, i) : from(y, i) * from(dy, i);
    for (size_t k = 0; k < at.size(); ++k)
      dx[k] = log ? from(dy, at[k]) - std::exp(from(y, at[k])) * sum : from(y, at[k]) * (from(dy, at[k]) - sum);
  });
}

template <class T>
void expect_near(const std::vector<T>& got, const std::vector<double>& want, double units, double least) {
  ASSERT_EQ(got.size(), want.size());
  for (size_t i = 0; i < got.size(); ++i) {
    const double bound = units * std::numeric_limits<T>::epsilon() * (std::fabs(want[i]) + least);
    ASSERT_TRUE(std::fabs(got[i] - want[i]) <= bound) << "element " << i << " is " << got[i] << ", not " << want[i];
  }
}

template <class T>
void expect_softmax(nabla_softmax_op op, const Shape& shape, int dim, Lie x_lie, Lie y_lie) {
  SCOPED_TRACE(testing::Message() << "op " << op << " along " << dim << " of rank " << shape.size() << ", size "
                                  << count_of(shape) << ", " << name_of(x_lie) << " to " << name_of(y_lie));
  const std::vector<T> x = random_values<T>(count_of(shape), -8, 8), dy = random_values<T>(count_of(shape), -1, 1, 2);
  const Tensor in = tensor(shape, x, x_lie), out = empty<T>(shape, y_lie);
  ASSERT_EQ(nabla_softmax(op, in, dim, out, nullptr), NABLA_OK) << nabla_last_error();
  const std::vector<T> y = values<T>(out);
  expect_near(y, expected(op, shape, dim, x), 8,
              op == NABLA_SOFTMAX_SOFTMAX ? 1e-7 : 16);  // log: of |x - m| and log(sum)
  const Tensor dx = empty<T>(shape, x_lie);
  ASSERT_EQ(nabla_softmax_backward(op, out, tensor(shape, dy, y_lie), dim, dx, nullptr), NABLA_OK)
      << nabla_last_error();
  expect_near(values<T>(dx), expected_gradient(op, shape, dim, y, dy), 64, 1);  // of what is added up
  // In place, forwards and backwards.
  EXPECT_DONE(nabla_softmax(op, in, dim, in, nullptr));
  expect_near(values<T>(in), expected(op, shape, dim, x), 8, op == NABLA_SOFTMAX_SOFTMAX ? 1e-7 : 16);
  EXPECT_DONE(nabla_softmax_backward(op, in, tensor(shape, dy), dim, in, nullptr));
  expect_near(values<T>(in), expected_gradient(op, shape, dim, y, dy), 64, 1);
}

TEST(Softmax, AlongEveryDimensionOfEveryLayout) {
  for (const nabla_softmax_op op : kOps)
    for (const Shape& shape : {Shape{}, {1}, {7}, {3, 5}, {2, 3, 4}, {17, 20}, {20, 17}, {2, 1, 3, 2, 1, 2, 3, 2}})
      for (int dim = 0; dim < std::max<int>(1, static_cast<int>(shape.size())); ++dim)
        for (const Lie x : kLies)
          for (const Lie y : {Lie::kDense, x}) {
            expect_softmax<float>(op, shape, dim, x, y);
            expect_softmax<double>(op, shape, dim, x, y);
          }
}

TEST(Softmax, LongLinesAndMany) {
  for (const nabla_softmax_op op : kOps) {
    expect_softmax<float>(op, {300001}, 0, Lie::kDense, Lie::kDense);
    expect_softmax<float>(op, {2, 9001}, 1, Lie::kStepped, Lie::kDense);
    expect_softmax<float>(op, {9001, 5}, 0, Lie::kDense, Lie::kReversed);
    expect_softmax<double>(op, {5000, 10}, 1, Lie::kDense, Lie::kDense);
    expect_softmax<float>(op, {200, 1100}, 0, Lie::kDense, Lie::kDense);
    expect_softmax<float>(op, {200, 1100}, 0, Lie::kTransposed, Lie::kDense);
    expect_softmax<double>(op, {20, 30, 128}, 1, Lie::kDense, Lie::kDense);
  }
}

TEST(Softmax, OnEveryInstructionSet) {
  for_each_target([] {
    for (const nabla_softmax_op op : kOps) {
      expect_softmax<float>(op, {33, 70}, 1, Lie::kDense, Lie::kDense);
      expect_softmax<float>(op, {33, 70}, 0, Lie::kDense, Lie::kDense);
      expect_softmax<double>(op, {33, 70}, 0, Lie::kStepped, Lie::kDense);
    }
  });
}

TEST(Softmax, GradientAgreesWithCentralDifferences) {
  const Shape shape{3, 4};
  const std::vector<double> x = random_values<double>(12, -2, 2), w = random_values<double>(12, -1, 1, 3);
  for (const nabla_softmax_op op : kOps)
    for (int dim = 0; dim < 2; ++dim) {
      auto loss = [&](const std::vector<double>& at) {
        const Tensor y = empty<double>(shape);
        EXPECT_DONE(nabla_softmax(op, tensor(shape, at), dim, y, nullptr));
        const std::vector<double> got = values<double>(y);
        double sum = 0;
        for (size_t i = 0; i < got.size(); ++i) sum += w[i] * got[i];
        return sum;
      };
      const Tensor y = empty<double>(shape), dx = empty<double>(shape);
      EXPECT_DONE(nabla_softmax(op, tensor(shape, x), dim, y, nullptr));
      EXPECT_DONE(nabla_softmax_backward(op, y, tensor(shape, w), dim, dx, nullptr));
      for (size_t i = 0; i < x.size(); ++i) {
        std::vector<double> above = x, below = x;
        above[i] += 1e-5;
        below[i] -= 1e-5;
        EXPECT_NEAR(values<double>(dx)[i], (loss(above) - loss(below)) / 2e-5, 1e-9);
      }
    }
}

std::vector<float> softmax_of(nabla_softmax_op op, const std::vector<float>& x) {
  const Tensor y = empty<float>({static_cast<int64_t>(x.size())});
  EXPECT_DONE(nabla_softmax(op, tensor({static_cast<int64_t>(x.size())}, x), 0, y, nullptr));
  return values<float>(y);
}

TEST(Softmax, InfinitiesAndNaNs) {
  const float inf = INFINITY;
  EXPECT_EQ(softmax_of(NABLA_SOFTMAX_SOFTMAX, {-inf, 3, -inf, 3}), (std::vector<float>{0, 0.5f, 0, 0.5f}));
  EXPECT_EQ(softmax_of(NABLA_SOFTMAX_LOG_SOFTMAX, {-inf, 3})[0], -inf);
  EXPECT_EQ(softmax_of(NABLA_SOFTMAX_LOG_SOFTMAX, {-inf, 3})[1], 0);
  EXPECT_EQ(softmax_of(NABLA_SOFTMAX_SOFTMAX, {3e38f, -3e38f}), (std::vector<float>{1, 0}));
  // A block of nothing but -inf before one of numbers, and one far below: as long as several blocks.
  std::vector<float> masked(20000, -inf);
  masked[9000] = masked[19999] = 1e4f;
  masked[4500] = -1e4f;
  std::vector<float> y(20000, 0);
  y[9000] = y[19999] = 0.5f;
  EXPECT_EQ(softmax_of(NABLA_SOFTMAX_SOFTMAX, masked), y);
  for (const nabla_softmax_op op : kOps)
    for (const size_t n : {4, 300, 20000})
      for (const size_t at : {size_t{0}, n - 1}) {
        for (const float v : softmax_of(op, std::vector<float>(n, -inf))) ASSERT_TRUE(std::isnan(v));
        for (const float special : {inf, NAN}) {
          std::vector<float> x(n, 1);
          x[at] = special;
          for (const float v : softmax_of(op, x)) ASSERT_TRUE(std::isnan(v)) << special << " at " << at << " of " << n;
        }
      }
}

TEST(Softmax, LogSoftmaxKeepsItsDigitsFarFromZero) {
  const std::vector<float> y = softmax_of(NABLA_SOFTMAX_LOG_SOFTMAX, {1e6f, 1e6f - 1});
  EXPECT_NEAR(y[0], -std::log1p(std::exp(-1.0)), 1e-6);
}

TEST(Softmax, SameBitsForAnyNumberOfThreads) {
  for (const nabla_softmax_op op : kOps)
    for (const Shape& shape : {Shape{400000}, {300, 1000}, {100000, 3}})
      for (int dim = 0; dim < static_cast<int>(shape.size()); ++dim) {
        const Tensor x = random_tensor<float>(shape, -8, 8), dy = random_tensor<float>(shape, -1, 1, 2);
        std::string first;
        for (const int threads : {1, 2, 7})
          with_threads(threads, [&] {
            const Tensor y = empty<float>(shape), dx = empty<float>(shape);
            EXPECT_DONE(nabla_softmax(op, x, dim, y, nullptr));
            EXPECT_DONE(nabla_softmax_backward(op, y, dy, dim, dx, nullptr));
            const std::string got = bytes(y) + bytes(dx);
            if (first.empty()) first = got;
            EXPECT_TRUE(got == first) << shape[0] << " along " << dim;
          });
      }
}

TEST(Softmax, OfNoElements) {
  for (const Shape& shape : {Shape{0, 3}, {3, 0}})
    for (int dim = 0; dim < 2; ++dim) {
      const Tensor x = empty<float>(shape);
      EXPECT_DONE(nabla_softmax(NABLA_SOFTMAX_SOFTMAX, x, dim, x, nullptr));
      EXPECT_DONE(nabla_softmax_backward(NABLA_SOFTMAX_SOFTMAX, x, x, dim, x, nullptr));
    }
}

TEST(Softmax, ExpandedInput) {
  const Tensor x = tensor<float>({1, 2}, {0, 0}), y = empty<float>({3, 2});
  EXPECT_DONE(nabla_softmax(NABLA_SOFTMAX_SOFTMAX, expand(x, {3, 2}), 0, y, nullptr));
  for (const float v : values<float>(y)) EXPECT_NEAR(v, 1.0 / 3, 1e-7);
  const Tensor one = empty<float>({});
  EXPECT_DONE(nabla_softmax(NABLA_SOFTMAX_SOFTMAX, scalar(5.0f), 0, one, nullptr));
  EXPECT_EQ(values<float>(one)[0], 1);
}

TEST(Softmax, RefusesWhatDoesNotFit) {
  const Tensor x = random_tensor<float>({2, 3}, -1, 1), y = empty<float>({2, 3});
  const std::string before = bytes(y);
  auto refused = [&](nabla_status status, const char* words, int op, const nabla_view* in, int32_t dim,
                     const nabla_view* to) {
    EXPECT_REFUSED(nabla_softmax(nabla_softmax_op(op), in, dim, to, nullptr), status, words);
  };
  constexpr nabla_status kInvalid = NABLA_INVALID_ARGUMENT;
  refused(kInvalid, "nabla_softmax_op", NABLA_SOFTMAX_COUNT, x, 0, y);
  refused(kInvalid, "x is null", 0, nullptr, 0, y);
  refused(kInvalid, "y is null", 0, x, 0, nullptr);
  refused(kInvalid, "dim is 2", 0, x, 2, y);
  refused(kInvalid, "dim is -1", 0, x, -1, y);
  refused(kInvalid, "shape", 0, empty<float>({3, 2}), 0, y);
  refused(kInvalid, "float64", 0, empty<double>({2, 3}), 0, y);
  refused(kInvalid, "overlaps", 0, slice(y, 1, 0, 2), 0, slice(y, 1, 1, 3));
  refused(NABLA_UNSUPPORTED, "takes float32, float64", 0, empty<int32_t>({2, 3}), 0, empty<int32_t>({2, 3}));
  EXPECT_REFUSED(nabla_softmax_backward(NABLA_SOFTMAX_SOFTMAX, x, nullptr, 0, y, nullptr), kInvalid, "dy is null");
  EXPECT_REFUSED(nabla_softmax_backward(NABLA_SOFTMAX_SOFTMAX, nullptr, x, 0, y, nullptr), kInvalid, "y is null");
  EXPECT_REFUSED(nabla_softmax_backward(NABLA_SOFTMAX_SOFTMAX, x, empty<float>({3}), 0, y, nullptr), kInvalid,
                 "dy has shape");
  EXPECT_EQ(bytes(y), before);
}

}  // namespace
}  // namespace nabla::test

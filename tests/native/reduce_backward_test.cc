#include <cmath>
#include <limits>

#include "reductions.h"
#include "tensor.h"

namespace nabla::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What backward reads, by the op's row.
struct Saved {
  const nabla_view *x, *y;
};
Saved saved(const nabla_op_info& info, const Tensor& x, const Tensor& y) {
  return {info.saves & NABLA_SAVES_FIRST ? &x.view : nullptr, info.saves & NABLA_SAVES_OUTPUT ? &y.view : nullptr};
}

template <class Body>
void for_every_gradient(Body&& body) {
  for (int op = 0; op < NABLA_REDUCE_COUNT; ++op) {
    nabla_op_info info;
    EXPECT_DONE(nabla_reduce_info(nabla_reduce_op(op), &info));
    if (info.gradients == 0) continue;
    for (const double parameter : parameters_of(nabla_reduce_op(op))) {
      SCOPED_TRACE(testing::Message() << info.name << "(" << parameter << ")");
      body(nabla_reduce_op(op), info, parameter);
    }
  }
}

template <class T>
Tensor gradient(nabla_reduce_op op, double parameter, const Tensor& x, const Tensor& dy, Lie lie = Lie::kDense) {
  nabla_op_info info;
  EXPECT_DONE(nabla_reduce_info(op, &info));
  const Tensor y = empty<T>(dy.shape()), dx = empty<T>(x.shape(), lie);
  EXPECT_DONE(nabla_reduce(op, x, parameter, y, nullptr));
  const Saved s = saved(info, x, y);
  EXPECT_DONE(nabla_reduce_backward(op, s.x, s.y, dy, parameter, dx, nullptr));
  return dx;
}

// sum(dy * op(x)), which has the gradient that backward gives.
double loss(nabla_reduce_op op, double parameter, const Tensor& x, const std::vector<double>& dy, const Shape& out) {
  const Tensor y = empty<double>(out);
  EXPECT_DONE(nabla_reduce(op, x, parameter, y, nullptr));
  const std::vector<double> got = values<double>(y);
  double sum = 0;
  for (size_t i = 0; i < got.size(); ++i) sum += dy[i] * got[i];
  return sum;
}

TEST(ReduceBackward, AgreesWithCentralDifferences) {
  for_every_gradient([](auto op, const nabla_op_info& info, double parameter) {
    for (const Shape& shape : {Shape{}, {5}, {3, 4}, {2, 3, 4}, {1, 2, 1, 2, 2, 1, 1, 2}}) {
      for (uint32_t mask = 0; mask<1u << shape.size(); mask += shape.size()> 4 ? 29 : 1) {
        if (op == NABLA_REDUCE_VAR || op == NABLA_REDUCE_STD) {
          int64_t n = 1;
          for (size_t i = 0; i < shape.size(); ++i) n *= mask >> i & 1 ? shape[i] : 1;
          if (n <= parameter + 1e-9 || n == 1) continue;  // infinite or without a slope
        }
        const Shape out = reduced_shape(shape, mask);
        const std::vector<double> x = random_values<double>(count_of(shape), info.low[0], info.high[0], 7);
        const std::vector<double> dy = random_values<double>(count_of(out), -1, 1, 8);
        for (const Lie lie : kLies) {
          const std::vector<double> dx =
              values<double>(gradient<double>(op, parameter, tensor(shape, x, lie), tensor(out, dy, lie), lie));
          for (size_t i = 0; i < x.size(); ++i) {
            const double h = 1e-5;
            std::vector<double> above = x, below = x;
            above[i] += h;
            below[i] -= h;
            const double slope = (loss(op, parameter, tensor(shape, above), dy, out) -
                                  loss(op, parameter, tensor(shape, below), dy, out)) /
                                 (2 * h);
            ASSERT_TRUE(std::fabs(dx[i] - slope) <= 1e-7 * (1 + std::fabs(slope)))
                << "element " << i << " of rank " << shape.size() << ", mask " << mask << ": " << dx[i] << ", not "
                << slope;
          }
        }
      }
    }
  });
}

TEST(ReduceBackward, Float32AgreesWithFloat64) {
  for_every_gradient([](auto op, const nabla_op_info& info, double parameter) {
    const bool product = op == NABLA_REDUCE_PROD;
    for (const uint32_t mask : {1u, 2u, 3u}) {
      const Shape shape{130, 75}, out = reduced_shape(shape, mask);
      const std::vector<float> x =
          random_values<float>(count_of(shape), product ? 0.99 : info.low[0], product ? 1.01 : info.high[0]);
      const std::vector<float> dy = random_values<float>(count_of(out), -1, 1, 2);
      const std::vector<double> exact =
          values<double>(gradient<double>(op, parameter, tensor(shape, std::vector<double>(x.begin(), x.end())),
                                          tensor(out, std::vector<double>(dy.begin(), dy.end()))));
      const std::vector<float> dx = values<float>(gradient<float>(op, parameter, tensor(shape, x), tensor(out, dy)));
      for (size_t i = 0; i < dx.size(); ++i)
        ASSERT_TRUE(std::fabs(dx[i] - exact[i]) <= 1e-5 * (1e-3 + std::fabs(exact[i])))
            << i << ": " << dx[i] << ", not " << exact[i];
    }
  });
}

std::vector<double> gradient_of(nabla_reduce_op op, const std::vector<double>& x, double parameter = 0, double dy = 1) {
  return values<double>(
      gradient<double>(op, parameter, tensor<double>({static_cast<int64_t>(x.size())}, x), tensor<double>({1}, {dy})));
}
using Numbers = std::vector<double>;

TEST(ReduceBackward, ProductsWithZeros) {
  EXPECT_EQ(gradient_of(NABLA_REDUCE_PROD, {2, 3, 4}), (Numbers{12, 8, 6}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_PROD, {2, 0, 4}), (Numbers{0, 8, 0}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_PROD, {2, 0, 0}), (Numbers{0, 0, 0}));
  Numbers x(9000, 1), expected(9000, 0);
  x[8999] = -0.0;
  expected[8999] = 3;
  EXPECT_EQ(gradient_of(NABLA_REDUCE_PROD, x, 0, 3), expected);
}

TEST(ReduceBackward, TiesShare) {
  EXPECT_EQ(gradient_of(NABLA_REDUCE_MAX, {1, 5, 5, -7}), (Numbers{0, 0.5, 0.5, 0}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_MIN, {-7, 5, -7, -7}, 0, 6), (Numbers{2, 0, 2, 2}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_NORM, {3, -3, 1, 0}, kInfinity), (Numbers{0.5, -0.5, 0, 0}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_NORM, {3, -1, 1, 8}, -kInfinity), (Numbers{0, -0.5, 0.5, 0}));
  const Numbers dx = gradient_of(NABLA_REDUCE_MAX, Numbers(10000, 2.0), 0, 10000);  // across blocks
  EXPECT_EQ(dx, Numbers(10000, 1.0));
  for (const double slope : gradient_of(NABLA_REDUCE_MAX, {1, NAN, 2})) EXPECT_TRUE(std::isnan(slope));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_MAX, {1, 2}, 0, kInfinity)[0], 0);
}

TEST(ReduceBackward, WhereThereIsNoSlopeItIsZero) {
  for (const double p : {0.0, 0.5, 1.0, 2.0, 3.0, kInfinity})
    EXPECT_EQ(gradient_of(NABLA_REDUCE_NORM, {0, 0, 0}, p), (Numbers{0, 0, 0})) << p;
  for (const double p : {0.5, 1.0, 1.5, 2.0, 3.0}) {
    EXPECT_EQ(gradient_of(NABLA_REDUCE_NORM, {0, 2}, p)[0], 0) << p;
    EXPECT_DOUBLE_EQ(gradient_of(NABLA_REDUCE_NORM, {0, 2}, p)[1], 1) << p;
  }
  EXPECT_EQ(gradient_of(NABLA_REDUCE_NORM, {0, 2}, 0), (Numbers{0, 0}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_STD, {4, 4, 4}, 1), (Numbers{0, 0, 0}));
  EXPECT_EQ(gradient_of(NABLA_REDUCE_LOGSUMEXP, {-kInfinity, 1})[0], 0);
  EXPECT_TRUE(std::isnan(gradient_of(NABLA_REDUCE_VAR, {4}, 1)[0]));  // 0 / 0
}

TEST(ReduceBackward, InPlaceAndFromAnExpandedGradient) {
  const Tensor x = tensor<float>({2, 2}, {1, 2, 3, 4}), dy = tensor<float>({}, {10});
  EXPECT_DONE(nabla_reduce_backward(NABLA_REDUCE_PROD, x, nullptr, expand(dy, {2, 1}), 0, x, nullptr));
  EXPECT_EQ(values<float>(x), (std::vector<float>{20, 10, 40, 30}));
  Tensor one = scalar(6.0f);  // a gradient by value
  const Tensor dx = empty<float>({});
  EXPECT_DONE(nabla_reduce_backward(NABLA_REDUCE_MEAN, nullptr, nullptr, one, 0, dx, nullptr));
  EXPECT_EQ(values<float>(dx)[0], 6);
}

TEST(ReduceBackward, OfNoElements) {
  for_every_gradient([](auto op, const nabla_op_info& info, double parameter) {
    const Tensor dx = empty<float>({0, 3}), dy = tensor<float>({1, 3}, {1, 2, 3});
    const Saved s = saved(info, dx, dy);
    EXPECT_DONE(nabla_reduce_backward(op, s.x, s.y, dy, parameter, dx, nullptr));
  });
}

TEST(ReduceBackward, SameBitsForAnyNumberOfThreads) {
  for_every_gradient([](auto op, const nabla_op_info& info, double parameter) {
    for (const uint32_t mask : {1u, 2u, 3u}) {
      const Shape shape{300, 700};
      const Tensor x = random_tensor<float>(shape, info.low[0], info.high[0]),
                   dy = random_tensor<float>(reduced_shape(shape, mask), -1, 1, 3);
      std::string first;
      for (const int threads : {1, 2, 7})
        with_threads(threads, [&] {
          const std::string got = bytes(gradient<float>(op, parameter, x, dy));
          if (first.empty()) first = got;
          EXPECT_TRUE(got == first) << mask << ", " << threads;
        });
    }
  });
}

TEST(ReduceBackward, RefusesWhatDoesNotFit) {
  const Tensor x = random_tensor<float>({2, 3}, 1, 2), y = random_tensor<float>({2, 1}, 1, 2), dy = y,
               dx = empty<float>({2, 3});
  const std::string before = bytes(dx);
  auto refused = [&](nabla_status status, const char* words, int op, const nabla_view* in, const nabla_view* out,
                     const nabla_view* from, const nabla_view* to) {
    EXPECT_REFUSED(nabla_reduce_backward(nabla_reduce_op(op), in, out, from, 2, to, nullptr), status, words);
  };
  constexpr nabla_status kInvalid = NABLA_INVALID_ARGUMENT;
  refused(kInvalid, "no gradient", NABLA_REDUCE_ANY, x, y, dy, dx);
  refused(kInvalid, "nabla_reduce_op", NABLA_REDUCE_COUNT, x, y, dy, dx);
  refused(kInvalid, "reads x", NABLA_REDUCE_NORM, nullptr, y, dy, dx);
  refused(kInvalid, "reads y", NABLA_REDUCE_NORM, x, nullptr, dy, dx);
  refused(kInvalid, "dy is null", NABLA_REDUCE_SUM, x, y, nullptr, dx);
  refused(kInvalid, "dx is null", NABLA_REDUCE_SUM, x, y, dy, nullptr);
  refused(kInvalid, "[2, 2]", NABLA_REDUCE_SUM, x, y, empty<float>({2, 2}), dx);
  refused(kInvalid, "x has shape", NABLA_REDUCE_NORM, empty<float>({3, 2}), y, dy, dx);
  refused(kInvalid, "y has shape", NABLA_REDUCE_NORM, x, empty<float>({1, 3}), dy, dx);
  refused(kInvalid, "float64", NABLA_REDUCE_SUM, x, y, empty<double>({2, 1}), dx);
  refused(kInvalid, "dx overlaps dy", NABLA_REDUCE_SUM, x, y, slice(dx, 1, 0, 1), dx);
  const Tensor square = empty<float>({3, 3}), column = empty<float>({3, 1});
  refused(kInvalid, "dx overlaps x", NABLA_REDUCE_MAX, transpose(square, 0, 1), column, column, square);
  refused(NABLA_UNSUPPORTED, "int32", NABLA_REDUCE_SUM, nullptr, nullptr, empty<int32_t>({2, 1}),
          empty<int32_t>({2, 3}));
  EXPECT_EQ(bytes(dx), before);
}

}  // namespace
}  // namespace nabla::test

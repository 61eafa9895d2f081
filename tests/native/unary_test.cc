// Unary functions beyond float32 values: other dtypes, gradients, layouts, refusals. Ops are found by walking the enum.
#include <cmath>
#include <limits>
#include <random>

#include "core/dtype.h"
#include "references.h"
#include "tensor.h"

namespace nabla::test {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr int32_t kWhole[] = {NABLA_UINT8, NABLA_INT32, NABLA_INT64};

nabla_op_info row_of(int op) {
  nabla_op_info row;
  EXPECT_DONE(nabla_unary_info(static_cast<nabla_unary_op>(op), &row));
  return row;
}

// Calls body(op, row) for each op that takes `dtype`.
template <class Body>
void for_each_op(int32_t dtype, Body&& body) {
  int met = 0;
  for (int op = 0; op < NABLA_UNARY_COUNT; ++op) {
    const nabla_op_info row = row_of(op);
    if ((row.dtypes & dtype_bit(dtype)) == 0) continue;
    SCOPED_TRACE(row.name);
    body(static_cast<nabla_unary_op>(op), row);
    ++met;
  }
  EXPECT_GT(met, 0);
}

std::vector<double> sample(const nabla_op_info& row, int n) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> within(row.low[0], row.high[0]);
  std::vector<double> x(static_cast<size_t>(n));
  for (double& v : x) v = within(random);
  return x;
}

template <class T>
std::vector<T> forward(nabla_unary_op op, const std::vector<T>& x) {
  const Shape shape{static_cast<int64_t>(x.size())};
  const Tensor out = empty<T>(shape);
  EXPECT_DONE(nabla_unary(op, tensor(shape, x), out, nullptr));
  return values<T>(out);
}

template <class T>
std::vector<T> backward(nabla_unary_op op, const nabla_op_info& row, const std::vector<T>& x, const std::vector<T>& dy) {
  const Shape shape{static_cast<int64_t>(x.size())};
  const Tensor dx = empty<T>(shape);
  Tensor saved;
  if (row.saves != NABLA_SAVES_NOTHING)
    saved = tensor(shape, row.saves == NABLA_SAVES_OUTPUT ? forward(op, x) : x);
  EXPECT_DONE(nabla_unary_backward(op, row.saves == NABLA_SAVES_NOTHING ? nullptr : &saved.view, tensor(shape, dy), dx, nullptr));
  return values<T>(dx);
}

// One number through backward.
double slope_times(nabla_unary_op op, double x, double dy) {
  return backward<double>(op, row_of(op), {x}, {dy})[0];
}

TEST(Unary, RowsAreComplete) {
  for (int op = 0; op < NABLA_UNARY_COUNT; ++op) {
    const nabla_op_info row = row_of(op);
    SCOPED_TRACE(row.name);
    EXPECT_EQ(row.operands, 1);
    EXPECT_NE(row.dtypes, 0u);
    EXPECT_EQ(row.dtypes & ~kAllDTypes, 0u);
    EXPECT_LT(row.low[0], row.high[0]);
    EXPECT_TRUE(row.saves == NABLA_SAVES_NOTHING || row.saves == NABLA_SAVES_FIRST || row.saves == NABLA_SAVES_OUTPUT);
    EXPECT_EQ(row.gradients, (row.dtypes & kFloating) != 0 ? 1 : 0);
  }
}

TEST(Unary, Float64IsAccurateToAFewUnits) {
  for_each_target([&] {
    for_each_op(NABLA_FLOAT64, [&](nabla_unary_op op, const nabla_op_info& row) {
      std::vector<double> x = sample(row, 1001);
      for (const double edge : {0.0, -0.0, 1.0, -1.0, 1e-300, -1e-300, 1e300, -1e300, kInf, -kInf, std::nan("")}) x.push_back(edge);
      const std::vector<double> y = forward(op, x);
      for (size_t i = 0; i < x.size(); ++i) {
        const double truth = unary_reference(op, x[i]);
        if (!std::isfinite(truth)) {
          EXPECT_EQ(std::isnan(y[i]), std::isnan(truth)) << x[i];
          if (!std::isnan(truth)) {
            EXPECT_EQ(y[i], truth) << x[i];
          }
        } else {
          // Near its zeros an activation's own formula cancels; the unit is that of a number near x then.
          EXPECT_LE(std::fabs(y[i] - truth), 4e-15 * std::max(std::fabs(truth), std::min(1e-3, std::fabs(x[i])))) << x[i];
        }
      }
    });
  });
}

TEST(Unary, GradientAgreesWithCentralDifferences) {
  for_each_target([&] {
    for_each_op(NABLA_FLOAT64, [&](nabla_unary_op op, const nabla_op_info& row) {
      const double h = 1e-5;
      std::vector<double> x = sample(row, 257), dy = x, up = x, down = x;
      for (size_t i = 0; i < x.size(); ++i) {
        dy[i] = 1 - 0.01 * static_cast<double>(i);
        up[i] += h;
        down[i] -= h;
      }
      const std::vector<double> dx = backward(op, row, x, dy), above = forward(op, up), below = forward(op, down);
      for (size_t i = 0; i < x.size(); ++i) {
        const double slope = (above[i] - below[i]) / (2 * h);
        EXPECT_NEAR(dx[i], dy[i] * slope, 2e-8 * std::max(1.0, std::fabs(dy[i] * slope))) << "at " << x[i];
      }
    });
  });
}

TEST(Unary, Float32GradientAgreesWithFloat64) {
  for_each_target([&] {
    for_each_op(NABLA_FLOAT32, [&](nabla_unary_op op, const nabla_op_info& row) {
      std::vector<float> x, dy;
      std::vector<double> wide_x, wide_dy;
      for (const double v : sample(row, 257)) {
        x.push_back(static_cast<float>(v));
        dy.push_back(1.5f);
        wide_x.push_back(x.back());
        wide_dy.push_back(1.5);
      }
      const std::vector<float> dx = backward(op, row, x, dy);
      const std::vector<double> truth = backward(op, row, wide_x, wide_dy);
      for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(dx[i], truth[i], 4e-6 * std::max(0.05, std::fabs(truth[i]))) << "at " << x[i];
    });
  });
}

// PyTorch's choices where a derivative does not exist, and 0 where the slope is 0 whatever the gradient.
TEST(Unary, GradientAtCorners) {
  for_each_target([&] {
    EXPECT_EQ(slope_times(NABLA_UNARY_ABS, 0, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_ABS, 0, kInf), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_RELU, 0, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_RELU, -1, kInf), 0);
    EXPECT_TRUE(std::isnan(forward<double>(NABLA_UNARY_RELU, {std::nan("")})[0]));
    EXPECT_EQ(slope_times(NABLA_UNARY_RELU6, 0, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_RELU6, 6, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_HARDSIGMOID, 3, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_HARDSIGMOID, -3, kInf), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_HARDSWISH, -3, 3), 0);
    EXPECT_EQ(slope_times(NABLA_UNARY_HARDSWISH, 3, 3), 3);
    EXPECT_EQ(slope_times(NABLA_UNARY_SOFTPLUS, 21, 3), 3);
    for (const nabla_unary_op step : {NABLA_UNARY_SIGN, NABLA_UNARY_FLOOR, NABLA_UNARY_CEIL, NABLA_UNARY_ROUND, NABLA_UNARY_TRUNC})
      EXPECT_EQ(slope_times(step, 0.3, kInf), 0) << row_of(step).name;
    EXPECT_EQ(slope_times(NABLA_UNARY_FRAC, 0.3, 3), 3);
    EXPECT_EQ(slope_times(NABLA_UNARY_SQRT, 0, 3), kInf);
    for (const nabla_unary_op gated : {NABLA_UNARY_GELU, NABLA_UNARY_GELU_TANH, NABLA_UNARY_SILU, NABLA_UNARY_MISH}) {
      EXPECT_EQ(slope_times(gated, 1e30, 3), 3) << row_of(gated).name;
      EXPECT_EQ(slope_times(gated, -1e30, 3), 0) << row_of(gated).name;
    }
    EXPECT_EQ(slope_times(NABLA_UNARY_ASINH, 1e300, 1), 1e-300);
    EXPECT_NEAR(slope_times(NABLA_UNARY_ACOSH, 1e300, 1) / 1e-300, 1, 1e-15);
  });
}

template <class T>
T whole_reference(nabla_unary_op op, T x) {
  using Unsigned = std::make_unsigned_t<T>;
  switch (op) {
    case NABLA_UNARY_ABS: return x < 0 ? static_cast<T>(Unsigned(0) - static_cast<Unsigned>(x)) : x;
    case NABLA_UNARY_NEG: return static_cast<T>(Unsigned(0) - static_cast<Unsigned>(x));
    case NABLA_UNARY_SIGN: return static_cast<T>(x > 0 ? 1 : x < 0 ? -1 : 0);
    case NABLA_UNARY_SQUARE: return static_cast<T>(static_cast<Unsigned>(x) * static_cast<Unsigned>(x));
    case NABLA_UNARY_RELU: return std::max<T>(x, 0);
    case NABLA_UNARY_RELU6: return std::min<T>(std::max<T>(x, 0), 6);
    case NABLA_UNARY_BITWISE_NOT: return static_cast<T>(~x);
    default: return x;  // the roundings
  }
}

TEST(Unary, IntegersWrapAround) {
  for_each_target([&] {
    for (const int32_t dtype : kWhole) {
      visit_dtype(dtype, [&](auto type) {
        using T = typename decltype(type)::type;
        if constexpr (std::is_integral_v<T>) {
          using Limits = std::numeric_limits<T>;
          std::vector<T> x{Limits::min(), static_cast<T>(Limits::min() + 1), Limits::max(), 0, 1, 2, 5, 6, 7, static_cast<T>(-1), static_cast<T>(-7)};
          for (int i = 0; i < 100; ++i) x.push_back(static_cast<T>(i * 2654435761u));
          for_each_op(dtype, [&](nabla_unary_op op, const nabla_op_info&) {
            const std::vector<T> y = forward(op, x);
            for (size_t i = 0; i < x.size(); ++i) EXPECT_EQ(y[i], whole_reference(op, x[i])) << "of " << +x[i];
          });
        }
      });
    }
  });
}

TEST(Unary, BitwiseNotOfBoolIsLogical) {
  const std::vector<Bool> y = forward<Bool>(NABLA_UNARY_BITWISE_NOT, {Bool{0}, Bool{1}, Bool{1}});
  EXPECT_EQ(y, (std::vector<Bool>{Bool{1}, Bool{0}, Bool{0}}));
}

// An element's value depends neither on its place in a vector or tile, nor on the layout, nor on the threads.
TEST(Unary, ValuesDoNotDependOnWhereTheyStand) {
  for_each_op(NABLA_FLOAT32, [&](nabla_unary_op op, const nabla_op_info& row) {
    const Shape shape{7, 19, 11};
    std::vector<float> x;
    for (const double v : sample(row, 7 * 19 * 11)) x.push_back(static_cast<float>(v));
    x[100] = 1e30f;  // a rare case beside common ones
    std::vector<float> one_by_one;
    for (const float v : x) one_by_one.push_back(forward<float>(op, {v})[0]);
    for (const Lie from : kLies) {
      for (const Lie to : kLies) {
        const Tensor out = empty<float>(shape, to);
        EXPECT_DONE(nabla_unary(op, tensor(shape, x, from), out, nullptr));
        const std::vector<float> y = values<float>(out);
        EXPECT_EQ(std::memcmp(y.data(), one_by_one.data(), y.size() * sizeof(float)), 0) << name_of(from) << " to " << name_of(to);
      }
    }
  });
}

TEST(Unary, BroadcastsItsOperandAndWorksInPlace) {
  const Tensor row = tensor<float>({3}, {1, -2, 3}), out = empty<float>({2, 3});
  EXPECT_DONE(nabla_unary(NABLA_UNARY_NEG, row, out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{-1, 2, -3, -1, 2, -3}));
  EXPECT_DONE(nabla_unary(NABLA_UNARY_ABS, out, out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{1, 2, 3, 1, 2, 3}));
  EXPECT_DONE(nabla_unary(NABLA_UNARY_SQUARE, scalar(5.0f), out, nullptr));
  EXPECT_EQ(values<float>(out), std::vector<float>(6, 25));
  const Tensor dx = empty<float>({2, 3});
  EXPECT_DONE(nabla_unary_backward(NABLA_UNARY_SQUARE, tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}), expand(tensor<float>({1}, {2}), {2, 3}), dx, nullptr));
  EXPECT_EQ(values<float>(dx), (std::vector<float>{4, 8, 12, 16, 20, 24}));
}

TEST(Unary, ManyThreadsGiveTheSameBits) {
  std::vector<float> x;
  for (const double v : sample(row_of(NABLA_UNARY_GELU), 300'007)) x.push_back(static_cast<float>(v));
  std::vector<float> alone, together;
  with_threads(1, [&] { alone = forward(NABLA_UNARY_GELU, x); });
  with_threads(4, [&] { together = forward(NABLA_UNARY_GELU, x); });
  EXPECT_EQ(alone, together);
}

TEST(Unary, RefusesWhatDoesNotFit) {
  const Tensor x = tensor<float>({3}, {1, 2, 3}), out = empty<float>({3}), wide = empty<double>({3}), whole = empty<int32_t>({3});
  const std::string before = bytes(out);
  const auto none = static_cast<nabla_unary_op>(NABLA_UNARY_COUNT);
  EXPECT_REFUSED(nabla_unary(none, x, out, nullptr), NABLA_INVALID_ARGUMENT, "is not a nabla_unary_op");
  EXPECT_REFUSED(nabla_unary(static_cast<nabla_unary_op>(-1), x, out, nullptr), NABLA_INVALID_ARGUMENT, "is not a nabla_unary_op");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_EXP, nullptr, out, nullptr), NABLA_INVALID_ARGUMENT, "null");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_EXP, x, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "null");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_EXP, wide, out, nullptr), NABLA_INVALID_ARGUMENT, "float64");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_EXP, whole, whole, nullptr), NABLA_UNSUPPORTED, "exp does not take int32");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_BITWISE_NOT, x, out, nullptr), NABLA_UNSUPPORTED, "bitwise_not does not take float32");
  EXPECT_REFUSED(nabla_unary(NABLA_UNARY_EXP, tensor<float>({4}, {1, 2, 3, 4}), out, nullptr), NABLA_INVALID_ARGUMENT, "[4]");
  EXPECT_REFUSED(nabla_unary_backward(NABLA_UNARY_EXP, nullptr, x, out, nullptr), NABLA_INVALID_ARGUMENT, "saved is null");
  EXPECT_REFUSED(nabla_unary_backward(NABLA_UNARY_EXP, x, nullptr, out, nullptr), NABLA_INVALID_ARGUMENT, "dy");
  EXPECT_REFUSED(nabla_unary_backward(NABLA_UNARY_EXP, x, x, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "dx");
  EXPECT_REFUSED(nabla_unary_backward(NABLA_UNARY_BITWISE_NOT, nullptr, x, out, nullptr), NABLA_INVALID_ARGUMENT, "no gradient");
  EXPECT_REFUSED(nabla_unary_backward(NABLA_UNARY_NEG, nullptr, whole, whole, nullptr), NABLA_UNSUPPORTED, "int32");
  EXPECT_REFUSED(nabla_unary_info(none, nullptr), NABLA_INVALID_ARGUMENT, "null");
  nabla_op_info row;
  EXPECT_REFUSED(nabla_unary_info(none, &row), NABLA_INVALID_ARGUMENT, "is not a nabla_unary_op");
  EXPECT_EQ(bytes(out), before);
}

}  // namespace
}  // namespace nabla::test

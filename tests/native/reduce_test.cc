#include <cmath>
#include <limits>

#include "reductions.h"
#include "tensor.h"

namespace nabla::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Bool is stored and reduced as bytes.
template <class T>
using Plain = std::conditional_t<std::is_same_v<T, Bool>, uint8_t, T>;

template <class T>
std::vector<Plain<T>> plain(const std::vector<T>& x) {
  std::vector<Plain<T>> y(x.size());
  if (!x.empty()) std::memcpy(y.data(), x.data(), x.size() * sizeof(T));
  return y;
}

// Every op with each dtype that it takes and each parameter that matters: body(op, info, parameter, Type<T>{}).
template <class Body>
void for_every_reduction(Body&& body) {
  for (int op = 0; op < NABLA_REDUCE_COUNT; ++op) {
    nabla_op_info info;
    EXPECT_DONE(nabla_reduce_info(nabla_reduce_op(op), &info));
    for (int32_t dtype = 0; dtype < NABLA_DTYPE_COUNT; ++dtype) {
      if ((info.dtypes & dtype_bit(dtype)) == 0) continue;
      for (const double parameter : parameters_of(nabla_reduce_op(op))) {
        SCOPED_TRACE(testing::Message() << info.name << "(" << parameter << ") of " << dtype_name(dtype));
        visit_dtype(dtype, [&](auto type) { body(nabla_reduce_op(op), info, parameter, type); });
      }
    }
  }
}

template <class T>
void expect_close(nabla_reduce_op op, const nabla_op_info& info, double parameter, const std::vector<T>& got,
                  const std::vector<std::vector<Plain<T>>>& groups) {
  ASSERT_EQ(got.size(), groups.size());
  for (size_t i = 0; i < got.size(); ++i) {
    if constexpr (std::is_floating_point_v<T>) {
      const Expected want = reference(op, groups[i], parameter);
      const double y = static_cast<double>(got[i]);
      if (std::isfinite(want.value))
        ASSERT_TRUE(std::fabs(y - want.value) <= info.ulp * std::numeric_limits<T>::epsilon() * want.scale)
            << "result " << i << " is " << y << ", not " << static_cast<double>(want.value);
      else
        ASSERT_TRUE(y == static_cast<double>(want.value) || (std::isnan(y) && std::isnan(want.value)))
            << i << ": " << y;
    } else {
      ASSERT_EQ(plain<T>({got[i]})[0], whole_reference(op, groups[i])) << "result " << i;
    }
  }
}

template <class T>
void expect_reduced(nabla_reduce_op op, const nabla_op_info& info, double parameter, const Tensor& x, uint32_t mask,
                    Lie lie = Lie::kDense) {
  SCOPED_TRACE(testing::Message() << "mask " << mask << ", rank " << x.view.rank << ", out " << name_of(lie));
  const Tensor out = empty(gives_truth(op) ? NABLA_BOOL : x.view.dtype, reduced_shape(x.shape(), mask), lie);
  ASSERT_EQ(nabla_reduce(op, x, parameter, out, nullptr), NABLA_OK) << nabla_last_error();
  const auto groups = groups_of(x.shape(), plain(values<T>(x)), mask);
  if (!gives_truth(op)) return expect_close<T>(op, info, parameter, values<T>(out), groups);
  const std::vector<Bool> got = values<Bool>(out);
  ASSERT_EQ(got.size(), groups.size());
  for (size_t i = 0; i < got.size(); ++i)
    ASSERT_EQ(got[i].bits, static_cast<int>(reference(op, groups[i], 0).value)) << "result " << i;
}

// A product of many keeps in float32's range if its factors are near 1; its error grows with their number.
nabla_op_info for_many(nabla_reduce_op op, nabla_op_info info) {
  if (op == NABLA_REDUCE_PROD) info.low[0] = 0.99, info.high[0] = 1.01, info.ulp = 1000;
  return info;
}

// Numbers in the op's range, a few of them 0 for any and all.
template <class T>
Tensor sample(nabla_reduce_op op, const nabla_op_info& info, const Shape& shape, Lie lie = Lie::kDense) {
  std::vector<T> x;
  if constexpr (std::is_floating_point_v<T>)
    x = random_values<T>(count_of(shape), info.low[0], info.high[0]);
  else
    x = random_values<T>(count_of(shape), std::is_same_v<T, uint8_t> ? 0 : -100, 101);
  if (op == NABLA_REDUCE_ANY)
    for (size_t i = 0; i < x.size(); ++i)
      if (i % 37 != 5) std::memset(&x[i], 0, sizeof x[i]);
  return tensor(shape, x, lie);
}

TEST(Reduce, EveryOpOverEverySetOfDimensions) {
  for_every_reduction([](auto op, const nabla_op_info& info, double parameter, auto type) {
    using T = typename decltype(type)::type;
    for (const Shape& shape : {Shape{}, {1}, {7}, {3, 5}, {2, 3, 4}, {19, 1, 33}, {2, 1, 3, 2, 1, 2, 3, 2}}) {
      const uint32_t masks = 1u << shape.size();
      for (const Lie lie : kLies) {
        const Tensor x = sample<T>(op, info, shape, lie);
        const std::string before = bytes(x);
        for (uint32_t mask = 0; mask<masks; mask += masks> 64 ? 5 : 1)
          expect_reduced<T>(op, info, parameter, x, mask, lie);
        EXPECT_EQ(bytes(x), before);
      }
    }
  });
}

// Sizes that meet every way through: blocks and their rests, packed rows, glued and packed columns, several threads'
// shares.
TEST(Reduce, EveryOpInEveryForm) {
  struct Case {
    Shape shape;
    uint32_t mask;
    Lie lie;
  };
  const Case cases[] = {
      {{200000}, 1, Lie::kDense},        {{3, 5001}, 2, Lie::kDense},    {{3, 5001}, 3, Lie::kStepped},
      {{5001, 3}, 1, Lie::kDense},       {{5001, 3}, 2, Lie::kDense},    {{70, 1100}, 1, Lie::kDense},
      {{1100, 70}, 1, Lie::kTransposed}, {{40, 21, 30}, 5, Lie::kDense}, {{40, 21, 30}, 2, Lie::kReversed},
      {{33, 70}, 1, Lie::kStepped},      {{100000, 2}, 1, Lie::kDense},  {{4, 3000, 5}, 2, Lie::kDense},
  };
  for_every_reduction([&](auto op, const nabla_op_info& info, double parameter, auto type) {
    using T = typename decltype(type)::type;
    const nabla_op_info many = for_many(op, info);
    for (const Case& c : cases) {
      SCOPED_TRACE(testing::Message() << c.shape[0] << " x ...");
      expect_reduced<T>(op, many, parameter, sample<T>(op, many, c.shape, c.lie), c.mask);
    }
  });
}

TEST(Reduce, OfNoElements) {
  auto reduced = [](nabla_reduce_op op, double parameter) {
    const Tensor out = empty<double>({2, 1});
    EXPECT_DONE(nabla_reduce(op, empty<double>({2, 0}), parameter, out, nullptr));
    return values<double>(out)[1];
  };
  EXPECT_EQ(reduced(NABLA_REDUCE_SUM, 0), 0);
  EXPECT_EQ(reduced(NABLA_REDUCE_PROD, 0), 1);
  EXPECT_TRUE(std::isnan(reduced(NABLA_REDUCE_MEAN, 0)));
  EXPECT_TRUE(std::isnan(reduced(NABLA_REDUCE_VAR, 1)));
  EXPECT_TRUE(std::isnan(reduced(NABLA_REDUCE_STD, 0)));
  EXPECT_EQ(reduced(NABLA_REDUCE_LOGSUMEXP, 0), -kInfinity);
  EXPECT_EQ(reduced(NABLA_REDUCE_NORM, 2), 0);
  EXPECT_EQ(reduced(NABLA_REDUCE_NORM, 0), 0);
  const Tensor truth = empty<Bool>({1, 3});
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_ANY, empty<float>({0, 3}), 0, truth, nullptr));
  EXPECT_EQ(values<Bool>(truth)[2].bits, 0);
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_ALL, empty<float>({0, 3}), 0, truth, nullptr));
  EXPECT_EQ(values<Bool>(truth)[2].bits, 1);
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_MAX, empty<float>({0, 3}), 0, empty<float>({0, 1}), nullptr));  // no results
  const Tensor out = empty<double>({2, 1});
  for (const nabla_reduce_op op : {NABLA_REDUCE_MAX, NABLA_REDUCE_MIN})
    EXPECT_REFUSED(nabla_reduce(op, empty<double>({2, 0}), 0, out, nullptr), NABLA_INVALID_ARGUMENT, "no elements");
  for (const double p : {kInfinity, -kInfinity, -1.0})
    EXPECT_REFUSED(nabla_reduce(NABLA_REDUCE_NORM, empty<double>({2, 0}), p, out, nullptr), NABLA_INVALID_ARGUMENT,
                   "norm");
  EXPECT_EQ(bytes(out), bytes(empty<double>({2, 1})));
}

template <class T>
double reduced(nabla_reduce_op op, const std::vector<T>& x, double parameter = 0) {
  const Tensor out = empty<T>({1});
  EXPECT_DONE(nabla_reduce(op, tensor({static_cast<int64_t>(x.size())}, x), parameter, out, nullptr));
  return static_cast<double>(values<T>(out)[0]);
}

TEST(Reduce, NaNsAndInfinities) {
  const float nan = NAN, inf = INFINITY;
  for (size_t n : {2, 5, 20, 70, 300})  // the special one at each place of a short and of a long row
    for (size_t at = 0; at<n; at += n> 20 ? 13 : 1) {
      std::vector<float> x(n, 0.5f);
      x[at] = nan;
      for (int op = NABLA_REDUCE_SUM; op <= NABLA_REDUCE_LOGSUMEXP; ++op)
        EXPECT_TRUE(std::isnan(reduced(nabla_reduce_op(op), x))) << "op " << op << " at " << at << " of " << n;
      for (const double p : {1.0, 2.0, kInfinity, -kInfinity, 3.0})
        EXPECT_TRUE(std::isnan(reduced(NABLA_REDUCE_NORM, x, p)));
      EXPECT_EQ(reduced(NABLA_REDUCE_NORM, x, 0), n);
      x[at] = inf;
      EXPECT_EQ(reduced(NABLA_REDUCE_SUM, x), inf);
      EXPECT_EQ(reduced(NABLA_REDUCE_MAX, x), inf);
      EXPECT_EQ(reduced(NABLA_REDUCE_MIN, x), 0.5);
      EXPECT_EQ(reduced(NABLA_REDUCE_LOGSUMEXP, x), inf);
      EXPECT_TRUE(std::isnan(reduced(NABLA_REDUCE_VAR, x)));
      x[at] = -inf;
      EXPECT_EQ(reduced(NABLA_REDUCE_MIN, x), -inf);
      EXPECT_NEAR(reduced(NABLA_REDUCE_LOGSUMEXP, x), 0.5 + std::log(n - 1.0), 1e-5);
    }
  EXPECT_EQ(reduced(NABLA_REDUCE_LOGSUMEXP, std::vector<float>(5000, -inf)), -inf);
  EXPECT_TRUE(std::isnan(reduced<float>(NABLA_REDUCE_SUM, {inf, -inf})));
}

TEST(Reduce, DeviationOfEqualNumbersIsZero) {
  for (const float c : {0.1f, 1e6f / 3, 1e-20f})
    for (const size_t n : {1, 3, 63, 1000, 10000}) {
      EXPECT_EQ(reduced(NABLA_REDUCE_VAR, std::vector<float>(n, c)), 0) << c << ", " << n;
      EXPECT_EQ(reduced(NABLA_REDUCE_STD, std::vector<float>(n, c)), 0) << c << ", " << n;
    }
}

TEST(Reduce, VarianceFarFromZeroKeepsItsDigits) {
  std::vector<float> x = random_values<float>(100000, -1, 1);
  for (float& v : x) v = 4096 + std::round(v * 512) / 512;  // exact in float32
  EXPECT_NEAR(reduced(NABLA_REDUCE_VAR, x, 1) / static_cast<double>(reference(NABLA_REDUCE_VAR, x, 1).value), 1, 1e-5);
}

TEST(Reduce, LogSumExpOfHugeNumbers) {
  EXPECT_NEAR(reduced<float>(NABLA_REDUCE_LOGSUMEXP, {1e4f, 1e4f}), 1e4 + std::log(2.0), 1e-3);
  EXPECT_EQ(reduced<float>(NABLA_REDUCE_LOGSUMEXP, {-3e38f, -3e38f}), -3e38f);
}

// Rows and columns, cut in chunks and not.
struct Large {
  Shape shape;
  uint32_t mask;
};
const Large kLarge[] = {{{300000}, 1},    {{200, 1500}, 1},   {{200, 1500}, 2},
                        {{100000, 3}, 1}, {{64, 20, 255}, 5}, {{30000, 7}, 2}};

template <class T, class Vary>
void expect_same_bits(nabla_reduce_op op, const nabla_op_info& info, double parameter, Vary&& vary) {
  for (const Large& c : kLarge) {
    const Tensor x = sample<T>(op, for_many(op, info), c.shape);
    std::string first;
    vary([&] {
      const Tensor out = empty(gives_truth(op) ? NABLA_BOOL : kDType<T>, reduced_shape(c.shape, c.mask));
      EXPECT_DONE(nabla_reduce(op, x, parameter, out, nullptr));
      if (first.empty()) first = bytes(out);
      EXPECT_TRUE(bytes(out) == first) << c.shape[0] << ", mask " << c.mask;
    });
  }
}

TEST(Reduce, SameBitsForAnyNumberOfThreads) {
  for_every_reduction([](auto op, const nabla_op_info& info, double parameter, auto type) {
    expect_same_bits<typename decltype(type)::type>(op, info, parameter, [](auto&& body) {
      for (const int threads : {1, 2, 7}) with_threads(threads, body);
    });
  });
}

TEST(Reduce, SameBitsForAnyInstructionSet) {
  for_every_reduction([](auto op, const nabla_op_info& info, double parameter, auto type) {
    const bool simple_norm = parameter >= 0 && parameter <= 2 && parameter != 0.5;
    if (op == NABLA_REDUCE_LOGSUMEXP || (op == NABLA_REDUCE_NORM && !simple_norm))
      return;  // made of functions that use FMA
    expect_same_bits<typename decltype(type)::type>(op, info, parameter, [](auto&& body) { for_each_target(body); });
  });
}

TEST(Reduce, EveryOpOnEveryInstructionSet) {
  for_each_target([] {
    for_every_reduction([](auto op, const nabla_op_info& info, double parameter, auto type) {
      using T = typename decltype(type)::type;
      const nabla_op_info many = for_many(op, info);
      for (const uint32_t mask : {1u, 2u, 3u})
        expect_reduced<T>(op, many, parameter, sample<T>(op, many, {45, 37}), mask);
    });
  });
}

TEST(Reduce, SumsAreTrees) {  // one after the other, float32 would stop at 2^24
  EXPECT_EQ(reduced(NABLA_REDUCE_SUM, std::vector<float>(1 << 25, 1.0f)), 1 << 25);
}

TEST(Reduce, MoreElementsThanFitIn32Bits) {
  const int64_t n = (int64_t{1} << 32) + 5;
  const Tensor x = expand(tensor<uint8_t>({1}, {1}), {n}), out = empty<uint8_t>({1});
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_SUM, x, 0, out, nullptr));
  EXPECT_EQ(values<uint8_t>(out)[0], 5);
}

TEST(Reduce, ViewsOfManyKinds) {
  const Tensor x = random_tensor<float>({6, 8, 10}, -1, 1);
  nabla_op_info info;
  EXPECT_DONE(nabla_reduce_info(NABLA_REDUCE_SUM, &info));
  for (uint32_t mask = 0; mask < 8; ++mask) {
    expect_reduced<float>(NABLA_REDUCE_SUM, info, 0, slice(x, 2, 1, 10, 3), mask);
    expect_reduced<float>(NABLA_REDUCE_SUM, info, 0, slice(transpose(x, 0, 2), 0, 2, 7), mask);
    expect_reduced<float>(NABLA_REDUCE_SUM, info, 0, expand(slice(x, 0, 3, 4), {6, 8, 10}), mask);
    expect_reduced<float>(NABLA_REDUCE_SUM, info, 0, expand(tensor<float>({}, {3}), {6, 8, 10}), mask);
  }
  const Tensor out = empty<double>({});
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_SUM, scalar(2.5), 0, out, nullptr));
  EXPECT_EQ(values<double>(out)[0], 2.5);
  // The same view in and out: nothing is reduced, and each result has its own element.
  const Tensor y = tensor<double>({2, 1}, {9, 4});
  EXPECT_DONE(nabla_reduce(NABLA_REDUCE_NORM, y, 0, y, nullptr));
  EXPECT_EQ(values<double>(y), (std::vector<double>{1, 1}));
}

TEST(Reduce, RefusesWhatDoesNotFit) {
  const Tensor x = random_tensor<float>({2, 3}, -1, 1), out = empty<float>({2, 1});
  const std::string before = bytes(out);
  auto refused = [&](nabla_status status, const char* words, int op, const nabla_view* in, const nabla_view* to) {
    EXPECT_REFUSED(nabla_reduce(nabla_reduce_op(op), in, 0, to, nullptr), status, words);
  };
  refused(NABLA_INVALID_ARGUMENT, "x is null", NABLA_REDUCE_SUM, nullptr, out);
  refused(NABLA_INVALID_ARGUMENT, "out is null", NABLA_REDUCE_SUM, x, nullptr);
  refused(NABLA_INVALID_ARGUMENT, "no buffer", NABLA_REDUCE_SUM, x, scalar(1.0f));
  refused(NABLA_INVALID_ARGUMENT, "nabla_reduce_op", NABLA_REDUCE_COUNT, x, out);
  refused(NABLA_INVALID_ARGUMENT, "nabla_reduce_op", -1, x, out);
  refused(NABLA_INVALID_ARGUMENT, "[3, 1]", NABLA_REDUCE_SUM, x, empty<float>({3, 1}));
  refused(NABLA_INVALID_ARGUMENT, "[2]", NABLA_REDUCE_SUM, x, empty<float>({2}));
  refused(NABLA_INVALID_ARGUMENT, "float64", NABLA_REDUCE_SUM, x, empty<double>({2, 1}));
  refused(NABLA_INVALID_ARGUMENT, "bool", NABLA_REDUCE_ANY, x, out);
  refused(NABLA_INVALID_ARGUMENT, "overlaps", NABLA_REDUCE_SUM, x, slice(x, 1, 0, 1));
  refused(NABLA_INVALID_ARGUMENT, "share memory", NABLA_REDUCE_SUM, x, expand(empty<float>({1, 1}), {2, 1}));
  refused(NABLA_UNSUPPORTED, "takes float32, float64", NABLA_REDUCE_MEAN, empty<int32_t>({2, 3}),
          empty<int32_t>({2, 1}));
  refused(NABLA_UNSUPPORTED, "bool", NABLA_REDUCE_SUM, empty<Bool>({2, 3}), empty<Bool>({2, 1}));
  Tensor far = x;
  far.view.offset = 1;
  refused(NABLA_INVALID_ARGUMENT, "reaches", NABLA_REDUCE_SUM, far, out);
  const Tensor half = empty(NABLA_FLOAT16, {2, 3}), half_out = empty(NABLA_FLOAT16, {2, 1});
  refused(NABLA_UNSUPPORTED, "float16", NABLA_REDUCE_SUM, half, half_out);
  EXPECT_EQ(bytes(out), before);
  nabla_op_info info;
  EXPECT_REFUSED(nabla_reduce_info(NABLA_REDUCE_SUM, nullptr), NABLA_INVALID_ARGUMENT, "info is null");
  EXPECT_REFUSED(nabla_reduce_info(NABLA_REDUCE_COUNT, &info), NABLA_INVALID_ARGUMENT, "nabla_reduce_op");
}

}  // namespace
}  // namespace nabla::test

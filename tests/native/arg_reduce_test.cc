#include <cmath>
#include <limits>

#include "reductions.h"
#include "tensor.h"

namespace nabla::test {
namespace {

template <class T>
bool more_extreme(nabla_arg_reduce_op op, T a, T b) {
  if (b != b) return false;
  if (a != a) return true;
  return op == NABLA_ARG_REDUCE_ARGMAX ? a > b : a < b;
}

template <class T>
void expect_found(nabla_arg_reduce_op op, const Tensor& x, int dim, Lie lie = Lie::kDense) {
  using P = std::conditional_t<std::is_same_v<T, Bool>, uint8_t, T>;
  SCOPED_TRACE(testing::Message() << "dimension " << dim << " of rank " << x.view.rank << ", " << name_of(lie));
  const Shape out = reduced_shape(x.shape(), 1u << dim);
  const Tensor value = empty<T>(out, lie), index = empty<int64_t>(out, lie), alone = empty<int64_t>(out);
  ASSERT_EQ(nabla_arg_reduce(op, x, dim, value, index, nullptr), NABLA_OK) << nabla_last_error();
  EXPECT_DONE(nabla_arg_reduce(op, x, dim, nullptr, alone, nullptr));
  const std::vector<int64_t> got = values<int64_t>(index);
  EXPECT_EQ(values<int64_t>(alone), got);
  const std::vector<T> got_value = values<T>(value), all = values<T>(x);
  std::vector<P> numbers(all.size());
  if (!all.empty()) std::memcpy(numbers.data(), all.data(), all.size() * sizeof(T));
  const auto groups = groups_of(x.shape(), numbers, 1u << dim);
  for (size_t i = 0; i < groups.size(); ++i) {
    size_t best = 0;
    for (size_t k = 1; k < groups[i].size(); ++k)
      if (more_extreme<P>(op, groups[i][k], groups[i][best])) best = k;
    ASSERT_EQ(got[i], static_cast<int64_t>(best)) << "line " << i;
    ASSERT_EQ(std::memcmp(&got_value[i], &groups[i][best], sizeof(T)), 0) << "line " << i;
  }
}

// Few different numbers, so that there are ties.
template <class T>
Tensor sample(const Shape& shape, Lie lie) {
  return random_tensor<T>(shape, 0, 30, 5, lie);
}

template <class Body>
void for_every_dtype(Body&& body) {
  for (const int32_t dtype : {NABLA_FLOAT32, NABLA_FLOAT64, NABLA_UINT8, NABLA_INT32, NABLA_INT64, NABLA_BOOL})
    for (int op = 0; op < NABLA_ARG_REDUCE_COUNT; ++op) {
      SCOPED_TRACE(testing::Message() << "op " << op << " of " << dtype_name(dtype));
      visit_dtype(dtype, [&](auto type) { body(nabla_arg_reduce_op(op), type); });
    }
}

TEST(ArgReduce, EveryDTypeAlongEveryDimension) {
  for_every_dtype([](nabla_arg_reduce_op op, auto type) {
    using T = typename decltype(type)::type;
    for (const Shape& shape : {Shape{}, {1}, {7}, {3, 5}, {2, 3, 4}, {40, 33}, {0, 3}, {2, 1, 3, 2, 1, 2, 3, 2}})
      for (const Lie lie : kLies) {
        const Tensor x = sample<T>(shape, lie);
        for (int dim = 0; dim < std::max<int>(1, x.view.rank); ++dim)
          if (shape.empty() || shape[dim] > 0) expect_found<T>(op, x, dim, lie);
      }
  });
}

TEST(ArgReduce, LongLines) {
  for_every_dtype([](nabla_arg_reduce_op op, auto type) {
    using T = typename decltype(type)::type;
    expect_found<T>(op, sample<T>({300001}, Lie::kDense), 0);
    expect_found<T>(op, sample<T>({50000, 3}, Lie::kDense), 0);
    expect_found<T>(op, sample<T>({3000, 70}, Lie::kDense), 0);
    expect_found<T>(op, sample<T>({3000, 3}, Lie::kDense), 1);
    expect_found<T>(op, sample<T>({3, 70000}, Lie::kReversed), 1);
    expect_found<T>(op, sample<T>({1000, 1100}, Lie::kDense), 0);
  });
}

TEST(ArgReduce, TheFirstNaNWins) {
  const float nan = NAN, inf = INFINITY;
  for (int op = 0; op < NABLA_ARG_REDUCE_COUNT; ++op)
    for (const int64_t n : {3, 40, 20000}) {
      for (const int64_t at : {int64_t{0}, n / 2, n - 1}) {
        std::vector<float> x(static_cast<size_t>(n), inf);
        x[static_cast<size_t>(at)] = nan;
        x.back() = nan;
        expect_found<float>(nabla_arg_reduce_op(op), tensor({n, 1}, x), 0);
        expect_found<float>(nabla_arg_reduce_op(op), slice(expand(tensor({n, 1}, x), {n, 20}), 1, 0, 20), 0);
        std::vector<float> twice(x);
        twice.insert(twice.end(), x.begin(), x.end());
        expect_found<float>(nabla_arg_reduce_op(op), tensor({n, 2}, twice), 0);
      }
      const float worst = op == NABLA_ARG_REDUCE_ARGMAX ? -inf : inf;
      expect_found<float>(nabla_arg_reduce_op(op), tensor({n}, std::vector<float>(static_cast<size_t>(n), worst)), 0);
      expect_found<float>(nabla_arg_reduce_op(op), tensor({n}, std::vector<float>(static_cast<size_t>(n), nan)), 0);
    }
  expect_found<float>(NABLA_ARG_REDUCE_ARGMAX, tensor<float>({3}, {-0.0f, 0.0f, -0.0f}), 0);
  expect_found<int32_t>(NABLA_ARG_REDUCE_ARGMAX, tensor<int32_t>({2}, {INT32_MIN, INT32_MIN}), 0);
  expect_found<uint8_t>(NABLA_ARG_REDUCE_ARGMIN, tensor<uint8_t>({2}, {255, 255}), 0);
}

TEST(ArgReduce, SameForAnyThreadsAndInstructionSet) {
  for_each_target([] {
    for (const int threads : {1, 2, 7})
      with_threads(threads, [] {
        expect_found<float>(NABLA_ARG_REDUCE_ARGMAX, sample<float>({400000}, Lie::kDense), 0);
        expect_found<double>(NABLA_ARG_REDUCE_ARGMIN, sample<double>({30000, 9}, Lie::kDense), 0);
        expect_found<uint8_t>(NABLA_ARG_REDUCE_ARGMIN, sample<uint8_t>({3000, 90}, Lie::kDense), 0);
      });
  });
}

TEST(ArgReduce, MoreElementsThanFitIn32Bits) {
  const int64_t n = (int64_t{1} << 32) + 5;
  const Tensor index = empty<int64_t>({1});
  EXPECT_DONE(
      nabla_arg_reduce(NABLA_ARG_REDUCE_ARGMAX, expand(tensor<uint8_t>({1}, {1}), {n}), 0, nullptr, index, nullptr));
  EXPECT_EQ(values<int64_t>(index)[0], 0);
}

TEST(ArgReduce, RefusesWhatDoesNotFit) {
  const Tensor x = random_tensor<int64_t>({2, 3}, 0, 9), value = empty<int64_t>({2, 1}), index = empty<int64_t>({2, 1});
  const std::string before = bytes(value), before_index = bytes(index);
  auto refused = [&](nabla_status status, const char* words, int op, const nabla_view* in, int32_t dim,
                     const nabla_view* what, const nabla_view* where) {
    EXPECT_REFUSED(nabla_arg_reduce(nabla_arg_reduce_op(op), in, dim, what, where, nullptr), status, words);
  };
  constexpr nabla_status kInvalid = NABLA_INVALID_ARGUMENT;
  refused(kInvalid, "nabla_arg_reduce_op", NABLA_ARG_REDUCE_COUNT, x, 1, value, index);
  refused(kInvalid, "x is null", 0, nullptr, 1, value, index);
  refused(kInvalid, "indices is null", 0, x, 1, value, nullptr);
  refused(kInvalid, "dim is 2", 0, x, 2, value, index);
  refused(kInvalid, "dim is -1", 0, x, -1, value, index);
  refused(kInvalid, "indices has shape", 0, x, 0, value, index);
  refused(kInvalid, "values has shape", 0, x, 1, empty<int64_t>({2, 3}), index);
  refused(kInvalid, "int64", 0, x, 1, value, empty<int32_t>({2, 1}));
  refused(kInvalid, "values is float32", 0, x, 1, empty<float>({2, 1}), index);
  refused(kInvalid, "indices overlaps x", 0, x, 1, value, slice(x, 1, 0, 1));
  refused(kInvalid, "values overlaps x", 0, x, 1, slice(x, 1, 0, 1), index);
  refused(kInvalid, "same view", 0, x, 1, index, index);
  refused(kInvalid, "no elements", 0, empty<int64_t>({2, 0}), 1, value, index);
  refused(NABLA_UNSUPPORTED, "float16", 0, empty(NABLA_FLOAT16, {2, 3}), 1, nullptr, index);
  EXPECT_EQ(bytes(value), before);
  EXPECT_EQ(bytes(index), before_index);
}

}  // namespace
}  // namespace nabla::test

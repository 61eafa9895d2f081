// Comparisons: every op, dtype, instruction set and length of run against C++'s own operators.
#include <cmath>
#include <limits>

#include "elementwise.h"

namespace nabla::test {
namespace {

template <class T>
bool holds(nabla_compare_op op, T a, T b) {
  switch (op) {
    case NABLA_COMPARE_EQ: return a == b;
    case NABLA_COMPARE_NE: return a != b;
    case NABLA_COMPARE_LT: return a < b;
    case NABLA_COMPARE_LE: return a <= b;
    case NABLA_COMPARE_GT: return a > b;
    case NABLA_COMPARE_GE: return a >= b;
    case NABLA_COMPARE_COUNT: break;
  }
  return false;
}

template <class T>
void expect_comparisons(const std::vector<T>& some) {
  const auto bits = [](T v) {
    if constexpr (std::is_same_v<T, Bool>)
      return v.bits;
    else
      return v;
  };
  for (const int64_t n : {1, 2, 7, 16, 17, 64, 1000}) {
    std::vector<T> a, b;
    for (int64_t i = 0; i < n; ++i) {
      a.push_back(some[static_cast<size_t>(i) % some.size()]);
      b.push_back(some[static_cast<size_t>(i / static_cast<int64_t>(some.size()) + i * 3) % some.size()]);
    }
    for (int op = 0; op < NABLA_COMPARE_COUNT; ++op) {
      const Tensor out = empty<Bool>({n});
      EXPECT_DONE(nabla_compare(nabla_compare_op(op), tensor<T>({n}, a), tensor<T>({n}, b), out, nullptr));
      const std::vector<Bool> truth = values<Bool>(out);
      for (size_t i = 0; i < a.size(); ++i)
        EXPECT_EQ(truth[i].bits, holds(nabla_compare_op(op), bits(a[i]), bits(b[i])) ? 1 : 0)
            << "op " << op << " of " << +bits(a[i]) << " and " << +bits(b[i]);
    }
  }
}

template <class T>
std::vector<T> numbers() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> all{0, 1, 2, static_cast<T>(-1), Limits::min(), Limits::max(), Limits::lowest(), 100};
  if constexpr (std::is_floating_point_v<T>)
    for (const T v : {T(-0.0), Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), Limits::denorm_min()}) all.push_back(v);
  return all;
}

TEST(Compare, HoldsWhatCppHolds) {
  for_each_target([] {
    expect_comparisons(numbers<float>());
    expect_comparisons(numbers<double>());
    expect_comparisons(numbers<uint8_t>());
    expect_comparisons(numbers<int32_t>());
    expect_comparisons(numbers<int64_t>());
    expect_comparisons<Bool>({Bool{0}, Bool{1}, Bool{1}, Bool{0}, Bool{0}});
  });
}

TEST(Compare, RowsAreComplete) {
  for (int op = 0; op < NABLA_COMPARE_COUNT; ++op) {
    nabla_op_info row;
    EXPECT_DONE(nabla_compare_info(nabla_compare_op(op), &row));
    EXPECT_EQ(row.operands, 2);
    EXPECT_EQ(row.gradients, 0);
    EXPECT_EQ(row.dtypes, kAllDTypes);
  }
}

TEST(Compare, BroadcastsAnyLayout) {
  const std::vector<float> values_a{1, 2, 3, 4, 5, 6};
  for (const Lie from : kLies) {
    for (const Lie to : kLies) {
      const Tensor out = empty<Bool>({2, 3}, to);
      EXPECT_DONE(nabla_compare(NABLA_COMPARE_GE, tensor<float>({2, 3}, values_a, from), tensor<float>({2, 1}, {2, 5}), out, nullptr));
      EXPECT_EQ(values<Bool>(out), (std::vector<Bool>{{0}, {1}, {1}, {0}, {1}, {1}})) << name_of(from) << " to " << name_of(to);
      EXPECT_DONE(nabla_compare(NABLA_COMPARE_LT, scalar(3.0f), tensor<float>({2, 3}, values_a, from), out, nullptr));
      EXPECT_EQ(values<Bool>(out), (std::vector<Bool>{{0}, {0}, {0}, {1}, {1}, {1}})) << name_of(from) << " to " << name_of(to);
    }
  }
}

TEST(Compare, RefusesWhatDoesNotFit) {
  const Tensor a = tensor<float>({3}, {1, 2, 3}), out = empty<Bool>({3}), wrong = empty<float>({3});
  const std::string before = bytes(out);
  const auto lt = NABLA_COMPARE_LT;
  EXPECT_REFUSED(nabla_compare(nabla_compare_op(NABLA_COMPARE_COUNT), a, a, out, nullptr), NABLA_INVALID_ARGUMENT, "not a nabla_compare_op");
  EXPECT_REFUSED(nabla_compare(nabla_compare_op(-1), a, a, out, nullptr), NABLA_INVALID_ARGUMENT, "not a nabla_compare_op");
  EXPECT_REFUSED(nabla_compare(lt, nullptr, a, out, nullptr), NABLA_INVALID_ARGUMENT, "a is null");
  EXPECT_REFUSED(nabla_compare(lt, a, nullptr, out, nullptr), NABLA_INVALID_ARGUMENT, "b is null");
  EXPECT_REFUSED(nabla_compare(lt, a, a, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_compare(lt, a, a, wrong, nullptr), NABLA_INVALID_ARGUMENT, "out is float32; it must be bool");
  EXPECT_REFUSED(nabla_compare(lt, a, scalar(1), out, nullptr), NABLA_INVALID_ARGUMENT, "int32");
  EXPECT_REFUSED(nabla_compare(lt, tensor<float>({2}, {1, 2}), a, out, nullptr), NABLA_INVALID_ARGUMENT, "[2]");
  nabla_op_info row;
  EXPECT_REFUSED(nabla_compare_info(nabla_compare_op(NABLA_COMPARE_COUNT), &row), NABLA_INVALID_ARGUMENT, "not a nabla_compare_op");
  EXPECT_REFUSED(nabla_compare_info(lt, nullptr), NABLA_INVALID_ARGUMENT, "null");
  EXPECT_EQ(bytes(out), before);
}

}  // namespace
}  // namespace nabla::test

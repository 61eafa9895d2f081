#include <cmath>
#include <limits>
#include <random>

#include "tensor.h"

namespace nabla::test {
namespace {

constexpr int32_t kTypes[] = {NABLA_FLOAT32, NABLA_FLOAT64, NABLA_UINT8, NABLA_INT32, NABLA_INT64, NABLA_BOOL};

// Whole numbers that every dtype holds.
template <class T>
std::vector<T> small_numbers(int64_t n) {
  std::vector<T> x(static_cast<size_t>(n));
  for (size_t i = 0; i < x.size(); ++i) {
    const int value = static_cast<int>((i * 37 + i / 11) % 200);
    if constexpr (std::is_same_v<T, Bool>)
      x[i] = Bool{static_cast<uint8_t>(value % 3 != 0)};
    else
      x[i] = static_cast<T>(value);
  }
  return x;
}

template <class From, class To>
To converted(From x) {
  if constexpr (std::is_same_v<From, Bool> && std::is_same_v<To, Bool>)
    return x;
  else if constexpr (std::is_same_v<From, Bool>)
    return static_cast<To>(x.bits);
  else if constexpr (std::is_same_v<To, Bool>)
    return Bool{static_cast<uint8_t>(x != From(0) ? 1 : 0)};
  else
    return static_cast<To>(x);
}

template <class Body>
void for_all_pairs(Body&& body) {
  for (const int32_t from : kTypes)
    for (const int32_t to : kTypes)
      visit_dtype(from, [&](auto x) {
        visit_dtype(to, [&](auto y) {
          SCOPED_TRACE(std::string(dtype_name(from)) + " to " + dtype_name(to));
          body(x, y);
        });
      });
}

TEST(Copy, ConvertsEveryPairInEveryLayout) {
  for_all_pairs([](auto x, auto y) {
    using From = typename decltype(x)::type;
    using To = typename decltype(y)::type;
    for (const Shape& shape : {Shape{}, {1}, {7}, {3, 5}, {70, 90}, {4, 3, 33}, {2, 3, 4, 5}, {1300}}) {
      const std::vector<From> in = small_numbers<From>(count_of(shape));
      std::vector<To> expected;
      for (const From value : in) expected.push_back(converted<From, To>(value));
      for (const Lie from : kLies)
        for (const Lie to : kLies) {
          const Tensor a = tensor<From>(shape, in, from), b = empty<To>(shape, to);
          const std::string before = bytes(a);
          EXPECT_DONE(nabla_copy(a, b, nullptr));
          EXPECT_TRUE(values<To>(b) == expected) << name_of(from) << " to " << name_of(to) << ", rank " << shape.size();
          EXPECT_EQ(bytes(a), before);
        }
    }
  });
}

TEST(Copy, LeavesWhatLiesBetweenAlone) {
  const Tensor whole = tensor<int32_t>({6, 8}, std::vector<int32_t>(48, -1));
  EXPECT_DONE(nabla_copy(scalar<int32_t>(7), slice(slice(whole, 0, 1, 6, 2), 1, 2, 8, 3), nullptr));
  std::vector<int32_t> expected(48, -1);
  for (const int i : {1, 3, 5})
    for (const int j : {2, 5}) expected[i * 8 + j] = 7;
  EXPECT_EQ(values<int32_t>(whole), expected);
}

TEST(Copy, FillsWithAConvertedScalar) {
  for_all_pairs([](auto x, auto y) {
    using From = typename decltype(x)::type;
    using To = typename decltype(y)::type;
    const From value = small_numbers<From>(6)[5];
    for (const Lie lie : kLies) {
      const Tensor out = empty<To>({37, 41}, lie);
      EXPECT_DONE(nabla_copy(scalar(value), out, nullptr));
      EXPECT_TRUE(values<To>(out) == std::vector<To>(37 * 41, converted<From, To>(value)));
    }
  });
}

TEST(Copy, Broadcasts) {
  const Tensor row = tensor<float>({4}, {1, 2, 3, 4}), column = tensor<float>({3, 1}, {5, 6, 7});
  const Tensor out = empty<float>({2, 3, 4});
  EXPECT_DONE(nabla_copy(row, out, nullptr));
  std::vector<float> expected;
  for (int i = 0; i < 6; ++i) expected.insert(expected.end(), {1, 2, 3, 4});
  EXPECT_EQ(values<float>(out), expected);

  const Tensor wide = empty<double>({2, 3, 600});
  EXPECT_DONE(nabla_copy(column, wide, nullptr));
  std::vector<double> rows;
  for (int i = 0; i < 6; ++i) rows.insert(rows.end(), 600, 5 + i % 3);
  EXPECT_EQ(values<double>(wide), rows);
}

// Each shape is transposed in the way that another part of the panels' bookkeeping must get right.
TEST(Copy, TurnsRectanglesOfAnyProportions) {
  for (const auto& [rows, columns] :
       {std::pair<int64_t, int64_t>{300, 300}, {2, 5000}, {5000, 2}, {3, 70000}, {129, 65}, {1000, 17}}) {
    for (const int32_t dtype : {NABLA_UINT8, NABLA_INT32, NABLA_INT64}) {
      visit_dtype(dtype, [&, rows = rows, columns = columns](auto type) {
        using T = typename decltype(type)::type;
        if constexpr (!std::is_same_v<T, Bool>) {
          std::vector<T> in(static_cast<size_t>(rows * columns)), expected(in.size());
          for (size_t i = 0; i < in.size(); ++i) in[i] = static_cast<T>(i * 2654435761u);
          for (int64_t i = 0; i < rows; ++i)
            for (int64_t j = 0; j < columns; ++j) expected[j * rows + i] = in[i * columns + j];
          const Tensor x = tensor<T>({rows, columns}, in), out = empty<T>({columns, rows});
          EXPECT_DONE(nabla_copy(transpose(x, 0, 1), out, nullptr));
          EXPECT_TRUE(values<T>(out) == expected) << rows << " x " << columns << " " << dtype_name(dtype);
        }
      });
    }
  }
}

TEST(Copy, LargerThanTheCaches) {  // whole lines then go around them
  const int64_t n = (int64_t{40} << 20) / 4 + 3;
  const Tensor x = empty<int32_t>({n}), y = empty<int32_t>({n}), z = empty<float>({n});
  EXPECT_DONE(nabla_arange(0, 1, x, nullptr));
  EXPECT_DONE(nabla_copy(x, y, nullptr));
  EXPECT_EQ(std::memcmp(x.data(), y.data(), static_cast<size_t>(n) * 4), 0);
  EXPECT_DONE(nabla_copy(slice(x, 0, 1, n), slice(z, 0, 0, n - 1), nullptr));
  const float* f = reinterpret_cast<const float*>(z.data());
  int64_t wrong = 0;
  for (int64_t i = 0; i < n - 1; ++i) wrong += f[i] != static_cast<float>(i + 1);
  EXPECT_EQ(wrong, 0);
}

TEST(Copy, RoundsAndSaturates) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const auto as = [](auto result, double x) {
    using T = decltype(result);
    const Tensor from = tensor<double>({1}, {x}), narrow = tensor<float>({1}, {static_cast<float>(x)}),
                 out = empty<T>({1});
    EXPECT_DONE(nabla_copy(from, out, nullptr));
    const T wide = values<T>(out)[0];
    EXPECT_DONE(nabla_copy(narrow, out, nullptr));
    EXPECT_EQ(values<T>(out)[0], wide) << x;
    return wide;
  };
  EXPECT_EQ(as(int32_t{}, 2.75), 2);
  EXPECT_EQ(as(int32_t{}, -2.75), -2);
  EXPECT_EQ(as(int32_t{}, 3e9), std::numeric_limits<int32_t>::max());
  EXPECT_EQ(as(int32_t{}, -2147483648.0), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(as(int32_t{}, 2147483520.0), 2147483520);
  EXPECT_EQ(as(int64_t{}, 9223372036854775808.0), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(as(int64_t{}, -inf), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(as(int64_t{}, nan), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(as(uint8_t{}, 255.5), 255);
  EXPECT_EQ(as(uint8_t{}, inf), 255);
  EXPECT_EQ(as(uint8_t{}, -0.5), 0);
  EXPECT_EQ(as(uint8_t{}, -7.0), 0);

  const Tensor out = empty<float>({3});
  EXPECT_DONE(nabla_copy(tensor<int64_t>({3}, {16777217, 16777219, -16777217}), out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{16777216, 16777220, -16777216}));  // halves to even
  const Tensor truth = empty<Bool>({5});
  EXPECT_DONE(nabla_copy(tensor<double>({5}, {0.0, -0.0, nan, 1e-310, -inf}), truth, nullptr));
  EXPECT_EQ(values<Bool>(truth), (std::vector<Bool>{{0}, {0}, {1}, {1}, {1}}));
  const Tensor low = empty<uint8_t>({2});
  EXPECT_DONE(nabla_copy(tensor<int64_t>({2}, {257, -1}), low, nullptr));
  EXPECT_EQ(values<uint8_t>(low), (std::vector<uint8_t>{1, 255}));
}

TEST(Copy, MovesDtypesWithoutKernels) {
  const Tensor x = empty(NABLA_BFLOAT16, {5}), out = empty(NABLA_BFLOAT16, {5}), other = empty<float>({5});
  for (int i = 0; i < 10; ++i) x.data()[i] = static_cast<unsigned char>(i);
  EXPECT_DONE(nabla_copy(x, out, nullptr));
  EXPECT_EQ(bytes(out), bytes(x));
  EXPECT_REFUSED(nabla_copy(x, other, nullptr), NABLA_UNSUPPORTED, "bfloat16");
}

TEST(Copy, NothingToCopy) {
  const Tensor none = empty<float>({3, 0, 2});
  EXPECT_DONE(nabla_copy(empty<float>({3, 0, 2}), none, nullptr));
  EXPECT_DONE(nabla_copy(empty<int64_t>({0, 1}), none, nullptr));
  EXPECT_DONE(nabla_copy(scalar<double>(1), none, nullptr));
}

TEST(Copy, OntoItself) {
  for (const Lie lie : kLies) {
    const Tensor x = tensor<float>({3, 4}, small_numbers<float>(12), lie);
    EXPECT_DONE(nabla_copy(x, x, nullptr));
    EXPECT_EQ(values<float>(x), small_numbers<float>(12));
  }
}

TEST(Copy, RefusesAndWritesNothing) {
  const Tensor x = tensor<float>({3, 4}, small_numbers<float>(12)), small = tensor<float>({4}, {1, 2, 3, 4});
  const std::string before = bytes(x);
  EXPECT_REFUSED(nabla_copy(nullptr, x, nullptr), NABLA_INVALID_ARGUMENT, "x is null");
  EXPECT_REFUSED(nabla_copy(x, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_copy(empty<float>({3}), x, nullptr), NABLA_INVALID_ARGUMENT, "does not broadcast");
  EXPECT_REFUSED(nabla_copy(slice(x, 0, 0, 2), slice(x, 0, 1, 3), nullptr), NABLA_INVALID_ARGUMENT, "overlaps");
  EXPECT_REFUSED(nabla_copy(small, expand(small, {3, 4}), nullptr), NABLA_INVALID_ARGUMENT, "share memory");
  EXPECT_REFUSED(nabla_copy(x, scalar<float>(1), nullptr), NABLA_INVALID_ARGUMENT, "no buffer");
  EXPECT_EQ(bytes(x), before);
}

TEST(Arange, CountsInRowMajorOrder) {
  for (const Lie lie : kLies) {
    const Tensor out = empty<int64_t>({30, 50}, lie);
    EXPECT_DONE(nabla_arange(-3, 2, out, nullptr));
    const std::vector<int64_t> all = values<int64_t>(out);
    for (size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<int64_t>(2 * i) - 3) << name_of(lie);
  }
}

TEST(Arange, RoundsOnce) {
  const Tensor f = empty<float>({1000}), d = empty<double>({1000}), i = empty<int32_t>({10});
  EXPECT_DONE(nabla_arange(0.1, 0.1, f, nullptr));
  EXPECT_DONE(nabla_arange(0.1, 0.1, d, nullptr));
  const std::vector<float> floats = values<float>(f);
  const std::vector<double> doubles = values<double>(d);
  for (int k = 0; k < 1000; ++k) {
    ASSERT_EQ(doubles[k], 0.1 + k * 0.1);
    ASSERT_EQ(floats[k], static_cast<float>(0.1 + k * 0.1));
  }
  EXPECT_DONE(nabla_arange(0, 0.5, i, nullptr));
  EXPECT_EQ(values<int32_t>(i), (std::vector<int32_t>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}));
  const Tensor large = empty<int64_t>({2});
  EXPECT_DONE(nabla_arange(9007199254740990.0, 1, large, nullptr));
  EXPECT_EQ(values<int64_t>(large), (std::vector<int64_t>{9007199254740990, 9007199254740991}));
  EXPECT_REFUSED(nabla_arange(0, 1, empty<Bool>({2}), nullptr), NABLA_UNSUPPORTED, "arange does not take bool");
}

}  // namespace
}  // namespace nabla::test

#include <algorithm>
#include <cmath>

#include "tensor.h"

namespace nabla::test {
namespace {

template <class T>
std::vector<T> numbers(int64_t n) {
  std::vector<T> x(static_cast<size_t>(n));
  for (size_t i = 0; i < x.size(); ++i) {
    const int value = static_cast<int>((i * 37 + 11) % 251);
    if constexpr (std::is_same_v<T, Bool>)
      x[i] = Bool{static_cast<uint8_t>(value % 2)};
    else
      x[i] = static_cast<T>(value);
  }
  return x;
}

std::vector<int64_t> indices(int64_t n, int64_t size) {
  std::vector<int64_t> k(static_cast<size_t>(n));
  for (size_t i = 0; i < k.size(); ++i) k[i] = static_cast<int64_t>((i * 2654435761u >> 7) % static_cast<size_t>(size));
  return k;
}

// The number in a tensor of shape `whole` of the element that index[i] selects along `dim` for element i of shape
// `shape`.
int64_t place(int64_t i, const Shape& shape, const Shape& whole, int dim, int64_t selected) {
  int64_t number = 0, step = 1;
  for (int d = static_cast<int>(shape.size()); d-- > 0;) {
    number += (d == dim ? selected : i % shape[d]) * step;
    i /= shape[d];
    step *= whole[d];
  }
  return number;
}

struct Case {
  Shape whole;  // x of a gather, out of a scatter
  int dim;
  Shape shape;  // of the index
};
const Case kCases[] = {
    {{5}, 0, {9}},
    {{1}, 0, {1}},
    {{4, 6}, 0, {7, 6}},
    {{4, 6}, 1, {4, 9}},
    {{4, 6}, 0, {2, 3}},
    {{4, 6}, 1, {3, 1}},
    {{3, 4, 5}, 0, {6, 4, 5}},
    {{3, 4, 5}, 1, {3, 8, 5}},
    {{3, 4, 5}, 2, {3, 4, 2}},
    {{3, 4, 5}, 1, {2, 9, 3}},
    {{50, 300}, 0, {70, 300}},
    {{300, 50}, 1, {300, 70}},
    {{4, 6}, 0, {0, 6}},
    {{4, 6}, 0, {3, 0}},
    {{0, 6}, 0, {0, 6}},
    {{2, 3, 2, 3, 2}, 2, {2, 3, 5, 3, 2}},
};

// Every layout for each operand at a time, and all of them together.
template <class Body>
void each_lie(Body&& body) {
  for (const Lie lie : kLies) {
    body(lie, Lie::kDense, Lie::kDense);
    body(Lie::kDense, lie, Lie::kDense);
    body(Lie::kDense, Lie::kDense, lie);
    body(lie, lie, lie);
  }
}

template <class T>
void check_gather() {
  for (const Case& c : kCases) {
    const std::vector<T> x = numbers<T>(count_of(c.whole));
    const std::vector<int64_t> k = indices(count_of(c.shape), std::max<int64_t>(1, c.whole[c.dim]));
    std::vector<T> expected;
    for (int64_t i = 0; i < count_of(c.shape); ++i) expected.push_back(x[place(i, c.shape, c.whole, c.dim, k[i])]);
    each_lie([&](Lie lx, Lie lk, Lie lo) {
      const Tensor out = empty<T>(c.shape, lo);
      EXPECT_DONE(nabla_gather(tensor<T>(c.whole, x, lx), c.dim, tensor<int64_t>(c.shape, k, lk), out, nullptr));
      EXPECT_TRUE(values<T>(out) == expected)
          << testing::PrintToString(c.whole) << c.dim << name_of(lx) << name_of(lk) << name_of(lo);
    });
  }
}
TEST(Gather, Float32) { check_gather<float>(); }
TEST(Gather, Int64) { check_gather<int64_t>(); }
TEST(Gather, UInt8) { check_gather<uint8_t>(); }
TEST(Gather, Bool) { check_gather<Bool>(); }

template <class T>
void check_scatter(nabla_scatter_op op) {
  for (const Case& c : kCases) {
    const std::vector<T> src = numbers<T>(count_of(c.shape)), start = numbers<T>(count_of(c.whole));
    const std::vector<int64_t> k = indices(count_of(c.shape), std::max<int64_t>(1, c.whole[c.dim]));
    std::vector<T> expected = start;
    for (int64_t i = 0; i < count_of(c.shape); ++i) {
      T& to = expected[place(i, c.shape, c.whole, c.dim, k[i])];
      if constexpr (std::is_same_v<T, Bool>)
        to = src[i];
      else
        to = op == NABLA_SCATTER_ASSIGN ? src[i] : static_cast<T>(to + src[i]);
    }
    each_lie([&](Lie ls, Lie lk, Lie lo) {
      const Tensor out = tensor<T>(c.whole, start, lo);
      EXPECT_DONE(nabla_scatter(op, c.dim, tensor<int64_t>(c.shape, k, lk), tensor<T>(c.shape, src, ls), out, nullptr));
      EXPECT_TRUE(values<T>(out) == expected)
          << testing::PrintToString(c.whole) << c.dim << name_of(ls) << name_of(lk) << name_of(lo);
    });
  }
}
TEST(Scatter, AssignFloat64) { check_scatter<double>(NABLA_SCATTER_ASSIGN); }
TEST(Scatter, AssignBool) { check_scatter<Bool>(NABLA_SCATTER_ASSIGN); }
TEST(Scatter, AddFloat32) { check_scatter<float>(NABLA_SCATTER_ADD); }
TEST(Scatter, AddFloat64) { check_scatter<double>(NABLA_SCATTER_ADD); }
TEST(Scatter, AddInt32) { check_scatter<int32_t>(NABLA_SCATTER_ADD); }
TEST(Scatter, AddInt64) { check_scatter<int64_t>(NABLA_SCATTER_ADD); }
TEST(Scatter, AddUInt8) { check_scatter<uint8_t>(NABLA_SCATTER_ADD); }

// index_select and an embedding: one index for a whole row.
TEST(Gather, WholeRows) {
  const int64_t rows = 40, columns = 100, n = 600;
  const std::vector<float> x = numbers<float>(rows * columns);
  const std::vector<int64_t> k = indices(n, rows);
  const Tensor index = expand(tensor<int64_t>({n, 1}, k), {n, columns}), out = empty<float>({n, columns});
  EXPECT_DONE(nabla_gather(tensor<float>({rows, columns}, x), 0, index, out, nullptr));
  const std::vector<float> y = values<float>(out);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < columns; ++j) ASSERT_EQ(y[i * columns + j], x[k[i] * columns + j]);

  const Tensor column = expand(tensor<int64_t>({1, n}, k), {columns, n}), turned = empty<float>({columns, n});
  EXPECT_DONE(nabla_gather(transpose(tensor<float>({rows, columns}, x), 0, 1), 1, column, turned, nullptr));
  EXPECT_EQ(values<float>(transpose(turned, 0, 1)), y);
}

// Sums of fractions depend on their order: it must be the index's.
TEST(Scatter, AddsRowsInOrderWithAnyThreads) {
  for (const int64_t columns : {1, 7, 300}) {
    const int64_t rows = 5, n = 5000;
    std::vector<float> src(static_cast<size_t>(n * columns)), expected(static_cast<size_t>(rows * columns), 0.25f);
    for (size_t i = 0; i < src.size(); ++i) src[i] = std::sin(static_cast<float>(i)) * 1000;
    const std::vector<int64_t> k = indices(n, rows);
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < columns; ++j) expected[k[i] * columns + j] += src[i * columns + j];
    for (const Lie lie : kLies)
      for (const int threads : {1, 2, 7})
        with_threads(threads, [&] {
          const Tensor out =
              tensor<float>({rows, columns}, std::vector<float>(static_cast<size_t>(rows * columns), 0.25f));
          const Tensor index = expand(tensor<int64_t>({n, 1}, k), {n, columns});
          EXPECT_DONE(nabla_scatter(NABLA_SCATTER_ADD, 0, index, tensor<float>({n, columns}, src, lie), out, nullptr));
          EXPECT_TRUE(values<float>(out) == expected) << columns << " " << threads << name_of(lie);
        });
  }
}

TEST(Scatter, TheLastOfSeveralStays) {
  const Tensor out = tensor<int32_t>({3}, {7, 8, 9}), index = tensor<int64_t>({5}, {1, 0, 1, 0, 1});
  EXPECT_DONE(nabla_scatter(NABLA_SCATTER_ASSIGN, 0, index, tensor<int32_t>({5}, {1, 2, 3, 4, 5}), out, nullptr));
  EXPECT_EQ(values<int32_t>(out), (std::vector<int32_t>{4, 5, 9}));
}

TEST(Scatter, AnExpandedNumber) {  // the gradient of a sum
  const Tensor out = tensor<float>({3, 2}, std::vector<float>(6, 0)),
               index = tensor<int64_t>({4, 2}, {0, 1, 0, 2, 0, 1, 2, 2});
  EXPECT_DONE(nabla_scatter(NABLA_SCATTER_ADD, 0, index, expand(tensor<float>({1, 1}, {1}), {4, 2}), out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{3, 0, 0, 2, 1, 2}));
}

TEST(Gather, OntoAnOperand) {
  const Tensor x = tensor<int64_t>({4}, {3, 2, 0, 1}), reversed = tensor<int64_t>({4}, {3, 2, 1, 0});
  EXPECT_DONE(nabla_gather(x, 0, reversed, x, nullptr));
  EXPECT_EQ(values<int64_t>(x), (std::vector<int64_t>{1, 0, 2, 3}));
  EXPECT_DONE(nabla_gather(reversed, 0, x, x, nullptr));
  EXPECT_EQ(values<int64_t>(x), (std::vector<int64_t>{2, 3, 1, 0}));
  EXPECT_DONE(nabla_gather(x, 0, x, x, nullptr));  // the permutation twice
  EXPECT_EQ(values<int64_t>(x), (std::vector<int64_t>{1, 0, 3, 2}));
}

TEST(Scatter, OntoAnOperand) {
  const Tensor out = tensor<int64_t>({3}, {1, 2, 0});
  EXPECT_DONE(nabla_scatter(NABLA_SCATTER_ADD, 0, tensor<int64_t>({3}, {1, 2, 0}), out, out, nullptr));
  EXPECT_EQ(values<int64_t>(out), (std::vector<int64_t>{1, 3, 2}));
  const Tensor turn = tensor<int64_t>({3}, {1, 2, 0});
  EXPECT_DONE(nabla_scatter(NABLA_SCATTER_ASSIGN, 0, turn, tensor<int64_t>({3}, {5, 6, 7}), turn, nullptr));
  EXPECT_EQ(values<int64_t>(turn), (std::vector<int64_t>{7, 5, 6}));
}

TEST(Gather, RefusesAndWritesNothing) {
  const Tensor x = tensor<float>({3, 4}, numbers<float>(12)), out = empty<float>({2, 4}),
               k = tensor<int64_t>({2, 4}, std::vector<int64_t>(8, 1));
  EXPECT_REFUSED(nabla_gather(nullptr, 0, k, out, nullptr), NABLA_INVALID_ARGUMENT, "x is null");
  EXPECT_REFUSED(nabla_gather(x, 0, nullptr, out, nullptr), NABLA_INVALID_ARGUMENT, "index is null");
  EXPECT_REFUSED(nabla_gather(x, 0, k, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_gather(x, 2, k, out, nullptr), NABLA_INVALID_ARGUMENT, "dim is 2");
  EXPECT_REFUSED(nabla_gather(x, -1, k, out, nullptr), NABLA_INVALID_ARGUMENT, "dim is -1");
  EXPECT_REFUSED(nabla_gather(x, 0, empty<int32_t>({2, 4}), out, nullptr), NABLA_INVALID_ARGUMENT, "must be int64");
  EXPECT_REFUSED(nabla_gather(x, 1, empty<int64_t>({4, 4}), empty<float>({4, 4}), nullptr), NABLA_INVALID_ARGUMENT,
                 "passes");
  EXPECT_REFUSED(nabla_gather(x, 0, empty<int64_t>({2}), empty<float>({2}), nullptr), NABLA_INVALID_ARGUMENT, "rank 1");
  EXPECT_REFUSED(nabla_gather(x, 0, k, empty<float>({3, 4}), nullptr), NABLA_INVALID_ARGUMENT, "must be equal");
  EXPECT_REFUSED(nabla_gather(x, 0, k, empty<double>({2, 4}), nullptr), NABLA_INVALID_ARGUMENT, "must be equal");
  EXPECT_REFUSED(nabla_gather(x, 0, k, slice(x, 0, 1, 3), nullptr), NABLA_INVALID_ARGUMENT, "overlaps");
  for (const int64_t bad : {int64_t{3}, int64_t{-1}, INT64_MIN, INT64_MAX}) {
    std::vector<int64_t> all(8, 2);
    all[7] = bad;
    EXPECT_REFUSED(nabla_gather(x, 0, tensor<int64_t>({2, 4}, all), out, nullptr), NABLA_OUT_OF_RANGE,
                   "index " + std::to_string(bad) + " lies outside dimension 0 of 3");
  }
  EXPECT_REFUSED(nabla_gather(empty<float>({0, 4}), 0, k, out, nullptr), NABLA_OUT_OF_RANGE, "of 0 elements");
  EXPECT_EQ(bytes(out), bytes(empty<float>({2, 4})));
}

TEST(Scatter, RefusesAndWritesNothing) {
  const Tensor out = tensor<float>({3, 4}, numbers<float>(12)), src = empty<float>({2, 4}),
               k = tensor<int64_t>({2, 4}, std::vector<int64_t>(8, 1));
  const std::string before = bytes(out);
  const auto refused = [&](const nabla_view* index, const nabla_view* from, int dim, nabla_status status,
                           const char* words) {
    for (const nabla_scatter_op op : {NABLA_SCATTER_ASSIGN, NABLA_SCATTER_ADD})
      EXPECT_REFUSED(nabla_scatter(op, dim, index, from, out, nullptr), status, words);
  };
  refused(nullptr, src, 0, NABLA_INVALID_ARGUMENT, "index is null");
  refused(k, nullptr, 0, NABLA_INVALID_ARGUMENT, "src is null");
  refused(k, src, 2, NABLA_INVALID_ARGUMENT, "dim is 2");
  refused(k, empty<float>({2, 3}), 0, NABLA_INVALID_ARGUMENT, "must be equal");
  refused(k, empty<int32_t>({2, 4}), 0, NABLA_INVALID_ARGUMENT, "must be equal");
  refused(k, slice(out, 0, 0, 2), 0, NABLA_INVALID_ARGUMENT, "overlaps");
  refused(tensor<int64_t>({2, 4}, {0, 0, 0, 0, 0, 0, 3, 0}), src, 0, NABLA_OUT_OF_RANGE, "index 3 lies outside");
  EXPECT_REFUSED(nabla_scatter(nabla_scatter_op(2), 0, k, src, out, nullptr), NABLA_INVALID_ARGUMENT,
                 "not a nabla_scatter_op");
  EXPECT_REFUSED(nabla_scatter(NABLA_SCATTER_ADD, 0, k, empty<Bool>({2, 4}), empty<Bool>({3, 4}), nullptr),
                 NABLA_UNSUPPORTED, "bool");
  EXPECT_EQ(bytes(out), before);
}

TEST(Gather, MovesDtypesWithoutKernels) {
  const Tensor x = empty(NABLA_FLOAT16, {3}), out = empty(NABLA_FLOAT16, {3});
  for (int i = 0; i < 6; ++i) x.data()[i] = static_cast<unsigned char>(i);
  EXPECT_DONE(nabla_gather(x, 0, tensor<int64_t>({3}, {2, 1, 0}), out, nullptr));
  EXPECT_EQ(bytes(out), std::string("\4\5\2\3\0\1", 6));
}

}  // namespace
}  // namespace nabla::test

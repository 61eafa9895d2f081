#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "tensor.h"

extern "C" void* blas_memory_alloc(int kind);
extern "C" void blas_memory_free(void* buffer);

namespace nabla::test {
namespace {

// Small whole numbers: products and sums of them are exact in every dtype but uint8, which wraps around as uint8_t
// does.
template <class T>
std::vector<T> numbers(int64_t n, int seed) {
  std::vector<T> x(static_cast<size_t>(n));
  for (size_t i = 0; i < x.size(); ++i) {
    const int value = static_cast<int>((i * 7919 + i / 13 * 31 + static_cast<size_t>(seed) * 101) % 17) - 8;
    x[i] = static_cast<T>(std::is_unsigned_v<T> ? value + 8 : value);
  }
  return x;
}

Shape batch_of(const Shape& shape) { return Shape(shape.begin(), shape.end() - 2); }

Shape broadcast(const Shape& a, const Shape& b) {
  Shape out(std::max(a.size(), b.size()), 1);
  for (const Shape* s : {&a, &b})
    for (size_t i = 0; i < s->size(); ++i) {
      int64_t& size = out[out.size() - s->size() + i];
      if ((*s)[i] != 1) size = (*s)[i];
    }
  return out;
}

// The number of the matrix in a stack of shape `own` that belongs to number `i` of a stack of shape `whole`.
int64_t matrix_number(int64_t i, const Shape& whole, const Shape& own) {
  int64_t number = 0, step = 1;
  for (size_t d = 0; d < whole.size(); ++d) {
    const size_t w = whole.size() - 1 - d;
    const int64_t at = i % whole[w];
    i /= whole[w];
    if (d >= own.size()) continue;
    const int64_t size = own[own.size() - 1 - d];
    if (size != 1) number += at * step;
    step *= size;
  }
  return number;
}

// out[c(i)] += op(x[a(i)]) op(y[b(i)]) over all matrices i of `whole`, as nested loops say it.
template <class T>
std::vector<T> reference(const Shape& whole, const std::vector<T>& x, const Shape& sx, bool tx, const std::vector<T>& y,
                         const Shape& sy, bool ty, const Shape& so) {
  std::vector<T> out(static_cast<size_t>(count_of(so)), T(0));
  const int64_t m = so[so.size() - 2], n = so.back(), k = tx ? sx[sx.size() - 2] : sx.back();
  for (int64_t i = 0; i < count_of(whole); ++i) {
    const T* a = x.data() + matrix_number(i, whole, batch_of(sx)) * m * k;
    const T* b = y.data() + matrix_number(i, whole, batch_of(sy)) * k * n;
    T* c = out.data() + matrix_number(i, whole, batch_of(so)) * m * n;
    for (int64_t r = 0; r < m; ++r)
      for (int64_t s = 0; s < n; ++s)
        for (int64_t l = 0; l < k; ++l)
          c[r * n + s] =
              static_cast<T>(c[r * n + s] + (tx ? a[l * m + r] : a[r * k + l]) * (ty ? b[s * k + l] : b[l * n + s]));
  }
  return out;
}

struct Case {
  Shape a, b;
};
const Case kCases[] = {
    {{1, 1}, {1, 1}},       {{3, 4}, {4, 5}},          {{1, 70}, {70, 33}},       {{33, 70}, {70, 1}},
    {{1, 300}, {300, 1}},   {{5, 1}, {1, 6}},          {{65, 64}, {64, 67}},      {{130, 200}, {200, 140}},
    {{2, 3, 4}, {4, 5}},    {{3, 4}, {2, 4, 5}},       {{2, 3, 4}, {2, 4, 5}},    {{2, 1, 3, 4}, {1, 3, 4, 5}},
    {{3, 1, 4}, {3, 4, 5}}, {{3, 1, 1, 4}, {2, 4, 1}}, {{2, 3, 4, 5}, {3, 5, 2}}, {{1, 1, 3, 4}, {4, 5}},
    {{600, 3}, {3, 700}},   {{20, 4, 4}, {4, 4}},      {{4, 5}, {1, 5, 3}},       {{2, 3, 1, 4}, {3, 4, 5}},
};
const Case kEmpty[] = {{{0, 4}, {4, 5}},    {{3, 0}, {0, 5}},       {{3, 4}, {4, 0}},
                       {{0, 3, 4}, {4, 5}}, {{2, 3, 0}, {2, 0, 5}}, {{0, 0}, {0, 0}}};

Shape result_shape(const Case& c) {
  Shape out = broadcast(batch_of(c.a), batch_of(c.b));
  out.push_back(c.a[c.a.size() - 2]);
  out.push_back(c.b.back());
  return out;
}

std::string text(const Case& c) { return testing::PrintToString(c.a) + " x " + testing::PrintToString(c.b); }

// An output that would give itself away where the product read it.
template <class T>
Tensor poisoned(const Shape& shape, Lie lie) {
  const Tensor t = empty<T>(shape, lie);
  if constexpr (std::is_floating_point_v<T>)
    set(t, std::vector<T>(count_of(shape), std::numeric_limits<T>::quiet_NaN()));
  return t;
}

template <class T>
void check_product(const Case& c, Lie la, Lie lb, Lie lo) {
  const Shape so = result_shape(c);
  const std::vector<T> a = numbers<T>(count_of(c.a), 1), b = numbers<T>(count_of(c.b), 2);
  const Tensor x = tensor<T>(c.a, a, la), y = tensor<T>(c.b, b, lb), out = poisoned<T>(so, lo);
  EXPECT_DONE(nabla_matmul(x, y, out, nullptr));
  EXPECT_TRUE(values<T>(out) == reference(batch_of(so), a, c.a, false, b, c.b, false, so))
      << text(c) << " " << name_of(la) << " " << name_of(lb) << " " << name_of(lo) << " " << dtype_name(kDType<T>);
}

template <class T>
void check_products() {
  for (const Case& c : kCases)
    for (const Lie la : kLies)
      for (const Lie lb : kLies)
        for (const Lie lo : kLies)
          if (count_of(c.a) < 1000 || (la == lb && lb == lo) || la == Lie::kTransposed) check_product<T>(c, la, lb, lo);
  for (const Case& c : kEmpty) check_product<T>(c, Lie::kDense, Lie::kDense, Lie::kDense);
}
TEST(Matmul, ProductsFloat32) { check_products<float>(); }
TEST(Matmul, ProductsFloat64) { check_products<double>(); }
TEST(Matmul, ProductsUInt8) { check_products<uint8_t>(); }
TEST(Matmul, ProductsInt32) { check_products<int32_t>(); }
TEST(Matmul, ProductsInt64) { check_products<int64_t>(); }

template <class T>
void check_gradients(const Case& c, Lie la, Lie lb, Lie ly, Lie lg) {
  const Shape so = result_shape(c);
  const std::vector<T> a = numbers<T>(count_of(c.a), 1), b = numbers<T>(count_of(c.b), 2),
                       g = numbers<T>(count_of(so), 3);
  const Tensor x = tensor<T>(c.a, a, la), y = tensor<T>(c.b, b, lb), dy = tensor<T>(so, g, ly);
  const Tensor dx = poisoned<T>(c.a, lg), dz = poisoned<T>(c.b, lg);
  EXPECT_DONE(nabla_matmul_backward(x, y, dy, dx, dz, nullptr));
  EXPECT_TRUE(values<T>(dx) == reference(batch_of(so), g, so, false, b, c.b, true, c.a))
      << "da " << text(c) << name_of(lg);
  EXPECT_TRUE(values<T>(dz) == reference(batch_of(so), a, c.a, true, g, so, false, c.b))
      << "db " << text(c) << name_of(lg);
}

template <class T>
void check_all_gradients() {
  for (const Case& c : kCases)
    for (const Lie l : kLies) {
      check_gradients<T>(c, l, Lie::kDense, Lie::kDense, Lie::kDense);
      check_gradients<T>(c, Lie::kDense, l, Lie::kStepped, Lie::kTransposed);
      check_gradients<T>(c, Lie::kTransposed, Lie::kDense, l, Lie::kDense);
      check_gradients<T>(c, Lie::kDense, Lie::kReversed, Lie::kDense, l);
    }
  for (const Case& c : kEmpty) check_gradients<T>(c, Lie::kDense, Lie::kDense, Lie::kDense, Lie::kDense);
}
TEST(Matmul, GradientsFloat32) { check_all_gradients<float>(); }
TEST(Matmul, GradientsFloat64) { check_all_gradients<double>(); }

TEST(Matmul, GradientsOfAnExpandedNumber) {  // as sum()'s backward hands it over
  const Tensor x = tensor<float>({3, 4}, numbers<float>(12, 1)), y = tensor<float>({4, 5}, numbers<float>(20, 2));
  const Tensor one = expand(tensor<float>({1, 1}, {1}), {3, 5}),
               ones = tensor<float>({3, 5}, std::vector<float>(15, 1));
  const Tensor da = empty<float>({3, 4}), db = empty<float>({4, 5}), ra = empty<float>({3, 4}),
               rb = empty<float>({4, 5});
  EXPECT_DONE(nabla_matmul_backward(x, y, one, da, db, nullptr));
  EXPECT_DONE(nabla_matmul_backward(x, y, ones, ra, rb, nullptr));
  EXPECT_EQ(values<float>(da), values<float>(ra));
  EXPECT_EQ(values<float>(db), values<float>(rb));
}

TEST(Matmul, OneGradientAlone) {
  const Tensor x = tensor<double>({3, 4}, numbers<double>(12, 1)), y = tensor<double>({4, 5}, numbers<double>(20, 2));
  const Tensor dy = tensor<double>({3, 5}, numbers<double>(15, 3));
  const Tensor da = empty<double>({3, 4}), db = empty<double>({4, 5}), only_a = empty<double>({3, 4}),
               only_b = empty<double>({4, 5});
  EXPECT_DONE(nabla_matmul_backward(x, y, dy, da, db, nullptr));
  EXPECT_DONE(nabla_matmul_backward(nullptr, y, dy, only_a, nullptr, nullptr));
  EXPECT_DONE(nabla_matmul_backward(x, nullptr, dy, nullptr, only_b, nullptr));
  EXPECT_EQ(values<double>(only_a), values<double>(da));
  EXPECT_EQ(values<double>(only_b), values<double>(db));
  EXPECT_DONE(nabla_matmul_backward(nullptr, nullptr, dy, nullptr, nullptr, nullptr));
}

TEST(Matmul, OntoAnOperand) {
  const std::vector<float> a = numbers<float>(16, 1), b = numbers<float>(16, 2);
  const Tensor x = tensor<float>({4, 4}, a), y = tensor<float>({4, 4}, b), out = empty<float>({4, 4});
  EXPECT_DONE(nabla_matmul(x, y, out, nullptr));
  EXPECT_DONE(nabla_matmul(x, y, x, nullptr));
  EXPECT_EQ(values<float>(x), values<float>(out));
  set(x, a);
  EXPECT_DONE(nabla_matmul(x, y, y, nullptr));
  EXPECT_EQ(values<float>(y), values<float>(out));

  set(y, b);
  const Tensor dy = tensor<float>({4, 4}, numbers<float>(16, 3)), da = empty<float>({4, 4}), db = empty<float>({4, 4});
  EXPECT_DONE(nabla_matmul_backward(x, y, dy, da, db, nullptr));
  EXPECT_DONE(nabla_matmul_backward(x, y, dy, dy, x, nullptr));
  EXPECT_EQ(values<float>(dy), values<float>(da));
  EXPECT_EQ(values<float>(x), values<float>(db));
}

template <class T>
std::vector<T> fractions(int64_t n) {
  std::vector<T> x(static_cast<size_t>(n));
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(std::sin(static_cast<double>(i) * 0.7) + 0.01);
  return x;
}

// Shapes that are cut in every way there is: by rows and columns, along the sum, along summed matrices, and for
// vectors.
template <class T>
void check_threads() {
  const Case cases[] = {{{300, 310}, {310, 290}},  {{40, 60000}, {60000, 30}},   {{1, 5000}, {5000, 1000}},
                        {{1000, 5000}, {5000, 1}}, {{1, 3000000}, {3000000, 1}}, {{30, 64, 65}, {65, 70}},
                        {{64, 50, 3}, {64, 3, 60}}};
  for (const Case& c : cases) {
    const Tensor x = tensor<T>(c.a, fractions<T>(count_of(c.a))), y = tensor<T>(c.b, fractions<T>(count_of(c.b)));
    const Shape so = result_shape(c);
    const Tensor dy = tensor<T>(so, fractions<T>(count_of(so)));
    std::vector<T> first[3];
    for (const int threads : {1, 2, 7})
      with_threads(threads, [&] {
        const Tensor out = empty<T>(so), da = empty<T>(c.a), db = empty<T>(c.b);
        EXPECT_DONE(nabla_matmul(x, y, out, nullptr));
        EXPECT_DONE(nabla_matmul_backward(x, y, dy, da, db, nullptr));
        const std::vector<T> now[3] = {values<T>(out), values<T>(da), values<T>(db)};
        for (int i = 0; i < 3; ++i) {
          if (threads == 1) first[i] = now[i];
          EXPECT_TRUE(now[i] == first[i]) << text(c) << " with " << threads << ", result " << i;
        }
      });
  }
}
TEST(Matmul, ThreadsChangeNoBitFloat32) { check_threads<float>(); }
TEST(Matmul, ThreadsChangeNoBitFloat64) { check_threads<double>(); }

TEST(Matmul, LongSumsAreAccurate) {
  const int64_t k = 3000001;
  const std::vector<float> a = fractions<float>(k);
  const Tensor x = tensor<float>({1, k}, a), out = empty<float>({1, 1});
  EXPECT_DONE(nabla_matmul(x, transpose(x, 0, 1), out, nullptr));
  double sum = 0;
  for (const float v : a) sum += double{v} * v;
  EXPECT_NEAR(values<float>(out)[0] / sum, 1, 1e-6);
}

TEST(Matmul, SummedMatricesThatDoNotFold) {  // transposed batches: db adds one product after another
  const Shape sa{5, 3, 4}, sb{4, 6}, so{5, 3, 6};
  const std::vector<double> a = numbers<double>(60, 1), b = numbers<double>(24, 2), g = numbers<double>(90, 3);
  const Tensor x = tensor<double>(sa, a, Lie::kTransposed), y = tensor<double>(sb, b), dy = tensor<double>(so, g);
  const Tensor db = poisoned<double>(sb, Lie::kDense);
  EXPECT_DONE(nabla_matmul_backward(x, y, dy, nullptr, db, nullptr));
  EXPECT_EQ(values<double>(db), reference(Shape{5}, a, sa, true, g, so, false, sb));
}

// Runs body(i) on `count` threads at once.
template <class Body>
void at_once(int count, Body&& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
  for (std::thread& t : threads) t.join();
}

// OpenBLAS's own table of work buffers has no lock: without ours, callers get each other's.
TEST(Matmul, CallersShareNoWorkBuffer) {
  std::vector<int> shared(6);
  at_once(6, [&](int i) {
    for (int k = 0; k < 500000; ++k) {
      volatile int* buffer = static_cast<int*>(blas_memory_alloc(0));
      *buffer = i;
      for (int spin = 0; spin < 20; ++spin) shared[i] += *buffer != i;
      blas_memory_free(const_cast<int*>(buffer));
    }
  });
  EXPECT_EQ(shared, std::vector<int>(6));
}

TEST(Matmul, MoreCallersThanOpenBlasHasPlaces) {
  const Tensor x = tensor<float>({90, 80}, fractions<float>(7200)), y = tensor<float>({80, 70}, fractions<float>(5600));
  const Tensor expected = empty<float>({90, 70});
  EXPECT_DONE(nabla_matmul(x, y, expected, nullptr));
  std::vector<Tensor> out;
  for (int i = 0; i < 160; ++i) out.push_back(empty<float>({90, 70}));
  testing::internal::CaptureStderr();
  at_once(160, [&](int i) {
    for (int k = 0; k < 10; ++k) nabla_matmul(x, y, out[i], nullptr);
  });
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  for (const Tensor& o : out) EXPECT_TRUE(values<float>(o) == values<float>(expected));
}

TEST(Matmul, RefusesAndWritesNothing) {
  const Tensor x = tensor<float>({3, 4}, numbers<float>(12, 1)), y = tensor<float>({4, 5}, numbers<float>(20, 2));
  const Tensor out = empty<float>({3, 5}), batch = empty<float>({2, 3, 4}), three = empty<float>({3, 4, 5});
  const Tensor square = tensor<float>({4, 4}, numbers<float>(16, 1));
  EXPECT_REFUSED(nabla_matmul(nullptr, y, out, nullptr), NABLA_INVALID_ARGUMENT, "a is null");
  EXPECT_REFUSED(nabla_matmul(x, nullptr, out, nullptr), NABLA_INVALID_ARGUMENT, "b is null");
  EXPECT_REFUSED(nabla_matmul(x, y, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_matmul(x, x, out, nullptr), NABLA_INVALID_ARGUMENT, "columns");
  EXPECT_REFUSED(nabla_matmul(x, empty<float>({4}), out, nullptr), NABLA_INVALID_ARGUMENT, "rank 2");
  EXPECT_REFUSED(nabla_matmul(x, y, empty<float>({5, 3}), nullptr), NABLA_INVALID_ARGUMENT, "3 x 5");
  EXPECT_REFUSED(nabla_matmul(batch, y, out, nullptr), NABLA_INVALID_ARGUMENT, "leading");
  EXPECT_REFUSED(nabla_matmul(batch, three, empty<float>({2, 3, 5}), nullptr), NABLA_INVALID_ARGUMENT, "leading");
  EXPECT_REFUSED(nabla_matmul(x, empty<double>({4, 5}), out, nullptr), NABLA_INVALID_ARGUMENT, "float64");
  EXPECT_REFUSED(nabla_matmul(empty<Bool>({3, 4}), empty<Bool>({4, 5}), empty<Bool>({3, 5}), nullptr),
                 NABLA_UNSUPPORTED, "bool");
  EXPECT_REFUSED(nabla_matmul(square, square, transpose(square, 0, 1), nullptr), NABLA_INVALID_ARGUMENT, "overlaps");
  EXPECT_EQ(bytes(out), bytes(empty<float>({3, 5})));

  const Tensor dy = empty<float>({3, 5}), da = empty<float>({3, 4}), db = empty<float>({4, 5});
  EXPECT_REFUSED(nabla_matmul_backward(x, y, nullptr, da, db, nullptr), NABLA_INVALID_ARGUMENT, "dy is null");
  EXPECT_REFUSED(nabla_matmul_backward(x, nullptr, dy, da, db, nullptr), NABLA_INVALID_ARGUMENT, "made of b");
  EXPECT_REFUSED(nabla_matmul_backward(nullptr, y, dy, da, db, nullptr), NABLA_INVALID_ARGUMENT, "made of a");
  EXPECT_REFUSED(nabla_matmul_backward(x, y, dy, db, da, nullptr), NABLA_INVALID_ARGUMENT, "must be 3 x 4");
  EXPECT_REFUSED(nabla_matmul_backward(x, y, empty<float>({3, 6}), da, db, nullptr), NABLA_INVALID_ARGUMENT, "columns");
  const Tensor i = empty<int32_t>({3, 3});
  EXPECT_REFUSED(nabla_matmul_backward(i, i, i, empty<int32_t>({3, 3}), nullptr, nullptr), NABLA_UNSUPPORTED, "int32");
  const Tensor one = empty<float>({4, 4}), two = empty<float>({4, 4});
  EXPECT_REFUSED(nabla_matmul_backward(one, two, square, one, one, nullptr), NABLA_INVALID_ARGUMENT, "same view");
  EXPECT_EQ(bytes(da), bytes(empty<float>({3, 4})));
  EXPECT_EQ(bytes(db), bytes(empty<float>({4, 5})));
}

}  // namespace
}  // namespace nabla::test

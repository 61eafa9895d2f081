// Values of functions of two and three operands: every op, dtype and instruction set against its definition.
#include <cmath>
#include <limits>
#include <random>

#include "binary_references.h"
#include "elementwise.h"

namespace nabla::test {
namespace {

template <class T>
std::vector<T> edges() {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_floating_point_v<T>) {
    std::vector<T> all;
    for (const T v : {T(0), Limits::denorm_min(), Limits::min(), T(1e-3), T(0.1), T(0.5), T(1), T(1.5), T(2), T(2.5), T(3), T(4), T(7),
                      T(10), T(88.5), T(1e6), T(16777216), T(1e30), Limits::max(), Limits::infinity()}) {
      all.push_back(v);
      all.push_back(-v);
    }
    all.push_back(Limits::quiet_NaN());
    return all;
  } else {
    return {Limits::min(), static_cast<T>(Limits::min() + 1), Limits::max(), static_cast<T>(Limits::max() - 1), 0, 1, 2, 3, 5, 7, 8, 10, 15,
            30, 31, 32, 33, 62, 63, 64, 65, 100, static_cast<T>(-1), static_cast<T>(-2), static_cast<T>(-3), static_cast<T>(-7),
            static_cast<T>(-8), static_cast<T>(-33)};
  }
}

// Numbers of every size, all bit patterns alike.
template <class T>
T any_number(std::mt19937_64& random) {
  const uint64_t bits = random();
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
// Numbers whose products and sums stay finite.
template <class T>
T moderate_number(std::mt19937_64& random) {
  std::uniform_real_distribution<double> mantissa(-2, 2);
  return static_cast<T>(std::ldexp(mantissa(random), static_cast<int>(random() % 80) - 40));
}

// How far a result is off, in units of the last place of the reference's scale; 0 is the nearest number.
template <class T>
double error_of(T got, const Reference& truth) {
  const T nearest = static_cast<T>(truth.value);
  if (std::isnan(got) || std::isnan(nearest)) return std::isnan(got) == std::isnan(nearest) ? 0 : 1e30;
  if (got == nearest) return 0;
  if (std::isinf(got) || std::isinf(nearest)) {  // an overflow a hair too early or too late
    const Real most = std::numeric_limits<T>::max();
    const bool close = std::fabs(std::isinf(got) ? nearest : got) == most && (got > 0) == (nearest > 0);
    return close ? 1 : 1e30;
  }
  int exponent = 0;
  std::frexp(truth.scale, &exponent);
  using Limits = std::numeric_limits<T>;
  const Real unit = std::ldexp(Real(1), std::max(exponent - Limits::digits, Limits::min_exponent - Limits::digits));
  return static_cast<double>(std::fabs(got - truth.value) / unit);
}

// The zero that comes out has the sign that its definition gives it, but where either zero is right.
bool sign_matters(nabla_binary_op op) { return op != NABLA_BINARY_MAXIMUM && op != NABLA_BINARY_MINIMUM; }

template <class T>
void expect_floating_values(const std::vector<T>& a, const std::vector<T>& b) {
  const Shape shape{static_cast<int64_t>(a.size())};
  const Tensor ta = tensor(shape, a), tb = tensor(shape, b), out = empty<T>(shape);
  for (const Function& f : functions(kDType<T>)) {
    if (f.ternary) continue;
    const auto op = nabla_binary_op(f.op);
    EXPECT_DONE(f.forward({ta, tb}, out));
    const std::vector<T> y = values<T>(out);
    double worst = 0;
    size_t at = 0;
    for (size_t i = 0; i < y.size(); ++i) {
      const Reference truth = binary_reference(op, a[i], b[i]);
      double error = error_of(y[i], truth);
      if (y[i] == 0 && truth.value == 0 && sign_matters(op) && std::signbit(y[i]) != std::signbit(truth.value)) error = 1e20;
      if (!(error <= worst)) {
        worst = error;
        at = i;
      }
    }
    // float64 promises a few units; and the reference, being rounded twice, may miss the nearest number by a hair.
    const double promised = std::is_same_v<T, float> ? f.row.ulp : f.row.ulp == 0 ? 0.501 : 4;
    EXPECT_TRUE(worst <= promised) << f.row.name << "(" << a[at] << ", " << b[at] << ") = " << y[at] << " instead of "
                                   << binary_reference(op, a[at], b[at]).value << ": " << worst << " units off";
  }
}

template <class T>
void expect_floating_binary() {
  const std::vector<T> edge = edges<T>();
  std::vector<T> a, b;
  for (const T x : edge) {
    for (const T y : edge) {
      a.push_back(x);
      b.push_back(y);
    }
  }
  expect_floating_values(a, b);
  std::mt19937_64 random(1);
  a.clear();
  b.clear();
  for (int i = 0; i < 20'000; ++i) {
    a.push_back(i % 2 == 0 ? any_number<T>(random) : moderate_number<T>(random));
    b.push_back(i % 4 < 2 ? any_number<T>(random) : moderate_number<T>(random));
  }
  for (int i = 0; i < 10'000; ++i) {  // of like size: the quotient, the angle and the sum are neither trivial nor huge
    a.push_back(static_cast<T>(static_cast<double>(random() % 200'001) / 1e4 - 10));
    b.push_back(static_cast<T>(static_cast<double>(random() % 200'001) / 1e4 - 10));
  }
  expect_floating_values(a, b);
}

TEST(Binary, FloatingValues) {
  for_each_target([] {
    expect_floating_binary<float>();
    expect_floating_binary<double>();
  });
}

template <class T>
void expect_whole_binary(const std::vector<T>& some) {
  std::vector<T> a, b;
  for (const T& x : some) {
    for (const T& y : some) {
      a.push_back(x);
      b.push_back(y);
    }
  }
  const Shape shape{static_cast<int64_t>(a.size())};
  const Tensor ta = tensor(shape, a), tb = tensor(shape, b), out = empty<T>(shape);
  for (const Function& f : functions(kDType<T>)) {
    if (f.ternary) continue;
    EXPECT_DONE(f.forward({ta, tb}, out));
    const std::vector<T> y = values<T>(out);
    for (size_t i = 0; i < y.size(); ++i) {
      const T truth = binary_reference(nabla_binary_op(f.op), a[i], b[i]);
      if constexpr (std::is_same_v<T, Bool>)
        EXPECT_EQ(y[i], truth) << f.row.name << "(" << +a[i].bits << ", " << +b[i].bits << ")";
      else
        EXPECT_EQ(y[i], truth) << f.row.name << "(" << +a[i] << ", " << +b[i] << ")";
    }
  }
}

TEST(Binary, WholeValues) {
  for_each_target([] {
    expect_whole_binary(edges<uint8_t>());
    expect_whole_binary(edges<int32_t>());
    expect_whole_binary(edges<int64_t>());
    expect_whole_binary<Bool>({Bool{0}, Bool{1}});
  });
}

template <class T>
void expect_ternary_values(const std::vector<T>& a, const std::vector<T>& b, const std::vector<T>& c) {
  const Shape shape{static_cast<int64_t>(a.size())};
  const Tensor ta = tensor(shape, a), tb = tensor(shape, b), tc = tensor(shape, c), out = empty<T>(shape);
  for (const Function& f : functions(kDType<T>)) {
    if (!f.ternary || f.has_condition()) continue;
    EXPECT_DONE(f.forward({ta, tb, tc}, out));
    const std::vector<T> y = values<T>(out);
    for (size_t i = 0; i < y.size(); ++i) {
      const auto truth = ternary_reference(nabla_ternary_op(f.op), a[i], b[i], c[i]);
      if constexpr (std::is_integral_v<T>)
        EXPECT_EQ(y[i], truth) << f.row.name << "(" << +a[i] << ", " << +b[i] << ", " << +c[i] << ")";
      else
        EXPECT_TRUE(error_of(y[i], truth) <= f.row.ulp) << f.row.name << "(" << a[i] << ", " << b[i] << ", " << c[i] << ") = " << y[i]
                                                        << " instead of " << truth.value;
    }
  }
}

template <class T>
void expect_ternary(const std::vector<T>& some, std::mt19937_64& random) {
  std::vector<T> a, b, c;
  for (const T x : some) {
    for (const T y : some) {
      a.push_back(x);
      b.push_back(y);
      c.push_back(some[random() % some.size()]);
    }
  }
  expect_ternary_values(a, b, c);
}

TEST(Ternary, Values) {
  for_each_target([] {
    std::mt19937_64 random(2);
    expect_ternary(edges<uint8_t>(), random);
    expect_ternary(edges<int32_t>(), random);
    expect_ternary(edges<int64_t>(), random);
    std::vector<float> floats;
    std::vector<double> doubles;
    for (int i = 0; i < 150; ++i) {
      floats.push_back(moderate_number<float>(random));
      doubles.push_back(moderate_number<double>(random));
    }
    for (const double v : {0.0, 0.25, 0.5, 1.0, -1.0, 0.75}) {
      floats.push_back(static_cast<float>(v));
      doubles.push_back(v);
    }
    expect_ternary(floats, random);
    expect_ternary(doubles, random);
  });
}

TEST(Ternary, ClampKeepsNaN) {
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  const auto clamp = [](double a, double b, double c) {
    const Tensor out = empty<double>({1});
    EXPECT_DONE(nabla_ternary(NABLA_TERNARY_CLAMP, tensor<double>({1}, {a}), scalar(b), scalar(c), out, nullptr));
    return values<double>(out)[0];
  };
  EXPECT_TRUE(std::isnan(clamp(nan, 0, 1)));
  EXPECT_TRUE(std::isnan(clamp(0.5, nan, 1)));
  EXPECT_TRUE(std::isnan(clamp(0.5, 0, nan)));
  EXPECT_EQ(clamp(inf, -1, 2), 2);
  EXPECT_EQ(clamp(-inf, -inf, 2), -inf);
  EXPECT_EQ(clamp(5, 3, 2), 2);  // bounds that cross: the upper one holds
}

TEST(Ternary, LerpReachesBothEnds) {
  const Tensor out = empty<float>({2});
  EXPECT_DONE(nabla_ternary(NABLA_TERNARY_LERP, scalar(-1e8f), scalar(0.1f), tensor<float>({2}, {0, 1}), out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{-1e8f, 0.1f}));
}

template <class T>
void expect_where(const std::vector<T>& some) {
  for (const int64_t n : {1, 3, 16, 33, 250}) {
    std::vector<T> b, c, truth;
    std::vector<Bool> a;
    for (int64_t i = 0; i < n; ++i) {
      a.push_back(Bool{static_cast<uint8_t>(i * i % 3 == 1)});
      b.push_back(some[static_cast<size_t>(i) % some.size()]);
      c.push_back(some[static_cast<size_t>(i * 7 + 1) % some.size()]);
      truth.push_back(a.back().bits != 0 ? b.back() : c.back());
    }
    const Tensor out = empty<T>({n}), expected = tensor<T>({n}, truth);
    EXPECT_DONE(nabla_ternary(NABLA_TERNARY_WHERE, tensor<Bool>({n}, a), tensor<T>({n}, b), tensor<T>({n}, c), out, nullptr));
    EXPECT_EQ(bytes(out), bytes(expected)) << n << " " << dtype_name(kDType<T>);
  }
}

TEST(Ternary, WhereChoosesByMask) {
  for_each_target([] {
    expect_where(edges<float>());
    expect_where(edges<double>());
    expect_where(edges<uint8_t>());
    expect_where(edges<int32_t>());
    expect_where(edges<int64_t>());
    expect_where<Bool>({Bool{0}, Bool{1}, Bool{1}});
  });
}

}  // namespace
}  // namespace nabla::test

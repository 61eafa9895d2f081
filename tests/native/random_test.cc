#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/distributions.h"
#include "core/philox.h"
#include "cpu/random.h"
#include "tensor.h"

namespace nabla::test {
namespace {

constexpr uint64_t kSeed = 0x9E3779B97F4A7C15, kOffset = 12345678901;

template <class T>
std::vector<T> draw(nabla_random_op op, double a, double b, const Shape& shape, Lie lie = Lie::kDense,
                    uint64_t seed = kSeed, uint64_t offset = kOffset) {
  const Tensor out = empty<T>(shape, lie);
  EXPECT_DONE(nabla_random(op, a, b, seed, offset, out, nullptr));
  return values<T>(out);
}

uint64_t wide_word(int64_t i) {
  const Philox p = Philox::at(kSeed, kOffset + i / 2);
  return p.word[i % 2 * 2] | uint64_t{p.word[i % 2 * 2 + 1]} << 32;
}

// The known answers that accompany Random123, the authors' library.
TEST(Philox, KnownAnswers) {
  struct {
    Philox counter;
    uint32_t key0, key1;
    Philox answer;
  } const cases[] = {
      {{{0, 0, 0, 0}}, 0, 0, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
      {{{~0u, ~0u, ~0u, ~0u}}, ~0u, ~0u, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
      {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
       0xa4093822,
       0x299f31d0,
       {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}},
  };
  for (const auto& c : cases) {
    Philox p = c.counter;
    p.scramble(c.key0, c.key1);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(p.word[i], c.answer.word[i]);
  }
}

TEST(Philox, VectorsGiveTheSameWords) {
  for_each_target([] {
    for (const uint64_t counter :
         {uint64_t{0}, uint64_t{0xFFFFFFFD}, ~uint64_t{0} - 2}) {  // a carry, and the end of all
      uint32_t words[4 * (21 + cpu::kSpareCounters)];
      cpu::random_words(kSeed, counter, 21, words);
      for (int i = 0; i < 21; ++i) {
        const Philox p = Philox::at(kSeed, counter + static_cast<uint64_t>(i));
        for (int k = 0; k < 4; ++k) ASSERT_EQ(words[4 * i + k], p.word[k]) << counter << " + " << i;
      }
    }
  });
}

TEST(Random, ElementsFollowFromTheirNumber) {
  for_each_target([] {
    for (const Lie lie : kLies) {
      const Shape shape{37, 111};
      const std::vector<float> f = draw<float>(NABLA_RANDOM_UNIFORM, -1, 3, shape, lie);
      const std::vector<double> d = draw<double>(NABLA_RANDOM_UNIFORM, -1, 3, shape, lie);
      const std::vector<int32_t> c = draw<int32_t>(NABLA_RANDOM_BERNOULLI, 0.25, 0, shape, lie);
      const std::vector<int64_t> n = draw<int64_t>(NABLA_RANDOM_INTEGER, -5, 1000, shape, lie);
      for (int64_t i = 0; i < 37 * 111; ++i) {
        const uint32_t word = Philox::at(kSeed, kOffset + i / 4).word[i % 4];
        ASSERT_EQ(f[i], -1.0f + std::ldexp(static_cast<float>(word >> 8), -24) * 4.0f);
        ASSERT_EQ(d[i], -1.0 + std::ldexp(static_cast<double>(wide_word(i) >> 11), -53) * 4.0);
        ASSERT_EQ(c[i], word < 0x40000000u);
        ASSERT_EQ(n[i], -5 + static_cast<int64_t>(static_cast<unsigned __int128>(wide_word(i)) * 1005 >> 64));
      }
    }
  });
}

// Against the C library, in double, from the same words; and the same bits for all instruction sets.
TEST(Random, NormalIsBoxAndMullers) {
  std::vector<float> first_f;
  std::vector<double> first_d;
  for_each_target([&] {
    const int64_t n = 100003;
    const std::vector<float> f = draw<float>(NABLA_RANDOM_NORMAL, 0, 1, {n});
    const std::vector<double> d = draw<double>(NABLA_RANDOM_NORMAL, 0, 1, {n});
    const double turn = 6.283185307179586476925;
    double worst_f = 0, worst_d = 0;
    for (int64_t i = 0; i < n; ++i) {
      const Philox p = Philox::at(kSeed, kOffset + i / 4);
      const uint32_t w0 = p.word[i % 4 / 2 * 2], w1 = p.word[i % 4 / 2 * 2 + 1];
      double r =
          std::sqrt(-2 * std::log((static_cast<double>(static_cast<float>(w0 >> 1)) + 0.5) * std::ldexp(1, -31)));
      double angle = w1 * std::ldexp(turn, -32);
      worst_f = std::max(worst_f, std::fabs(f[i] - r * (i % 2 == 0 ? std::cos(angle) : std::sin(angle))));
      r = std::sqrt(-2 * std::log((static_cast<double>(wide_word(i / 2 * 2) >> 1) + 0.5) * std::ldexp(1, -63)));
      angle = static_cast<double>(wide_word(i / 2 * 2 + 1)) * std::ldexp(turn, -64);
      worst_d = std::max(worst_d, std::fabs(d[i] - r * (i % 2 == 0 ? std::cos(angle) : std::sin(angle))));
    }
    EXPECT_LT(worst_f, 2e-6);
    EXPECT_LT(worst_d, 5e-15);
    if (first_f.empty()) first_f = f, first_d = d;
    EXPECT_EQ(f, first_f);
    EXPECT_EQ(d, first_d);
  });
}

TEST(Random, FunctionsOfTheNormalAreAccurate) {
  double worst = 0, worst_wide = 0;
  for (int i = 1; i < 200000; ++i) {
    const double u = i / 200000.0;
    worst = std::max(
        worst, std::fabs(log_of(static_cast<float>(u)) / std::log(static_cast<double>(static_cast<float>(u))) - 1));
    worst_wide = std::max(worst_wide, std::fabs(log_of(u) / std::log(u) - 1));
  }
  EXPECT_LT(worst, 3e-7);
  EXPECT_LT(worst_wide, 6e-16);
  worst = worst_wide = 0;
  for (uint64_t i = 0; i < 200000; ++i) {
    const uint64_t w = i * 0x9E3779B97F4A7C15;
    const double angle = static_cast<double>(static_cast<int64_t>(w)) * std::ldexp(6.283185307179586476925, -64);
    double c, s;
    turn_of(w, c, s);
    worst_wide = std::max({worst_wide, std::fabs(c - std::cos(angle)), std::fabs(s - std::sin(angle))});
    float cf, sf;
    turn_of(static_cast<uint32_t>(w >> 32), cf, sf);
    const double narrow = static_cast<int32_t>(w >> 32) * std::ldexp(6.283185307179586476925, -32);
    worst = std::max({worst, std::fabs(cf - std::cos(narrow)), std::fabs(sf - std::sin(narrow))});
  }
  EXPECT_LT(worst, 2e-7);
  EXPECT_LT(worst_wide, 6e-16);
}

TEST(Random, NormalIsFiniteAtTheEnds) {
  const Normal<float> f(0, 1);
  const Normal<double> d(0, 1);
  float zf[2];
  double zd[2];
  f(0, 0, zf[0], zf[1]);
  EXPECT_NEAR(zf[0], 6.66, 0.01);
  f(~0u, 0, zf[0], zf[1]);
  EXPECT_EQ(zf[0], 0);
  d(0, 0, zd[0], zd[1]);
  EXPECT_NEAR(zd[0], 9.42, 0.01);
  d(~uint64_t{0}, 0, zd[0], zd[1]);
  EXPECT_EQ(zd[0], 0);
}

TEST(Random, UniformNeverReachesItsEnd) {
  const Uniform<float> wide(0, 1), high(16777216, 16777218), none(5, 5), down(-1, 0);
  EXPECT_LT(wide(~0u), 1.0f);
  EXPECT_EQ(high(~0u), 16777216.0f);  // would round to 16777218
  EXPECT_EQ(none(~0u), 5.0f);
  EXPECT_LT(down(~0u), 0.0f);
  EXPECT_EQ(down(0), -1.0f);
  EXPECT_LT((Uniform<double>(0, 1)(~uint64_t{0})), 1.0);
  EXPECT_LT((Uniform<double>(-1, 0)(~uint64_t{0})), 0.0);
}

struct Moments {
  double mean = 0, variance = 0, skew = 0, kurtosis = 0;
};
template <class T>
Moments moments(const std::vector<T>& x) {
  Moments m;
  const double n = static_cast<double>(x.size());
  for (const T v : x) m.mean += static_cast<double>(v) / n;
  for (const T v : x) m.variance += (v - m.mean) * (v - m.mean) / n;
  for (const T v : x) m.skew += std::pow((v - m.mean) / std::sqrt(m.variance), 3) / n;
  for (const T v : x) m.kurtosis += std::pow((v - m.mean) / std::sqrt(m.variance), 4) / n;
  return m;
}

// The seed is fixed: these bounds of five standard errors hold or do not, they never fail now and then.
template <class T>
void check_moments() {
  const int64_t n = 1 << 20;
  const double se = 1 / std::sqrt(static_cast<double>(n));
  const Moments u = moments(draw<T>(NABLA_RANDOM_UNIFORM, 2, 6, {n}));
  EXPECT_NEAR(u.mean, 4, 5 * se * 4 / std::sqrt(12.0));
  EXPECT_NEAR(u.variance, 16.0 / 12, 5 * se * 16 / std::sqrt(180.0));
  const Moments z = moments(draw<T>(NABLA_RANDOM_NORMAL, 3, 2, {n}));
  EXPECT_NEAR(z.mean, 3, 5 * se * 2);
  EXPECT_NEAR(z.variance, 4, 5 * se * 4 * std::sqrt(2.0));
  EXPECT_NEAR(z.skew, 0, 5 * se * std::sqrt(6.0));
  EXPECT_NEAR(z.kurtosis, 3, 5 * se * std::sqrt(24.0));
  const Moments c = moments(draw<T>(NABLA_RANDOM_BERNOULLI, 0.3, 0, {n}));
  EXPECT_NEAR(c.mean, 0.3, 5 * se * std::sqrt(0.21));
}
TEST(Random, MomentsFloat32) { check_moments<float>(); }
TEST(Random, MomentsFloat64) { check_moments<double>(); }

double chi_square(const std::vector<int64_t>& counts, double expected) {
  double sum = 0;
  for (const int64_t c : counts) sum += (c - expected) * (c - expected) / expected;
  return sum;
}

TEST(Random, IntegersAreEven) {
  std::vector<int64_t> counts(100);
  for (const int64_t x : draw<int64_t>(NABLA_RANDOM_INTEGER, -20, 80, {1 << 20})) {
    ASSERT_TRUE(x >= -20 && x < 80);
    ++counts[x + 20];
  }
  const double chi = chi_square(counts, (1 << 20) / 100.0);  // 99 degrees of freedom: 99 +- 14
  EXPECT_GT(chi, 99 - 5 * 14.1);
  EXPECT_LT(chi, 99 + 5 * 14.1);
  for (const float x : draw<float>(NABLA_RANDOM_INTEGER, 16777210, 16777217, {100})) EXPECT_EQ(x, std::floor(x));
  for (const uint8_t x : draw<uint8_t>(NABLA_RANDOM_INTEGER, 254, 256, {100})) EXPECT_GE(x, 254);
  const std::vector<int64_t> far = draw<int64_t>(NABLA_RANDOM_INTEGER, -9007199254740992.0, 9007199254740992.0, {100});
  EXPECT_LT(*std::min_element(far.begin(), far.end()), -4503599627370496);
  EXPECT_GT(*std::max_element(far.begin(), far.end()), 4503599627370496);
}

TEST(Random, BernoulliAtTheEnds) {
  EXPECT_EQ(draw<Bool>(NABLA_RANDOM_BERNOULLI, 0, 0, {1000}), std::vector<Bool>(1000, Bool{0}));
  EXPECT_EQ(draw<Bool>(NABLA_RANDOM_BERNOULLI, 1, 0, {1000}), std::vector<Bool>(1000, Bool{1}));
}

TEST(Random, ThreadsAndCutsChangeNothing) {
  for (const nabla_random_op op :
       {NABLA_RANDOM_UNIFORM, NABLA_RANDOM_NORMAL, NABLA_RANDOM_BERNOULLI, NABLA_RANDOM_INTEGER}) {
    std::vector<float> one;
    for (const int threads : {1, 2, 7})
      with_threads(threads, [&] {
        const std::vector<float> x = draw<float>(op, 0, 1, {200001});
        if (one.empty()) one = x;
        EXPECT_EQ(x, one) << threads;
      });
    // The second half is a call of its own with the offset of its first element.
    const int per_counter = op == NABLA_RANDOM_INTEGER ? 2 : 4;
    const std::vector<float> rest = draw<float>(op, 0, 1, {100001}, Lie::kDense, kSeed, kOffset + 100000 / per_counter);
    EXPECT_TRUE(std::equal(rest.begin(), rest.end(), one.begin() + 100000));
  }
}

TEST(Random, SeedsAndOffsetsDiffer) {
  const std::vector<float> x = draw<float>(NABLA_RANDOM_UNIFORM, 0, 1, {64});
  EXPECT_NE(x, draw<float>(NABLA_RANDOM_UNIFORM, 0, 1, {64}, Lie::kDense, kSeed + 1));
  EXPECT_NE(x, draw<float>(NABLA_RANDOM_UNIFORM, 0, 1, {64}, Lie::kDense, kSeed + (uint64_t{1} << 32)));
  EXPECT_NE(x, draw<float>(NABLA_RANDOM_UNIFORM, 0, 1, {64}, Lie::kDense, kSeed, kOffset + (uint64_t{1} << 40)));
}

TEST(Random, RefusesAndWritesNothing) {
  const Tensor f = empty<float>({4}), i = empty<int32_t>({4}), u = empty<uint8_t>({4}), b = empty<Bool>({4});
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  const auto refused = [](nabla_random_op op, double a, double b, const Tensor& out, nabla_status status,
                          const char* words) {
    EXPECT_REFUSED(nabla_random(op, a, b, 1, 2, out, nullptr), status, words);
    EXPECT_EQ(bytes(out), bytes(empty(out.view.dtype, {4})));
  };
  refused(NABLA_RANDOM_UNIFORM, 0, 1, i, NABLA_UNSUPPORTED, "uniform does not take int32");
  refused(NABLA_RANDOM_UNIFORM, 1, 0, f, NABLA_INVALID_ARGUMENT, "must not be greater");
  refused(NABLA_RANDOM_UNIFORM, nan, 1, f, NABLA_INVALID_ARGUMENT, "must not be greater");
  refused(NABLA_RANDOM_UNIFORM, -3e38, 3e38, f, NABLA_INVALID_ARGUMENT, "farther");
  refused(NABLA_RANDOM_UNIFORM, 0, inf, f, NABLA_INVALID_ARGUMENT, "farther");
  refused(NABLA_RANDOM_NORMAL, 0, 1, b, NABLA_UNSUPPORTED, "normal does not take bool");
  refused(NABLA_RANDOM_NORMAL, 0, -1, f, NABLA_INVALID_ARGUMENT, "standard deviation");
  refused(NABLA_RANDOM_NORMAL, nan, 1, f, NABLA_INVALID_ARGUMENT, "mean");
  refused(NABLA_RANDOM_BERNOULLI, 1.5, 0, f, NABLA_INVALID_ARGUMENT, "probability");
  refused(NABLA_RANDOM_BERNOULLI, nan, 0, f, NABLA_INVALID_ARGUMENT, "probability");
  refused(NABLA_RANDOM_INTEGER, 0, 257, u, NABLA_INVALID_ARGUMENT, "uint8 does not hold");
  refused(NABLA_RANDOM_INTEGER, 0, 3, b, NABLA_INVALID_ARGUMENT, "bool does not hold");
  refused(NABLA_RANDOM_INTEGER, 3, 3, f, NABLA_INVALID_ARGUMENT, "must be less");
  refused(NABLA_RANDOM_INTEGER, 0.5, 3, f, NABLA_INVALID_ARGUMENT, "whole");
  refused(NABLA_RANDOM_INTEGER, 0, 1e17, f, NABLA_INVALID_ARGUMENT, "whole");
  refused(nabla_random_op(99), 0, 1, f, NABLA_INVALID_ARGUMENT, "not a nabla_random_op");
  EXPECT_REFUSED(nabla_random(NABLA_RANDOM_UNIFORM, 0, 1, 1, 2, nullptr, nullptr), NABLA_INVALID_ARGUMENT,
                 "out is null");
  EXPECT_DONE(nabla_random(NABLA_RANDOM_UNIFORM, 0, 1, 1, 2, empty<float>({0}), nullptr));
}

std::vector<int64_t> permutation(int64_t n, uint64_t seed, Lie lie = Lie::kDense) {
  const Tensor out = empty<int64_t>({n}, lie);
  EXPECT_DONE(nabla_random_permutation(seed, 7, out, nullptr));
  return values<int64_t>(out);
}

TEST(RandomPermutation, HoldsEachNumberOnce) {
  for (const int64_t n : {0, 1, 2, 3, 17, 1000, 100001}) {
    std::vector<int64_t> p = permutation(n, 5);
    for (const Lie lie : kLies) EXPECT_EQ(permutation(n, 5, lie), p);
    for (const int threads : {1, 2, 7}) with_threads(threads, [&] { EXPECT_EQ(permutation(n, 5), p); });
    if (n > 10) {
      EXPECT_NE(permutation(n, 6), p);
    }
    std::sort(p.begin(), p.end());
    for (int64_t i = 0; i < n; ++i) ASSERT_EQ(p[i], i);
  }
}

TEST(RandomPermutation, AllOrdersAreAlike) {
  std::vector<int64_t> counts(24);
  for (uint64_t seed = 0; seed < 24000; ++seed) {
    const std::vector<int64_t> p = permutation(4, seed);
    int number = 0;
    for (int i = 0; i < 4; ++i) {
      int smaller = 0;
      for (int j = i + 1; j < 4; ++j) smaller += p[j] < p[i];
      number = number * (4 - i) + smaller;
    }
    ++counts[number];
  }
  const double chi = chi_square(counts, 1000);  // 23 degrees of freedom: 23 +- 6.8
  EXPECT_GT(chi, 4);
  EXPECT_LT(chi, 23 + 5 * 6.8);
}

TEST(RandomPermutation, Refuses) {
  EXPECT_REFUSED(nabla_random_permutation(1, 2, empty<int32_t>({3}), nullptr), NABLA_INVALID_ARGUMENT, "must be int64");
  EXPECT_REFUSED(nabla_random_permutation(1, 2, empty<int64_t>({3, 1}), nullptr), NABLA_INVALID_ARGUMENT, "rank 2");
}

}  // namespace
}  // namespace nabla::test

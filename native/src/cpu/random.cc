#include "cpu/random.h"

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/random.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "core/distributions.h"
#include "core/philox.h"
#include "cpu/generate.h"
#include "cpu/random_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
namespace {

// A counter in each lane of 64 bits. Only the lower half of a lane counts, so that a product of 64 bits is two words at
// once: itself, and itself shifted.
void philox(uint64_t seed, uint64_t counter, int64_t counters, uint32_t* words) {
  const hn::ScalableTag<uint64_t> d;
  const hn::Repartition<uint32_t, decltype(d)> half;
  using V = hn::Vec<decltype(d)>;
  static_assert(hn::MaxLanes(d) <= kSpareCounters, "the last vector may be as long");
  const auto times = [&](V x, uint64_t m) {
    return hn::MulEven(hn::BitCast(half, x), hn::BitCast(half, hn::Set(d, m)));
  };
  V next = hn::Iota(d, counter);
  for (int64_t i = 0; i < counters; i += static_cast<int64_t>(hn::Lanes(d))) {
    V x0 = next, x1 = hn::ShiftRight<32>(x0);
    next = hn::Add(next, hn::Set(d, hn::Lanes(d)));
    V x2 = hn::Zero(d), x3 = x2;
    uint32_t key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
    for (int round = 0; round < Philox::kRounds; ++round) {
      const V p0 = times(x0, Philox::kMultiplier[0]), p1 = times(x2, Philox::kMultiplier[1]);
      x0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), x1), hn::Set(d, key0));
      x1 = p1;
      x2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), x3), hn::Set(d, key1));
      x3 = p0;
      key0 += Philox::kWeyl[0];
      key1 += Philox::kWeyl[1];
    }
    const V low = hn::Set(d, 0xFFFFFFFF);
    hn::StoreInterleaved2(hn::Or(hn::And(x0, low), hn::ShiftLeft<32>(x1)),
                          hn::Or(hn::And(x2, low), hn::ShiftLeft<32>(x3)), d,
                          reinterpret_cast<uint64_t*>(words + 4 * i));
  }
}

// What follows are plain loops, which the compiler turns into vectors for each target.

template <class W>
HWY_INLINE W word_at(const uint32_t* words, int64_t i) {
  W w;
  std::memcpy(&w, words + i * static_cast<int64_t>(sizeof(W) / 4), sizeof w);
  return w;
}

template <class T, class Distribution>
HWY_INLINE void draw(const Distribution& distribution, const uint32_t* words, int64_t n, T* run) {
  using W = std::conditional_t<Distribution::kWords == 1, uint32_t, uint64_t>;
  for (int64_t i = 0; i < n; ++i) run[i] = distribution(word_at<W>(words, i));
}

template <class T>
HWY_INLINE void draw(const Normal<T>& normal, const uint32_t* words, int64_t n, T* run) {
  int64_t i = 0;
  for (; i + 2 <= n; i += 2) normal(word_at<Word<T>>(words, i), word_at<Word<T>>(words, i + 1), run[i], run[i + 1]);
  T unused;
  if (i < n) normal(word_at<Word<T>>(words, i), word_at<Word<T>>(words, i + 1), run[i], unused);
}

template <class T, template <class> class Distribution>
void run(const RandomCall& call, int64_t first, int64_t n, void* to) {
  constexpr int64_t kElements = 512, kWords = kElements * Distribution<T>::kWords;
  alignas(64) uint32_t words[kWords + 4 * kSpareCounters];
  const Distribution<T> distribution(call.a, call.b);
  T* out = static_cast<T*>(to);
  for (int64_t at = 0; at < n; at += kElements) {
    const int64_t piece = std::min(kElements, n - at), used = piece * Distribution<T>::kWords;
    const int64_t counter = (first + at) * Distribution<T>::kWords / 4;
    philox(call.seed, call.offset + static_cast<uint64_t>(counter), (used + 3) / 4, words);
    draw(distribution, words, piece, out + at);
  }
}

RandomRun find_run(nabla_random_op op, int32_t dtype) {
  return visit_dtype(dtype, [&](auto type) -> RandomRun {
    using T = typename decltype(type)::type;
    if constexpr (std::is_floating_point_v<T>) {
      if (op == NABLA_RANDOM_UNIFORM) return run<T, Uniform>;
      if (op == NABLA_RANDOM_NORMAL) return run<T, Normal>;
    }
    return op == NABLA_RANDOM_BERNOULLI ? run<T, Bernoulli> : run<T, Integer>;
  });
}

}  // namespace

const RandomKernels& RandomLoops() {
  static constexpr RandomKernels kernels{philox, find_run};
  return kernels;
}

}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {

static NABLA_TARGET_TABLE(const RandomKernels&, RandomLoops);

void random_words(uint64_t seed, uint64_t counter, int64_t counters, uint32_t* words) {
  RandomLoops().philox(seed, counter, counters, words);
}

void fill_random(nabla_random_op op, double a, double b, uint64_t seed, uint64_t offset, const nabla_view& out) {
  const RandomCall call{a, b, seed, offset};
  const RandomRun run = RandomLoops().find(op, out.dtype);
  visit_dtype(out.dtype, [&](auto type) {
    using T = typename decltype(type)::type;
    generate<T>(out, 1.5, [&](int64_t first, int64_t n, T* piece) { run(call, first, n, piece); });
  });
}

}  // namespace nabla::cpu
#endif

#include "cpu/sum_loops.h"

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/sum_loops.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
namespace {

using D = hn::ScalableTag<double>;
constexpr int64_t kWidth = hn::MaxLanes(D());

HWY_INLINE hn::Vec<D> load(const double* x) { return hn::LoadU(D(), x); }
HWY_INLINE hn::Vec<D> load(const float* x) { return hn::PromoteTo(D(), hn::LoadU(hn::Rebind<float, D>(), x)); }

// Four running sums in each of `kWidth` lanes, so that additions overlap; joined in pairs.
template <class T>
HWY_INLINE double sum(const T* x, int64_t n) {
  double total = 0;
  int64_t i = 0;
  if (n >= 4 * kWidth) {
    hn::Vec<D> s[4] = {load(x), load(x + kWidth), load(x + 2 * kWidth), load(x + 3 * kWidth)};
    for (i = 4 * kWidth; i + 4 * kWidth <= n; i += 4 * kWidth)
      for (int k = 0; k < 4; ++k) s[k] = hn::Add(s[k], load(x + i + k * kWidth));
    total = hn::GetLane(hn::SumOfLanes(D(), hn::Add(hn::Add(s[0], s[1]), hn::Add(s[2], s[3]))));
  }
  for (; i < n; ++i) total += x[i];
  return total;
}

template <class T>
void along(const void* from, int64_t rows, int64_t n, double* sums, int64_t step) {
  const T* x = static_cast<const T*>(from);
  for (int64_t r = 0; r < rows; ++r) sums[r * step] += sum(x + r * n, n);
}

template <class T>
void across(const void* from, int64_t rows, int64_t n, double* sums, int64_t step) {
  const T* x = static_cast<const T*>(from);
  for (int64_t r = 0; r < rows; ++r, x += n, sums += step) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) hn::StoreU(hn::Add(hn::LoadU(D(), sums + i), load(x + i)), D(), sums + i);
    for (; i < n; ++i) sums[i] += x[i];
  }
}

constexpr SumLoops kFloat = {along<float>, across<float>}, kDouble = {along<double>, across<double>};

}  // namespace

const SumLoops& FloatSums() { return kFloat; }
const SumLoops& DoubleSums() { return kDouble; }

}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
static NABLA_TARGET_TABLE(const SumLoops&, FloatSums);
static NABLA_TARGET_TABLE(const SumLoops&, DoubleSums);

const SumLoops& sum_loops(int32_t dtype) { return dtype == NABLA_FLOAT32 ? FloatSums() : DoubleSums(); }
}  // namespace nabla::cpu
#endif

#include "cpu/optimizer_kernels.h"

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/optimizer_kernels.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace {

// Plain loops, which the compiler turns into vectors for each target. What a step does or leaves out is chosen by
// selects on values that stay the same: memory bounds these loops. ivdep: an element is read and written at one place
// only, so that it does not matter which arrays are the same.

template <class T, bool kMomentum>
void sgd(const SgdStep& step, void* const* arrays, int64_t n) {
  T* p = static_cast<T*>(arrays[0]);
  const T* gradient = static_cast<const T*>(arrays[1]);
  T* momentum = kMomentum ? static_cast<T*>(arrays[2]) : nullptr;
  const T sign = static_cast<T>(step.sign), decay = static_cast<T>(step.weight_decay);
  const T keep = static_cast<T>(step.momentum);
  const T share = static_cast<T>(step.gradient_share), rate = static_cast<T>(step.learning_rate);
  const bool decays = step.decays, nesterov = step.nesterov, first = step.first;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) {
    T g = sign * gradient[i];
    g = decays ? g + decay * p[i] : g;
    if constexpr (kMomentum) {
      const T moved = first ? g : keep * momentum[i] + share * g;
      momentum[i] = moved;
      g = nesterov ? g + keep * moved : moved;
    }
    p[i] = p[i] - rate * g;
  }
}

template <class T, bool kAmsgrad>
void adam(const AdamStep& step, void* const* arrays, int64_t n) {
  T* p = static_cast<T*>(arrays[0]);
  const T* gradient = static_cast<const T*>(arrays[1]);
  T* first = static_cast<T*>(arrays[2]);
  T* second = static_cast<T*>(arrays[3]);
  T* greatest = kAmsgrad ? static_cast<T*>(arrays[4]) : nullptr;
  const T sign = static_cast<T>(step.sign), decay = static_cast<T>(step.weight_decay);
  const T shrink = static_cast<T>(step.shrink), beta2 = static_cast<T>(step.beta2);
  const T share1 = static_cast<T>(step.share1), share2 = static_cast<T>(step.share2);
  const T size = static_cast<T>(step.step_size), root = static_cast<T>(step.root_correction);
  const T epsilon = static_cast<T>(step.epsilon);
  const bool decays = step.decays, shrinks = step.shrinks;
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) {
    T g = sign * gradient[i];
    g = decays ? g + decay * p[i] : g;
    const T m = first[i] + share1 * (g - first[i]);
    T v = beta2 * second[i] + share2 * g * g;
    first[i] = m;
    second[i] = v;
    if constexpr (kAmsgrad) {
      v = greatest[i] >= v || greatest[i] != greatest[i] ? greatest[i] : v;  // NaN where either is NaN
      greatest[i] = v;
    }
    const T start = shrinks ? p[i] * shrink : p[i];
    p[i] = start - size * (m / (std::sqrt(v) / root + epsilon));
  }
}

template <bool kMomentum>
void sgd_of(const SgdStep& step, int32_t dtype, void* const* arrays, int64_t n) {
  dtype == NABLA_FLOAT32 ? sgd<float, kMomentum>(step, arrays, n) : sgd<double, kMomentum>(step, arrays, n);
}
template <bool kAmsgrad>
void adam_of(const AdamStep& step, int32_t dtype, void* const* arrays, int64_t n) {
  dtype == NABLA_FLOAT32 ? adam<float, kAmsgrad>(step, arrays, n) : adam<double, kAmsgrad>(step, arrays, n);
}

}  // namespace

const OptimizerKernels& OptimizerLoops() {
  static constexpr OptimizerKernels kernels{sgd_of<false>, sgd_of<true>, adam_of<false>, adam_of<true>};
  return kernels;
}

}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
static NABLA_TARGET_TABLE(const OptimizerKernels&, OptimizerLoops);

const OptimizerKernels& optimizer_kernels() { return OptimizerLoops(); }
}  // namespace nabla::cpu
#endif

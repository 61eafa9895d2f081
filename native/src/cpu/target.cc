#include "cpu/target.h"

#include <atomic>

namespace nabla::cpu {
namespace {

bool supported(Target target) {
  switch (target) {
    case Target::kAvx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512cd") && supported(Target::kAvx2);
    case Target::kAvx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("bmi2");
    default: return __builtin_cpu_supports("sse4.2");
  }
}

std::atomic<int> chosen{-1};

}  // namespace

bool target_supported(Target target) { return supported(target); }

Target best_target() {
  if (supported(Target::kAvx512)) return Target::kAvx512;
  return supported(Target::kAvx2) ? Target::kAvx2 : Target::kSse4;
}

Target target() {
  int now = chosen.load(std::memory_order_relaxed);
  if (now < 0) {
    now = static_cast<int>(best_target());
    int none = -1;
    if (!chosen.compare_exchange_strong(none, now, std::memory_order_relaxed)) now = none;
  }
  return static_cast<Target>(now);
}

void set_target(Target target) { chosen.store(static_cast<int>(target), std::memory_order_relaxed); }

}  // namespace nabla::cpu

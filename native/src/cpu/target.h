// Which instruction sets CPU kernels are built for, and how one is chosen at run time. Included before any Highway header.
//
// A file of kernels is compiled once for each target by Highway's foreach_target.h, each time in its own namespace; at its end
//     #if HWY_ONCE
//     NABLA_TARGET_TABLE(const Kernels&, GetKernels);   // picks N_AVX2::GetKernels and so on by the processor
//     #endif
// defines `GetKernels` for callers outside. (Highway's own dispatch lives in a shared library that the package must not need.)
#pragma once

// Outside of them: SSSE3 and scalar, which .NET's own minimum leaves behind, and AVX3_DL, which gains these kernels nothing.
#define HWY_DISABLED_TARGETS (HWY_SCALAR | HWY_EMU128 | HWY_SSSE3 | HWY_AVX3_DL)
#define HWY_BASELINE_TARGETS HWY_SSE4  // the least that kernels are built for; other code keeps the compiler's baseline
#define HWY_DISABLE_PCLMUL_AES  // not used; SSE4 then means SSE4.2 alone

namespace nabla::cpu {

enum class Target { kSse4, kAvx2, kAvx512 };
constexpr int kTargets = 3;
constexpr const char* kTargetNames[kTargets] = {"sse4", "avx2", "avx512"};

// The target in use: the processor's best, unless set_target chose another.
Target target();
bool target_supported(Target target);
void set_target(Target target);
Target best_target();

}  // namespace nabla::cpu

#define NABLA_TARGET_TABLE(Result, function)                                                       \
  Result function() {                                                                              \
    switch (::nabla::cpu::target()) {                                                              \
      case ::nabla::cpu::Target::kAvx512: return N_AVX3::function();                               \
      case ::nabla::cpu::Target::kAvx2: return N_AVX2::function();                                 \
      default: return N_SSE4::function();                                                          \
    }                                                                                              \
  }                                                                                                \
  static_assert(true, "takes the semicolon")

// The same for a function that gives the loop of an op: `TileKernel function(int op)`.
#define NABLA_TARGET_LOOP(function)                                                                \
  TileKernel function(int op) {                                                                    \
    switch (::nabla::cpu::target()) {                                                              \
      case ::nabla::cpu::Target::kAvx512: return N_AVX3::function(op);                             \
      case ::nabla::cpu::Target::kAvx2: return N_AVX2::function(op);                               \
      default: return N_SSE4::function(op);                                                        \
    }                                                                                              \
  }                                                                                                \
  static_assert(true, "takes the semicolon")

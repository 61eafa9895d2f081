// The arithmetic of optimizer steps, compiled for each target.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

// Options as the loops use them: computed in double once a call, rounded to the parameters' dtype in the loop.
struct SgdStep {
  double sign;  // -1 maximizes
  double weight_decay, learning_rate, momentum, gradient_share;
  bool decays, nesterov, first;
};
struct AdamStep {
  double sign;
  double weight_decay, shrink;   // the L2 penalty; what decoupled decay multiplies by
  double beta2, share1, share2;  // 1 - beta
  double step_size, root_correction, epsilon;
  bool decays, shrinks;
};

// arrays: parameters, gradients, momenta; or parameters, gradients, first, second, greatest second. All but the
// gradients are updated. Runs of n elements.
struct OptimizerKernels {
  void (*sgd)(const SgdStep& step, int32_t dtype, void* const* arrays, int64_t n);
  void (*sgd_momentum)(const SgdStep& step, int32_t dtype, void* const* arrays, int64_t n);
  void (*adam)(const AdamStep& step, int32_t dtype, void* const* arrays, int64_t n);
  void (*amsgrad)(const AdamStep& step, int32_t dtype, void* const* arrays, int64_t n);
};
const OptimizerKernels& optimizer_kernels();

}  // namespace nabla::cpu

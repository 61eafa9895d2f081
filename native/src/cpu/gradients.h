// Backward passes of elementwise ops: every gradient that is wanted, in one pass over what they read.
#pragma once

#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop that gives one operand's gradient. Its inputs are the values that `reads` (a set of nabla_saves) names, in the order
// of their bits, and then dy.
struct GradientLoop {
  TileKernel kernel;
  int reads;
};

// One for each operand of an op; no kernel where the operand has no gradient.
template <int kOperands>
struct GradientLoops {
  GradientLoop of[kOperands];
};

// What a backward call works on. Views must have been checked: inputs and gradients broadcast to dy's shape.
struct Backward {
  const nabla_view* dy;
  const nabla_view* saved[4];                      // operands and the result, in the order of nabla_saves' bits; null if unread
  const nabla_view* gradient[NABLA_MAX_OPERANDS];  // null where not wanted
  GradientLoop loop[NABLA_MAX_OPERANDS];
};

// Writes the gradients that are wanted, each summed over the dimensions along which it is smaller than dy; float32 is summed in
// float64. The result's bits depend on shapes and strides alone, not on the number of threads.
void run_gradients(const Backward& backward);

}  // namespace nabla::cpu

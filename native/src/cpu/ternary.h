// The CPU's loops for functions of three operands.
#pragma once

#include "cpu/gradients.h"
#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop for an op and dtype (of the second operand) under the current target; null where the op does not take the dtype.
// In {a, b, c}, out {y}.
TileKernel ternary_forward(nabla_ternary_op op, int32_t dtype);
// The loop of an operand's gradient, for a floating dtype that the op takes.
GradientLoop ternary_gradient(nabla_ternary_op op, int operand, int32_t dtype);

}  // namespace nabla::cpu

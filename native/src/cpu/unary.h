// The CPU's loops for functions of one operand.
#pragma once

#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop for an op and dtype under the current target; null where the op does not take the dtype.
// Forward: in {x}, out {y}. Backward: in {dy, saved} or {dy}, out {dx}.
TileKernel unary_forward(nabla_unary_op op, int32_t dtype);
TileKernel unary_backward(nabla_unary_op op, int32_t dtype);

}  // namespace nabla::cpu

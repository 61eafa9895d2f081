// The CPU's loops for functions of one operand.
#pragma once

#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop for an op and dtype under the current target; null where the op does not take the dtype.
// Forward: in {x}, out {y}. Backward: in {dy, saved} (an op that saves nothing gets dy twice), out {dx}.
TileKernel unary_forward(nabla_unary_op op, int32_t dtype);
TileKernel unary_backward(nabla_unary_op op, int32_t dtype);

// Their parts, a file each: what one dtype has.
TileKernel unary_forward_float32(int op);
TileKernel unary_forward_float64(int op);
TileKernel unary_forward_uint8(int op);
TileKernel unary_forward_int32(int op);
TileKernel unary_forward_int64(int op);
TileKernel unary_forward_bool(int op);
TileKernel unary_backward_float32(int op);
TileKernel unary_backward_float64(int op);

}  // namespace nabla::cpu

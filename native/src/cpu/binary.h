// The CPU's loops for functions of two operands.
#pragma once

#include "cpu/gradients.h"
#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop for an op and dtype under the current target; null where the op does not take the dtype. In {a, b}, out {y}.
TileKernel binary_forward(nabla_binary_op op, int32_t dtype);
// The loop of an operand's gradient, for a floating dtype that the op takes.
GradientLoop binary_gradient(nabla_binary_op op, int operand, int32_t dtype);

// Their parts, a file each: what one dtype has.
TileKernel binary_forward_float32(int op);
TileKernel binary_forward_float64(int op);
TileKernel binary_forward_uint8(int op);
TileKernel binary_forward_int32(int op);
TileKernel binary_forward_int64(int op);
TileKernel binary_forward_bool(int op);
const GradientLoops<2>* binary_gradients_float32();
const GradientLoops<2>* binary_gradients_float64();

}  // namespace nabla::cpu

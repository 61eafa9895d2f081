// The CPU's loops for comparisons.
#pragma once

#include "cpu/tiles.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The loop for an op and the operands' dtype under the current target. In {a, b}, out {bool}.
TileKernel compare(nabla_compare_op op, int32_t dtype);

}  // namespace nabla::cpu

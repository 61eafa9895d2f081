// Softmax and log_softmax on a CPU.
#pragma once

#include "cpu/line_kernels.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// For one dtype, by nabla_softmax_op.
const LineKernel* softmax_float32();
const LineKernel* softmax_float64();
const LineKernel* softmax_backward_float32();
const LineKernel* softmax_backward_float64();

}  // namespace nabla::cpu

// Running functions of whole lines over tensors of any layout.
#pragma once

#include "cpu/line_kernels.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// `views`: the kernel's inputs and then its result, all of one shape; the result may be the same view as an input.
// Lines run along `dim`. Views must have been checked.
void run_lines(const LineKernel& kernel, const nabla_view* const* views, int dim);

}  // namespace nabla::cpu

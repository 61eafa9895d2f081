// nabla_copy on a CPU: copies, conversions, broadcasts and fills between any two layouts.
#pragma once

#include "core/view.h"

namespace nabla::cpu {

// Checked views; x broadcasts to out's shape. Two dtypes need kernels for both, else NABLA_UNSUPPORTED; one needs none.
void copy(const nabla_view& x, const nabla_view& out);

}  // namespace nabla::cpu

// nabla_gather and nabla_scatter on a CPU.
#pragma once

#include "core/view.h"

namespace nabla::cpu {

// Checked views of matching shapes. An index outside [0, size of `dim`) is NABLA_OUT_OF_RANGE, and nothing is written.
void gather(const nabla_view& x, int dim, const nabla_view& index, const nabla_view& out);
void scatter(nabla_scatter_op op, int dim, const nabla_view& index, const nabla_view& src, const nabla_view& out);

}  // namespace nabla::cpu

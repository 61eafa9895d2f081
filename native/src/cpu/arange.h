// nabla_arange on a CPU.
#pragma once

#include "core/view.h"

namespace nabla::cpu {

// A checked output of a floating or integer dtype.
void arange(double start, double step, const nabla_view& out);

}  // namespace nabla::cpu

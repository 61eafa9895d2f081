// Matrix products of views and their gradients on a CPU.
#pragma once

#include "core/view.h"

namespace nabla::cpu {

// Checked views with matching shapes; see nabla_matmul and nabla_matmul_backward. Null: not wanted,
// or not read.
void matmul(const nabla_view& a, const nabla_view& b, const nabla_view& out);
void matmul_backward(const nabla_view* a, const nabla_view* b, const nabla_view& dy, const nabla_view* da,
                     const nabla_view* db);

}  // namespace nabla::cpu

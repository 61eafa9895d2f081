// From an op number that came over the ABI to its row.
#pragma once

#include "nabla/nabla.h"

namespace nabla {

// Throws Error for a number that is no op of its family.
const nabla_op_info& row_of(nabla_unary_op op);
const nabla_op_info& row_of(nabla_binary_op op);
const nabla_op_info& row_of(nabla_compare_op op);
const nabla_op_info& row_of(nabla_ternary_op op);
const nabla_op_info& row_of(nabla_reduce_op op);

}  // namespace nabla

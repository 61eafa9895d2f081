// The rows' facts, for code outside the kernels.
#pragma once

#include "nabla/nabla.h"

namespace nabla {

// `op` must be a value of its enum.
const nabla_op_info& unary_info(nabla_unary_op op);
const nabla_op_info& binary_info(nabla_binary_op op);
const nabla_op_info& compare_info(nabla_compare_op op);
const nabla_op_info& ternary_info(nabla_ternary_op op);
const nabla_op_info& reduce_info(nabla_reduce_op op);

}  // namespace nabla

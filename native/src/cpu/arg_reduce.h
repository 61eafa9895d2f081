// Where an extreme stands, on a CPU.
#pragma once

#include "nabla/nabla.h"

namespace nabla::cpu {

// Over the dimensions in which `indices` has size 1; one of them is longer at most. Views must have been checked;
// values may be null, and no line is empty.
void arg_reduce(nabla_arg_reduce_op op, const nabla_view& x, const nabla_view* values, const nabla_view& indices);

}  // namespace nabla::cpu

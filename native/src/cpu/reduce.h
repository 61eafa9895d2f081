// Reductions on a CPU.
#pragma once

#include "cpu/reduce_kernels.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// The form of an op that its parameter chooses. `dtype` must be one that the op takes.
const ReduceForm& reduce_form(nabla_reduce_op op, int32_t dtype, double parameter);

// outputs[k] := the reducer's k-th result, over the dimensions of x in which the outputs, all of one shape, have
// size 1.
void run_reducer(const Reducer& reducer, const nabla_view& x, double parameter, const nabla_view* const* outputs);

// Views must have been checked.
void reduce(nabla_reduce_op op, const nabla_view& x, double parameter, const nabla_view& out);
// x and y: null where the op does not save them.
void reduce_backward(nabla_reduce_op op, const nabla_view* x, const nabla_view* y, const nabla_view& dy,
                     double parameter, const nabla_view& dx);

}  // namespace nabla::cpu

// Backward entry points of ops with several operands: what they check, and how they run.
#pragma once

#include "core/view.h"
#include "nabla/nabla.h"

namespace nabla {

// What a backward call was given.
struct BackwardCall {
  const nabla_op_info& row;
  Named saved[4];                          // the operands and the result, in the order of nabla_saves' bits
  Named dy;
  Named gradient[NABLA_MAX_OPERANDS];      // a null view: not wanted
  bool condition = false;                  // the first operand is bool, whatever the others are
};

// All that such a call needs: dtypes that the op takes; what it saved is there; everything broadcasts to dy's shape; each
// gradient has its operand's shape, is wanted of an operand that has one, and overlaps nothing but as the very same view as an
// input; no two gradients share memory; all are on one device, which is returned.
nabla_device check_backward(const BackwardCall& call);

}  // namespace nabla

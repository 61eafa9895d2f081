// The rows of functions of two operands: one an op, written once for every backend. No include guard: a backend includes this once
// for each instruction set, inside its own namespace, after it has said what OP is (how to inline), what + and exp and select mean
// for its number type V, and integers-inl.h.
//
// A row's da and db give each operand's gradient from the operands, the result y and y's gradient dy. They may look at what
// `reads` names for them and at nothing else: a backend hands over anything in the other places. Derivatives are PyTorch's, also
// at the edges. ulp: see nabla_op_info; 0 where the formula is one rounding, or none.

template <nabla_binary_op>
struct Binary;  // left undefined: an enum line without a row does not compile

#include "ops/binary-arithmetic-inl.h"
#include "ops/binary-division-inl.h"
#include "ops/binary-functions-inl.h"
#include "ops/binary-bits-inl.h"

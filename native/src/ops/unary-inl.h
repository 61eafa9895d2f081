// Functions of one operand: one row an op, its mathematics written once for every backend.
//
// No include guard: a backend includes this once per instruction set, inside its own namespace, after it has said what OP is
// (how to inline), what numbers V are, and what these mean for them: + - * / < <= > >= == != && || !, V(c) for a constant c,
// select(mask, a, b), abs, copysign, sqrt, floor, ceil, round, trunc, mul_add(a, b, c), is_nan, and the functions that the rows
// name. In a row, `saved` is what info.saves says, the operand or the result; an op that saves nothing must not look at it.
// backward takes the gradient instead of giving the slope: where the slope is 0 by definition the result is 0, also for an
// infinite gradient. Derivatives at corners are PyTorch's.
template <nabla_unary_op>
struct Unary;  // left undefined: an enum line without a row does not compile, and the error names it

#include "ops/unary-activation-inl.h"
#include "ops/unary-arithmetic-inl.h"
#include "ops/unary-exponential-inl.h"
#include "ops/unary-gated-inl.h"
#include "ops/unary-rounding-inl.h"
#include "ops/unary-trigonometric-inl.h"

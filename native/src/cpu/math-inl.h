// The functions of Lanes<float> and Lanes<double> that the rows in ops/ name. No include guard: included once for each target,
// inside its namespace, after lanes-inl.h. The order matters: each file uses those before it.
//
// What float32 promises (tests/native holds each to it): the whole range of arguments, subnormal results, infinities and NaN
// included; the worst error in units of the last place stands in each op's row. float64 is accurate to a few units.
#include "cpu/math/floats-inl.h"
#include "cpu/math/wide-inl.h"
#include "cpu/math/exponential-inl.h"
#include "cpu/math/logarithm-inl.h"
#include "cpu/math/trigonometric-inl.h"
#include "cpu/math/inverse-trigonometric-inl.h"
#include "cpu/math/hyperbolic-inl.h"
#include "cpu/math/error-inl.h"
#include "cpu/math/power-inl.h"
#include "cpu/math/division-inl.h"
#include "cpu/math/activation-inl.h"

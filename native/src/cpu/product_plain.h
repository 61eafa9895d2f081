// Matrix products by plain loops, for dtypes that BLAS does not know.
#pragma once

#include <cstdint>

#include "cpu/product.h"

namespace nabla::cpu {

// c = a b, or c += a b, for one matrix each; the stacks' batch steps are not looked at.
using PlainProduct = void (*)(int64_t m, int64_t n, int64_t k, const Stack& a, const Stack& b, const Stack& c,
                              bool add);

// For an integer dtype.
PlainProduct plain_product(int32_t dtype);

}  // namespace nabla::cpu

// Stacks of matrix products: what nabla_matmul and both of its gradients come down to on a CPU.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

// A stack of matrices: the element in the first row and column of the first one, and steps in elements. Any strides.
struct Stack {
  char* data;
  int64_t row, column;
  int64_t batch[NABLA_MAX_RANK];  // 0 where the same matrix serves all along this dimension
};

// c = the products a b (m x k by k x n), one for each index of the batch dimensions, or the sum along those that are
// summed (where c.batch is 0). Sums run in an order that sizes and strides fix.
struct Product {
  int32_t dtype;
  int64_t m, n, k;
  int rank = 0;  // batch dimensions
  int64_t shape[NABLA_MAX_RANK];
  bool summed[NABLA_MAX_RANK];
  Stack a, b, c;
};

// Floating and integer dtypes; c shares no memory with a and b. Integers wrap around.
void run_product(Product p);

}  // namespace nabla::cpu

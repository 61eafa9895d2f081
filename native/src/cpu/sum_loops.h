// Sums of rows that lie one after the other, into float64.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

// x: `rows` rows of n floats or doubles. For each row r:
struct SumLoops {
  void (*along)(const void* x, int64_t rows, int64_t n, double* sums, int64_t step);   // sums[r * step] += its sum
  void (*across)(const void* x, int64_t rows, int64_t n, double* sums, int64_t step);  // sums[r * step + i] += its element i
};

// For a floating dtype, under the current target.
const SumLoops& sum_loops(int32_t dtype);

}  // namespace nabla::cpu

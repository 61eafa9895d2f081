// What rows are made with: their facts in short, and sets of dtypes.
#pragma once

#include "core/dtype.h"
#include "nabla/nabla.h"

namespace nabla {

constexpr uint32_t kNumbers = kFloating | kIntegral;

// A range to sample an operand from.
struct Range {
  double low, high;
};

// A function of one operand with a gradient.
constexpr nabla_op_info unary_row(const char* name, int32_t saves, Range range, double ulp, uint32_t dtypes = kFloating) {
  return {name, 1, saves, 1, dtypes, {range.low, 0, 0}, {range.high, 0, 0}, ulp};
}

// A reduction. Its ulp counts units in the last place of the sum of |terms|: sums are trees, so it hardly grows with their size.
constexpr nabla_op_info reduce_row(const char* name, int32_t saves, Range range, double ulp, uint32_t dtypes = kFloating,
                                   int32_t gradients = 1) {
  return {name, 1, saves, gradients, dtypes, {range.low, 0, 0}, {range.high, 0, 0}, ulp};
}

}  // namespace nabla

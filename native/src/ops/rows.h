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

}  // namespace nabla

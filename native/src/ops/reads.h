// Rows of functions with several operands say for each gradient what it reads; what the op saves, and which operands have a
// gradient, follows.
#pragma once

#include "ops/rows.h"

namespace nabla {

// Sets of what a gradient reads beside dy.
constexpr int kNothing = NABLA_SAVES_NOTHING;
constexpr int kFirst = NABLA_SAVES_FIRST;
constexpr int kSecond = NABLA_SAVES_SECOND;
constexpr int kThird = NABLA_SAVES_THIRD;
constexpr int kOutput = NABLA_SAVES_OUTPUT;
constexpr int kNoGradient = -1;  // instead of a set: this operand has none

// A row's facts. reads[i]: what the gradient of operand i reads.
template <int kOperands>
constexpr nabla_op_info facts(const char* name, uint32_t dtypes, const int (&reads)[kOperands],
                              const Range (&ranges)[kOperands], double ulp) {
  nabla_op_info info{name, kOperands, 0, 0, dtypes, {}, {}, ulp};
  for (int i = 0; i < kOperands; ++i) {
    info.low[i] = ranges[i].low;
    info.high[i] = ranges[i].high;
    if (reads[i] == kNoGradient) continue;
    info.saves |= reads[i];
    info.gradients |= 1 << i;
  }
  return info;
}

}  // namespace nabla

// Going through a plan run by run, for loops that look at several operands' strides themselves.
#pragma once

#include <cstdint>

#include "core/plan.h"

namespace nabla::cpu {

// Where an element of the iteration stands: its index in each dimension, and its offset in each operand, in elements.
template <int kOperands>
class Walk {
 public:
  Walk(const Plan& plan, int64_t begin) : plan_(plan) {
    for (int i = plan.rank; i-- > 0; begin /= plan.shape[i]) {
      index_[i] = begin % plan.shape[i];
      for (int k = 0; k < kOperands; ++k) offset_[k] += index_[i] * plan.operand[k].strides[i];
    }
  }

  int64_t offset(int operand) const { return offset_[operand]; }
  int64_t left_in_row() const { return plan_.inner() - (plan_.rank == 0 ? 0 : index_[plan_.rank - 1]); }

  // Over `n` elements, at most what is left in the row.
  void advance(int64_t n) {
    int i = plan_.rank - 1;
    if (i < 0) return;
    index_[i] += n;
    for (int k = 0; k < kOperands; ++k) offset_[k] += n * plan_.operand[k].strides[i];
    for (; i > 0 && index_[i] == plan_.shape[i]; --i) {
      for (int k = 0; k < kOperands; ++k) {
        const int64_t* strides = plan_.operand[k].strides;
        offset_[k] += strides[i - 1] - plan_.shape[i] * strides[i];
      }
      index_[i] = 0;
      ++index_[i - 1];
    }
  }

 private:
  const Plan& plan_;
  int64_t index_[NABLA_MAX_RANK];
  int64_t offset_[kOperands] = {};
};

// Calls body(walk, n) for each run of elements [begin, end).
template <int kOperands, class Body>
void each_run(const Plan& plan, int64_t begin, int64_t end, Body&& body) {
  Walk<kOperands> at(plan, begin);
  while (begin < end) {
    const int64_t left = at.left_in_row(), n = left < end - begin ? left : end - begin;
    body(at, n);
    at.advance(n);
    begin += n;
  }
}

// A row's step of an operand, in elements.
inline int64_t inner_stride(const Plan& plan, int operand) {
  return plan.rank == 0 ? 0 : plan.operand[operand].strides[plan.rank - 1];
}

}  // namespace nabla::cpu

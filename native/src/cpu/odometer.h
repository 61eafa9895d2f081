// Where an element of an iteration stands: an index in each dimension, and the offset that an operand has there.
#pragma once

#include <cstdint>

#include "core/plan.h"

namespace nabla::cpu {

class Odometer {
 public:
  Odometer(const Plan& plan, const Plan::Operand& operand, int64_t begin) : plan_(plan), operand_(operand) {
    for (int i = plan.rank; i-- > 0;) {
      index_[i] = begin % plan.shape[i];
      begin /= plan.shape[i];
      offset_ += index_[i] * operand.strides[i];
    }
  }

  int64_t offset() const { return offset_; }
  int64_t left_in_row() const { return plan_.inner() - (plan_.rank == 0 ? 0 : index_[plan_.rank - 1]); }

  // Steps over `n` elements, at most what is left in the row.
  void advance(int64_t n) {
    int i = plan_.rank - 1;
    if (i < 0) return;
    index_[i] += n;
    offset_ += n * operand_.strides[i];
    while (i > 0 && index_[i] == plan_.shape[i]) {
      offset_ += operand_.strides[i - 1] - plan_.shape[i] * operand_.strides[i];
      index_[i] = 0;
      ++index_[--i];
    }
  }

 private:
  const Plan& plan_;
  const Plan::Operand& operand_;
  int64_t offset_ = 0;
  int64_t index_[NABLA_MAX_RANK];
};

}  // namespace nabla::cpu

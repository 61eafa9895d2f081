#include "cpu/box_sums.h"

#include <algorithm>

namespace nabla::cpu {
namespace {

constexpr int64_t kShortRun = 64;  // below it, calls for each run cost more than sums of whole tiles

}  // namespace

void BoxSums::open(const Plan& box, const Plan::Operand& output, int64_t tile) {
  element_ = output.size;
  loops_ = &sum_loops(output.dtype);
  rank_ = 0;
  bool kept = false;
  for (int i = 0; i < box.rank; ++i) {
    const bool keeps = output.strides[i] != 0;
    if (rank_ == 0 || keeps != kept) shape_[rank_++] = 1;
    shape_[rank_ - 1] *= box.shape[i];
    step_[rank_ - 1] = keeps;
    kept = keeps;
  }
  if (rank_ == 0) {  // one element
    rank_ = 1;
    shape_[0] = 1;
    step_[0] = 0;
  }
  size_ = 1;
  for (int i = rank_; i-- > 0;) {
    if (step_[i] == 0) continue;
    step_[i] = size_;
    size_ *= shape_[i];
  }
  // Where the outermost dimension is summed, the pattern of results repeats for each of its elements.
  const int64_t period = box.count / shape_[0];
  const bool repeats = rank_ > 1 && step_[0] == 0 && shape_[rank_ - 1] < kShortRun;
  period_ = repeats && period <= tile / 2 && box.count >= 2 * tile ? period : 0;
}

void BoxSums::begin(double* sums, int64_t tile) {
  sums_ = sums;
  std::fill_n(sums_, size_, 0.0);
  width_ = period_ == 0 ? 0 : tile;
  if (width_ > 0) wide_ = std::make_unique<double[]>(static_cast<size_t>(width_));  // zeros
}

void BoxSums::add(const void* tile, int64_t begin, int64_t n) {
  if (width_ > 0)
    loops_->across(tile, 1, n, wide_.get(), 0);
  else
    add_rows(*loops_, static_cast<const char*>(tile), element_, begin, n);
}

void BoxSums::end() {
  if (width_ > 0) add_rows(sum_loops(NABLA_FLOAT64), reinterpret_cast<const char*>(wide_.get()), sizeof(double), 0, width_);
}

void BoxSums::add_rows(const SumLoops& loops, const char* x, int64_t size, int64_t begin, int64_t n) {
  const int last = rank_ - 1;
  const auto add = step_[last] == 0 ? loops.along : loops.across;
  while (n > 0) {
    int64_t place[NABLA_MAX_RANK], rest = begin;
    double* to = sums_;
    for (int i = rank_; i-- > 0; rest /= shape_[i]) {
      place[i] = rest % shape_[i];
      to += place[i] * step_[i];
    }
    int64_t rows = 1, run = std::min(n, shape_[last] - place[last]), step = 0;
    if (run == shape_[last] && last > 0) {  // whole rows: as many as follow in the next dimension
      rows = std::min(n / run, shape_[last - 1] - place[last - 1]);
      step = step_[last - 1];
    }
    add(x, rows, run, to, step);
    x += rows * run * size;
    begin += rows * run;
    n -= rows * run;
  }
}

}  // namespace nabla::cpu

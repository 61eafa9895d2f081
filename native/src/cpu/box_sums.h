// The sums of one output over one box: tiles of its terms come in, in order, and are added to the results that they belong to.
#pragma once

#include <cstdint>
#include <memory>

#include "core/plan.h"
#include "cpu/sum_loops.h"

namespace nabla::cpu {

class BoxSums {
 public:
  // `box`: an iteration without dimensions of one element; `output`: strides of 0 where it is summed. Tiles will hold
  // `tile` elements, but the last, or after tile_elements() less.
  void open(const Plan& box, const Plan::Operand& output, int64_t tile);

  // How many results there are: the product of the sizes that the output keeps.
  int64_t size() const { return size_; }
  // A length of tile at most `tile` that this output is fast with, where it matters: a multiple of it for any such output that
  // runs over more of the box's innermost dimensions.
  int64_t period() const { return period_; }

  // Where the sums go, row-major over what the output keeps; they are set to 0. `tile`: a multiple of period(), if that is not 0.
  void begin(double* sums, int64_t tile);
  void add(const void* tile, int64_t begin, int64_t n);  // elements [begin, begin + n) of the box
  void end();

 private:
  void add_rows(const SumLoops& loops, const char* x, int64_t size, int64_t begin, int64_t n);

  // The box's dimensions as this output sees them: kept and summed ones take turns.
  int rank_ = 0;
  int64_t shape_[NABLA_MAX_RANK];
  int64_t step_[NABLA_MAX_RANK];  // between sums; 0 where summed
  int64_t size_ = 1;
  int64_t period_ = 0;
  int element_ = 0;
  const SumLoops* loops_ = nullptr;
  double* sums_ = nullptr;
  std::unique_ptr<double[]> wide_;  // sums of elements that stand at the same place of different tiles
  int64_t width_ = 0;
};

}  // namespace nabla::cpu

// A few rows of one operand, each a run: in place where its elements lie side by side, else packed.
#pragma once

#include <cstdint>

#include "cpu/reduce_kernels.h"
#include "cpu/runs.h"
#include "cpu/scratch.h"
#include "cpu/transpose.h"

namespace nabla::cpu {

class Window {
 public:
  // `size`: of an element. `step`: between a row's elements. `packed_bytes`: what the largest window takes, its rows
  // padded to whole vectors. `whole_vectors`: rows are read and written up to the end of a vector, so other lengths are
  // packed.
  Window(char* data, int size, int64_t step, bool whole_vectors, int64_t packed_bytes)
      : data_(data), size_(size), step_(step), whole_vectors_(whole_vectors), packed_(packed_bytes) {}

  // `rows` rows of n elements, the first at `offset` and each `row_step` after the other. Without `load` their contents
  // are undefined.
  void open(int64_t offset, int64_t row_step, int64_t rows, int64_t n, bool load) {
    offset_ = offset;
    row_step_ = row_step;
    rows_ = rows;
    n_ = n;
    in_place_ = step_ == 1 && (!whole_vectors_ || n % kStateLanes == 0);
    const int64_t width = padded(n) * size_;
    for (int64_t r = 0; r < rows; ++r) row_[r] = in_place_ ? home(r) : packed_.data() + r * width;
    if (in_place_ || !load) return;
    visit_size(size_, [&](auto word) {
      using Word = decltype(word);
      if (row_step_ == 1 && rows > 1) {
        transpose(reinterpret_cast<const Word*>(home(0)), 1, step_, rows, n, packed<Word>(), padded(n));
      } else {
        for (int64_t r = 0; r < rows; ++r) gather_run<Word>(home(r), step_, n, static_cast<char*>(row_[r]));
      }
    });
  }
  // Brings what was written home.
  void close() const {
    if (in_place_) return;
    visit_size(size_, [&](auto word) {
      using Word = decltype(word);
      if (row_step_ == 1 && rows_ > 1) {
        transpose<Word>(packed<Word>(), 1, padded(n_), n_, rows_, reinterpret_cast<Word*>(home(0)), step_);
      } else {
        for (int64_t r = 0; r < rows_; ++r) scatter_run<Word>(static_cast<const char*>(row_[r]), step_, n_, home(r));
      }
    });
  }
  void* const* rows() const { return row_; }

 private:
  template <class Word>
  Word* packed() const {
    return reinterpret_cast<Word*>(packed_.data());
  }
  char* home(int64_t r) const { return data_ + (offset_ + r * row_step_) * size_; }

  char* const data_;
  const int size_;
  const int64_t step_;
  const bool whole_vectors_;
  const Scratch packed_;
  int64_t offset_ = 0, row_step_ = 0, rows_ = 0, n_ = 0;
  bool in_place_ = false;
  void* row_[kColumnBlockRows] = {};
};

}  // namespace nabla::cpu

// What functions of whole lines (ops/softmax-inl.h) are made of, once dtype and instruction set are chosen. lines.cc
// composes them.
#pragma once

#include <cstdint>

namespace nabla::cpu {

struct LineKernel {
  int inputs;          // operands that are read: 1 or 2
  int values;          // numbers in a state
  bool writes;         // the first pass writes to the result's place, and the second reads that
  double nanoseconds;  // about what an element costs

  // A block of one line, n elements side by side. Its state is `values` numbers in a row.
  void (*reduce_row)(const void* const* in, void* out, int64_t n, void* state);
  // `block`: the block's own state; `total`: the line's, prepared. Where `writes`, the input is what was written.
  void (*map_row)(const void* const* in, void* out, int64_t n, const void* block, const void* total);

  // A block of n rows of `columns` lines: in[k][r] and out[r] are rows, wide enough for whole vectors. States lie as in
  // reduce_kernels.h.
  void (*reduce_columns)(const void* const* const* in, void* const* out, int64_t n, int64_t columns, void* states,
                         int64_t width);
  void (*map_columns)(const void* const* const* in, void* const* out, int64_t n, int64_t columns, const void* blocks,
                      const void* totals, int64_t width);

  // a := the states of the elements of a and b.
  void (*merge)(void* a, double na, const void* b, double nb, int64_t columns, int64_t width);
  void (*prepare)(void* states, int64_t columns, int64_t width);
};

}  // namespace nabla::cpu

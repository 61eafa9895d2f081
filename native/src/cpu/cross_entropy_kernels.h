// What cross entropy (ops/cross_entropy-inl.h) is made of, once dtype and instruction set are chosen. cross_entropy.cc
// composes them.
#pragma once

#include <cstdint>

namespace nabla::cpu {

// Of one form: with smoothing or without. Arrays of numbers for many rows are padded to whole vectors.
//
// Rows of many logits are read one after the other. Rows of few are turned: then columns[j] are logits j of many rows.
struct CrossEntropyKernel {
  int values;  // numbers in a state
  // The state of n logits of one row, n at most a block. States lie as in reduce_kernels.h.
  void (*reduce)(const void* x, int64_t n, const void* weight, void* states, int64_t width);
  // The states of n logits of `rows` rows.
  void (*reduce_turned)(const void* const* columns, int64_t n, int64_t rows, const void* weight, void* states,
                        int64_t width);
  void (*merge)(void* a, double na, const void* b, double nb, int64_t columns, int64_t width);
  // From the states of whole rows, their targets' logits, and their targets' weights times 1 - smoothing.
  void (*finish)(const void* states, const void* targets, const void* weights, double spread, int64_t rows,
                 int64_t width, void* losses, void* lse);
};

struct CrossEntropyKernels {
  CrossEntropyKernel plain, smoothed;
  // n gradients of one row: scale * softmax - spread * weight.
  void (*map)(const void* x, const void* weight, int64_t n, double scale, double lse, double spread, void* out);
  // The same of n logits of `rows` rows; scales, lse and spreads are arrays.
  void (*map_turned)(const void* const* columns, const void* weight, int64_t n, int64_t rows, const void* scales,
                     const void* lse, const void* spreads, void* const* out);
};

const CrossEntropyKernels* cross_entropy_float32();
const CrossEntropyKernels* cross_entropy_float64();

}  // namespace nabla::cpu

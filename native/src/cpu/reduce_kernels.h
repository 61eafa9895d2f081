// What a reduction is made of, once dtype and instruction set are chosen: functions on blocks. reduce.cc composes them.
#pragma once

#include <cstdint>

#include "cpu/tiles.h"

namespace nabla::cpu {

// The block sizes that decide the order of sums.
constexpr int64_t kRowBlockBytes = 16384;  // of one row: leaves half of a first-level cache for what else is read
constexpr int64_t kColumnBlockRows = 16;   // rows that are added before their sums join those of others
constexpr int64_t kColumnBytes = 4096;     // how wide a block of columns is at most: a page

// States are kept as `values` runs of `width` numbers, one after the other: the states of up to `width` results. width
// is a multiple of kStateLanes, and the memory 64-byte aligned, so that kernels work on whole vectors.
constexpr int64_t kStateLanes = 64;
constexpr int64_t padded(int64_t columns) { return (columns + kStateLanes - 1) / kStateLanes * kStateLanes; }

// One form of an op (ops/reduce-forms-inl.h) for one dtype.
struct Reducer {
  int values;          // numbers in a state; 0: there is no such reducer
  int results;         // numbers that come out
  bool boolean;        // the results are truth values, a byte each
  double nanoseconds;  // about what an element costs
  bool (*refuses_empty)(double parameter);

  // The states of `count` rows of n elements each, `step` elements apart, n <= the row block; states[.][0 … count).
  void (*rows)(const void* x, int64_t step, int64_t count, int64_t n, double parameter, void* states, int64_t width);
  // The states of `columns` columns of n rows, n <= kColumnBlockRows.
  void (*columns)(const void* const* rows, int64_t n, int64_t columns, double parameter, void* states, int64_t width);
  // a := the states of the elements of a and b, na and nb in each; for whole vectors until `columns` are done.
  void (*merge)(void* a, double na, const void* b, double nb, int64_t columns, int64_t width);
  // States become results, in place: results[k] at states[k][.]; truth values are packed into bytes at the beginning.
  void (*finish)(void* states, double n, double parameter, int64_t columns, int64_t width);
};

struct ReduceForm {
  bool (*fits)(double parameter);
  Reducer forward;
  // Backward: dx from {x, a, b, dy, c}, as ops/reduce-forms-inl.h names them; null where an op has no gradient.
  TileKernel backward;
  Reducer statistics;
  double (*constant)(double n, double parameter);
};

// The forms of one op; those behind the last have fits == nullptr.
struct ReduceForms {
  static constexpr int kMost = 6;
  ReduceForm form[kMost];
};

// The forms of all ops for one dtype, by nabla_reduce_op. Where an op does not take the dtype, there are none.
const ReduceForms* reduce_forms_float32();
const ReduceForms* reduce_forms_float64();
const ReduceForms* reduce_forms_uint8();
const ReduceForms* reduce_forms_int32();
const ReduceForms* reduce_forms_int64();

}  // namespace nabla::cpu

// What reductions that say where are made of, once dtype and instruction set are chosen. arg_reduce.cc composes them.
//
// A candidate is a value and its index. Of two, the better is the one with the more extreme value (NaN is the most
// extreme), and of equals the one with the smaller index: so candidates may be joined in any order.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

struct ArgReducer {
  // Candidates that every other is better than or equal to.
  void (*begin)(void* values, int64_t* indices, int64_t count);
  // Joins the best of n elements side by side, whose indices are `at` and on.
  void (*row)(const void* x, int64_t n, int64_t at, void* value, int64_t* index);
  // Joins to each column's candidate the best of n rows. Column c holds elements (at + row) * glue + c / results of
  // result c % results, where results = columns / glue.
  void (*columns)(const void* const* rows, int64_t n, int64_t columns, int64_t glue, int64_t at, void* values,
                  int64_t* indices);
  void (*join)(void* values, int64_t* indices, const void* others, const int64_t* others_indices, int64_t count);
};

// For one dtype, by nabla_arg_reduce_op.
const ArgReducer* arg_reducers_float32();
const ArgReducer* arg_reducers_float64();
const ArgReducer* arg_reducers_uint8();  // and bool
const ArgReducer* arg_reducers_int32();
const ArgReducer* arg_reducers_int64();

}  // namespace nabla::cpu

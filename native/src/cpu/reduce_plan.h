// How a reduction meets a layout: which elements make one result, and in which order they are visited.
//
// The tree in which floating numbers are joined follows from shape and strides alone: blocks of a fixed number of
// elements, joined in pairs, pairs of pairs, and so on. Threads take whole subtrees.
#pragma once

#include <cstdint>

#include "core/plan.h"

namespace nabla::cpu {

struct ReducePlan {
  Plan kept;     // the results: operand 0 is x (its first element for each result), then the outputs
  Plan reduced;  // the elements of one result: operand 0 is x
  // Rows: elements of a result are read side by side. Else columns: results stand side by side, and elements come in
  // turn.
  bool rows;
  bool direct;          // what is read side by side lies side by side; else it is packed first
  int64_t glue;         // columns: so many rows follow each other in memory and are read as one; a power of two
  int64_t tile;         // results that are computed together
  int64_t tiles_a_run;  // direct columns: how many tiles the innermost kept dimension has; no tile crosses its end
  int64_t block;        // elements in a block (of `glue` rows each)
  int64_t chunk;        // elements in a thread's subtree: a power of two times block
  int64_t chunks;       // for each tile
  int64_t tiles;

  int64_t size() const { return reduced.operand[0].size; }
  // The elements of each result that the tree is made over, and those that are left over when rows are glued.
  int64_t length() const { return reduced.count / glue; }
};

// `x` over the dimensions in which `outputs`, all of one shape, have size 1. Views must have been checked.
ReducePlan plan_reduction(const nabla_view& x, const nabla_view* const* outputs, int count);

// How far element `index` of an iteration is from its first, in elements.
int64_t offset_of(const Plan& plan, const Plan::Operand& operand, int64_t index);

}  // namespace nabla::cpu

// How functions of whole lines meet a layout: which elements are read side by side, and what is done together.
#pragma once

#include <cstdint>

#include "core/plan.h"
#include "cpu/reduce_kernels.h"

namespace nabla::cpu {

struct LinePlan {
  static constexpr int kMostOperands = 3;

  Plan kept;                     // the lines: each operand's first element of each
  int64_t along[kMostOperands];  // from element to element of a line
  int64_t length;                // elements in a line
  bool rows;                     // a line's elements are read side by side; else lines stand side by side, as columns
  int64_t tile;                  // lines that are done together
  int64_t tiles_a_run;           // columns: tiles in the innermost dimension, whose end none crosses
  int64_t tiles;
  int64_t block, blocks;  // elements of a line in a block, and blocks in a line: they decide the order of sums
  int64_t chunk, chunks;  // blocks that a thread takes at least, a power of two; and chunks in a line

  struct Tile {
    int64_t first, lines;
  };
  Tile tile_at(int64_t t) const;

  int64_t size() const { return kept.operand[0].size; }
  int64_t beside(int operand) const { return kept.rank == 0 ? 1 : kept.operand[operand].strides[kept.rank - 1]; }
  int64_t end_of_chunk(int64_t c) const { return (c + 1) * chunk < blocks ? (c + 1) * chunk : blocks; }
  int64_t elements(int64_t b) const { return (b + 1) * block <= length ? block : length - b * block; }
};

// Lines along `dim` of views of one shape. Where there are no elements, `tiles` is 0.
LinePlan plan_lines(const nabla_view* const* views, int count, int dim);

}  // namespace nabla::cpu

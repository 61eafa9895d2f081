// Reading the elements of a reduction: where a tile's results and their blocks are, packed where they do not lie side
// by side.
#pragma once

#include <algorithm>
#include <cstdint>

#include "cpu/reduce_kernels.h"
#include "cpu/reduce_plan.h"
#include "cpu/runs.h"
#include "cpu/tiles.h"
#include "cpu/transpose.h"

namespace nabla::cpu {

// Results that are computed together.
struct ReduceTile {
  int64_t first, results;  // in the order of the plan's kept dimensions
  int64_t columns;         // states: one for each result, or `glue` of them
  int64_t width;           // columns, padded to whole vectors
};

class ReduceReader {
 public:
  explicit ReduceReader(const ReducePlan& plan) : plan_(plan), x_(plan.kept.operand[0].data), size_(plan.size()) {}

  ReduceTile tile(int64_t t) const {
    ReduceTile tile;
    if (plan_.tiles_a_run > 0) {
      const int64_t run = plan_.kept.inner(), part = t % plan_.tiles_a_run * plan_.tile;
      tile.first = t / plan_.tiles_a_run * run + part;
      tile.results = std::min(plan_.tile, run - part);
    } else {
      tile.first = t * plan_.tile;
      tile.results = std::min(plan_.tile, plan_.kept.count - tile.first);
    }
    tile.columns = tile.results * plan_.glue;
    tile.width = padded(tile.columns);
    return tile;
  }

  // The first element of a result, relative to x, in elements.
  int64_t base(int64_t result) const { return offset_of(plan_.kept, plan_.kept.operand[0], result); }
  char* element(int64_t offset) const { return x_ + offset * size_; }

  // Elements [at, at + n) of the result with that base, side by side: in place, or in `packed`.
  const void* row(int64_t base, int64_t at, int64_t n, void* packed) const {
    Plan::Operand x = plan_.reduced.operand[0];
    const int rank = plan_.reduced.rank;
    if (rank > 0 && x.strides[rank - 1] == 1 && at % plan_.reduced.inner() + n <= plan_.reduced.inner())
      return element(base + offset_of(plan_.reduced, x, at));
    x.data = element(base);
    pack(plan_.reduced, x, at, n, packed);
    return packed;
  }

  // Rows [at, at + n) of columns that begin at result `first`, each row of `glue` elements of every result.
  void columns(int64_t first, int64_t columns, int64_t glue, int64_t at, int64_t n, char* packed,
               const void** rows) const {
    const Plan::Operand &kept = plan_.kept.operand[0], &reduced = plan_.reduced.operand[0];
    if (!plan_.direct && plan_.kept.rank == 1 && plan_.reduced.rank == 1 && reduced.strides[0] == 1) {
      // Short rows that lie one after the other are turned.
      visit_size(kept.size, [&](auto word) {
        using Word = decltype(word);
        transpose(reinterpret_cast<const Word*>(element(base(first) + at)), 1, kept.strides[0], n, columns,
                  reinterpret_cast<Word*>(packed), columns);
      });
      for (int64_t r = 0; r < n; ++r) rows[r] = packed + r * columns * size_;
      return;
    }
    const int64_t begin = plan_.direct ? base(first) : 0;
    for (int64_t r = 0; r < n; ++r) {
      const int64_t offset = offset_of(plan_.reduced, reduced, (at + r) * glue);
      rows[r] = plan_.direct ? element(begin + offset) : packed_row(first, columns, offset, packed + r * columns * size_);
    }
  }
  // The memory that columns() packs into.
  int64_t packed_bytes(int64_t columns) const { return plan_.direct ? 0 : kColumnBlockRows * columns * size_; }

 private:
  const void* packed_row(int64_t first, int64_t columns, int64_t offset, char* packed) const {
    Plan::Operand x = plan_.kept.operand[0];
    x.data = element(offset);
    pack(plan_.kept, x, first, columns, packed);
    return packed;
  }

  const ReducePlan& plan_;
  char* const x_;
  const int64_t size_;
};

}  // namespace nabla::cpu

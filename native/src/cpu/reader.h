// How one operand's elements come to a kernel that wants runs, and go home from it: directly where they are runs, else by way of a
// tile.
#pragma once

#include <cstdint>

#include "core/plan.h"
#include "cpu/tiles.h"

namespace nabla::cpu {

// How an iteration is visited, tile by tile.
struct Tiling {
  bool rows;     // no tile crosses the end of a row: then operands whose rows are runs need no packing
  int64_t tile;  // elements, at most
};
Tiling tiling_of(const Plan& plan);

// Of how many elements on an operand repeats itself: it does not move along the dimensions outside of these.
int64_t period_of(const Plan& plan, const Plan::Operand& operand);

// How many bytes a plan touches, each counted once.
int64_t bytes_of(const Plan& plan);

class Reader {
 public:
  // An input for tiles in [begin, end). All but the last have the tiling's length, or none crosses a row.
  void open_input(const Plan& plan, const Plan::Operand& operand, Tiling tiling, int64_t begin, int64_t end);
  // An output. Streaming: past the caches, wherever it is written in runs.
  void open_output(const Plan& plan, const Plan::Operand& operand, Tiling tiling, bool streaming);

  // Whether runs of any length within a row, or of any length at all, are handed over as they are.
  bool direct() const { return way_ == Way::kDirect; }

  const void* read(int64_t begin, int64_t n);

  // Where the kernel may write: close() then brings it home.
  void* write(int64_t begin) { return direct() ? address(begin) : tile_; }
  void close(int64_t begin, int64_t n);

 private:
  enum class Way {
    kDirect,
    kPacked,
    kRepeated,  // the same tile each time
    kStreamed,
  };

  char* address(int64_t begin) const;

  const Plan* plan_ = nullptr;
  const Plan::Operand* operand_ = nullptr;
  Way way_ = Way::kPacked;
  alignas(64) char tile_[kTileBytes];
};

}  // namespace nabla::cpu

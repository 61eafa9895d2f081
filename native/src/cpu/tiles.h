// How elementwise kernels meet any layout: a kernel only ever sees contiguous runs.
//
// The iteration (core/plan.h) is cut into tiles that fit the first-level cache. An operand that is a run there is handed over
// as it is; any other (strided, broadcast, a scalar) is first packed into a tile, and an output is unpacked from one. So an op
// needs one loop a dtype and target, whatever the strides; and a value never depends on where its element stands.
#pragma once

#include <cstdint>

#include "core/plan.h"

namespace nabla::cpu {

// Runs of `n` elements. An output may be the same run as an input.
using TileKernel = void (*)(const void* const* in, void* const* out, int64_t n);

constexpr int kTileBytes = 4096;          // one operand's tile: eight of them stay in a first-level cache
constexpr int64_t kChunkElements = 32768;  // what one thread takes at a time

// Runs `kernel` over the plan. Operands [0, outputs) are its outputs, the others its inputs, in order.
// `nanoseconds`: about what one element costs, to decide whether helpers are worth waking.
void run_tiles(const Plan& plan, int outputs, TileKernel kernel, double nanoseconds = 0.3);

// The pieces, for loops that are not plain elementwise ----------------------------------------------------------

// Elements [begin, begin + n) of the iteration, as `operand` lays them out, into or out of a run.
void pack(const Plan& plan, const Plan::Operand& operand, int64_t begin, int64_t n, void* tile);
void unpack(const Plan& plan, const Plan::Operand& operand, int64_t begin, int64_t n, const void* tile);

// Elements in a tile: as many as fit for the plan's widest operand.
int64_t tile_elements(const Plan& plan);

}  // namespace nabla::cpu

// Filling a tensor with values that follow from an element's number in row-major order.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/plan.h"
#include "cpu/threads.h"
#include "cpu/tiles.h"

namespace nabla::cpu {

// Calls body(first, n, run) for pieces of out: it writes elements [first, first + n) to `run`. Pieces begin at
// multiples of 512, wherever threads may cut.
template <class T, class Body>
void generate(const nabla_view& out, double nanoseconds, Body&& body) {
  const Plan plan = make_row_major_plan(out);
  const Plan::Operand& to = plan.operand[0];
  constexpr int64_t kTile = kTileBytes / static_cast<int64_t>(sizeof(T));
  parallel_ranges(plan.count, kChunkElements, nanoseconds, [&](int64_t begin, int64_t end) {
    if (to.layout == Layout::kLinear) return body(begin, end - begin, reinterpret_cast<T*>(to.data) + begin);
    alignas(64) T tile[kTile];
    for (int64_t n; begin < end; begin += n) {
      n = std::min(kTile, end - begin);
      body(begin, n, tile);
      unpack(plan, to, begin, n, tile);
    }
  });
}

}  // namespace nabla::cpu

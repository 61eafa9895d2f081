#include "cpu/tiles.h"

#include <algorithm>

#include "cpu/reader.h"
#include "cpu/runs.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

void run_chunk(const Plan& plan, int outputs, TileKernel kernel, int64_t begin, int64_t end) {
  const bool rows = plan.inner() >= kLongRow;
  const int64_t tile = tile_elements(plan);
  Reader reader[Plan::kMaxOperands];
  bool direct = true;
  for (int k = 0; k < plan.operands; ++k) {
    reader[k].open(plan, plan.operand[k], rows, tile, end - begin);
    direct = direct && reader[k].direct();
  }
  const void* in[Plan::kMaxOperands];
  void* out[Plan::kMaxOperands];
  while (begin < end) {
    int64_t n = end - begin;
    if (!direct) n = std::min(n, tile);
    if (rows && plan.rank > 1) n = std::min(n, plan.inner() - begin % plan.inner());
    for (int k = 0; k < outputs; ++k) out[k] = reader[k].write(begin);
    for (int k = outputs; k < plan.operands; ++k) in[k - outputs] = reader[k].read(begin, n);
    kernel(in, out, n);
    for (int k = 0; k < outputs; ++k) reader[k].close(begin, n);
    begin += n;
  }
}

}  // namespace

int64_t tile_elements(const Plan& plan) {
  int widest = 1;
  for (int k = 0; k < plan.operands; ++k) widest = std::max(widest, plan.operand[k].size);
  return kTileBytes / widest;
}

void pack(const Plan& plan, const Plan::Operand& operand, int64_t begin, int64_t n, void* tile) {
  const int64_t stride = plan.rank == 0 ? 0 : operand.strides[plan.rank - 1];
  visit_size(operand.size, [&](auto word) {
    using Word = decltype(word);
    Odometer at(plan, operand, begin);
    char* to = static_cast<char*>(tile);
    for (int64_t run; n > 0; n -= run, to += run * static_cast<int64_t>(sizeof(Word))) {
      run = std::min(n, at.left_in_row());
      gather_run<Word>(operand.data + at.offset() * operand.size, stride, run, to);
      at.advance(run);
    }
  });
}

void unpack(const Plan& plan, const Plan::Operand& operand, int64_t begin, int64_t n, const void* tile) {
  const int64_t stride = plan.rank == 0 ? 1 : operand.strides[plan.rank - 1];
  visit_size(operand.size, [&](auto word) {
    using Word = decltype(word);
    Odometer at(plan, operand, begin);
    const char* from = static_cast<const char*>(tile);
    for (int64_t run; n > 0; n -= run, from += run * static_cast<int64_t>(sizeof(Word))) {
      run = std::min(n, at.left_in_row());
      scatter_run<Word>(from, stride, run, operand.data + at.offset() * operand.size);
      at.advance(run);
    }
  });
}

void run_tiles(const Plan& plan, int outputs, TileKernel kernel, double nanoseconds) {
  parallel_ranges(plan.count, kChunkElements, nanoseconds,
                  [&](int64_t begin, int64_t end) { run_chunk(plan, outputs, kernel, begin, end); });
}

}  // namespace nabla::cpu

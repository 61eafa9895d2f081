#include "cpu/reader.h"

#include <algorithm>
#include <numeric>

#include "cpu/odometer.h"
#include "cpu/stream.h"

namespace nabla::cpu {
namespace {

// Rows at least this long are visited one by one where operands need it. With shorter ones the kernel's calls would cost more
// than the packing.
constexpr int64_t kLongRow = 128;

constexpr int64_t kLine = 64;  // elements that certainly fill whole cache lines

}  // namespace

Tiling tiling_of(const Plan& plan) {
  int64_t tile = tile_elements(plan), period = 1;
  bool flat = true;  // no operand gains from rows: each is a run anyway, or repeats itself several times in a tile
  for (int k = 0; k < plan.operands; ++k) {
    if (plan.operand[k].layout == Layout::kLinear) continue;
    const int64_t own = period_of(plan, plan.operand[k]);
    if (own <= tile / 2)
      period = std::max(period, own);  // periods are products of the last sizes: the longest is a multiple of the others
    else
      flat = false;
  }
  if (plan.inner() >= kLongRow && !flat) return {true, tile};
  // Whole repetitions make a tile, and whole cache lines where that is possible.
  const int64_t lines = std::lcm(period, kLine);
  return {false, tile - tile % (lines <= tile / 2 ? lines : period)};
}

int64_t period_of(const Plan& plan, const Plan::Operand& operand) {
  int64_t period = plan.count;
  for (int i = 0; i < plan.rank && operand.strides[i] == 0; ++i) period /= plan.shape[i];
  return period;
}

int64_t bytes_of(const Plan& plan) {
  int64_t bytes = 0;
  for (int k = 0; k < plan.operands; ++k) {
    int64_t own = plan.operand[k].size;
    for (int i = 0; i < plan.rank; ++i)
      if (plan.operand[k].strides[i] != 0) own *= plan.shape[i];
    bytes += own;
  }
  return bytes;
}

void Reader::open_input(const Plan& plan, const Plan::Operand& operand, Tiling tiling, int64_t begin, int64_t end) {
  open_output(plan, operand, tiling, false);
  if (direct()) return;
  const bool scalar = operand.layout == Layout::kScalar;
  if (!scalar && (tiling.rows || tiling.tile % period_of(plan, operand) != 0)) return;
  way_ = Way::kRepeated;
  pack(plan, operand, begin, std::min(tiling.tile, end - begin), tile_);
}

void Reader::open_output(const Plan& plan, const Plan::Operand& operand, Tiling tiling, bool streaming) {
  plan_ = &plan;
  operand_ = &operand;
  const bool runs = operand.layout == Layout::kLinear || (tiling.rows && operand.layout == Layout::kRows);
  way_ = !runs ? Way::kPacked : streaming ? Way::kStreamed : Way::kDirect;
}

const void* Reader::read(int64_t begin, int64_t n) {
  if (direct()) return address(begin);
  if (way_ == Way::kPacked) pack(*plan_, *operand_, begin, n, tile_);
  return tile_;
}

void Reader::close(int64_t begin, int64_t n) {
  if (way_ == Way::kPacked) unpack(*plan_, *operand_, begin, n, tile_);
  if (way_ == Way::kStreamed) stream(address(begin), tile_, n * operand_->size);
}

char* Reader::address(int64_t begin) const {
  if (operand_->layout == Layout::kLinear) return operand_->data + begin * operand_->size;
  return operand_->data + Odometer(*plan_, *operand_, begin).offset() * operand_->size;
}

}  // namespace nabla::cpu

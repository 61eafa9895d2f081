// How one operand's elements come to a kernel that wants runs: directly where they are runs, else by way of a tile.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/plan.h"
#include "cpu/tiles.h"

namespace nabla::cpu {

// Rows at least this long are visited one by one, so that operands whose rows are runs need no packing. Shorter rows would
// make the kernel's calls cost more than the packing.
constexpr int64_t kLongRow = 128;

// Where an element of the iteration stands: an index in each dimension, and the offset that an operand has there.
class Odometer {
 public:
  Odometer(const Plan& plan, const Plan::Operand& operand, int64_t begin) : plan_(plan), operand_(operand) {
    for (int i = plan.rank; i-- > 0;) {
      index_[i] = begin % plan.shape[i];
      begin /= plan.shape[i];
      offset_ += index_[i] * operand.strides[i];
    }
  }

  int64_t offset() const { return offset_; }
  int64_t left_in_row() const { return plan_.inner() - (plan_.rank == 0 ? 0 : index_[plan_.rank - 1]); }

  // Steps over `n` elements, at most what is left in the row.
  void advance(int64_t n) {
    int i = plan_.rank - 1;
    if (i < 0) return;
    index_[i] += n;
    offset_ += n * operand_.strides[i];
    while (i > 0 && index_[i] == plan_.shape[i]) {
      offset_ += operand_.strides[i - 1] - plan_.shape[i] * operand_.strides[i];
      index_[i] = 0;
      ++index_[--i];
    }
  }

 private:
  const Plan& plan_;
  const Plan::Operand& operand_;
  int64_t offset_ = 0;
  int64_t index_[NABLA_MAX_RANK];
};

// One operand over one chunk of the iteration.
class Reader {
 public:
  // Prepares for tiles in [begin, …); `rows`: no tile crosses the end of a row.
  void open(const Plan& plan, const Plan::Operand& operand, bool rows, int64_t tile, int64_t chunk) {
    plan_ = &plan;
    operand_ = &operand;
    direct_ = operand.layout == Layout::kLinear || (rows && operand.layout == Layout::kRows);
    if (operand.layout == Layout::kScalar) pack(plan, operand, 0, std::min(tile, chunk), tile_);
  }
  bool direct() const { return direct_; }

  const void* read(int64_t begin, int64_t n) {
    if (direct_) return address(begin);
    if (operand_->layout != Layout::kScalar) pack(*plan_, *operand_, begin, n, tile_);
    return tile_;
  }
  // Where the kernel may write: close() then brings it home.
  void* write(int64_t begin) { return direct_ ? address(begin) : tile_; }
  void close(int64_t begin, int64_t n) {
    if (!direct_) unpack(*plan_, *operand_, begin, n, tile_);
  }
  void* tile() { return tile_; }

 private:
  char* address(int64_t begin) const {
    if (operand_->layout == Layout::kLinear) return operand_->data + begin * operand_->size;
    return operand_->data + Odometer(*plan_, *operand_, begin).offset() * operand_->size;
  }

  const Plan* plan_ = nullptr;
  const Plan::Operand* operand_ = nullptr;
  bool direct_ = false;
  alignas(64) char tile_[kTileBytes];
};

}  // namespace nabla::cpu

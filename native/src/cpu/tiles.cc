#include "cpu/tiles.h"

#include <algorithm>

#include "cpu/runs.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

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

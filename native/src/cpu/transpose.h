// Turning rectangles of elements whose memory runs down the columns into rows.
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>

namespace nabla::cpu {

// Square blocks of 16-byte vectors, in the compiler's own vectors: each round of interleaving moves every element half
// of its way, so that log2(lanes) rounds transpose the block.
template <class Word>
struct Block {
  static constexpr int kLanes = 16 / static_cast<int>(sizeof(Word));
  typedef Word Vector __attribute__((vector_size(16)));

  Vector row[kLanes];

  template <size_t... i>
  static Vector interleave(Vector a, Vector b, int half, std::index_sequence<i...>) {
    constexpr int n = kLanes;
    return half == 0 ? __builtin_shufflevector(a, b, (i % 2 * n + i / 2)...)
                     : __builtin_shufflevector(a, b, (i % 2 * n + i / 2 + n / 2)...);
  }

  void transpose() {
    constexpr auto lanes = std::make_index_sequence<kLanes>{};
    for (int round = 1; round < kLanes; round *= 2) {
      Vector next[kLanes];
      for (int i = 0; i < kLanes / 2; ++i) {
        next[2 * i] = interleave(row[i], row[i + kLanes / 2], 0, lanes);
        next[2 * i + 1] = interleave(row[i], row[i + kLanes / 2], 1, lanes);
      }
      std::memcpy(row, next, sizeof row);
    }
  }
};

// to[i * leading + j] = from[i * row + j * column], i < rows, j < columns. Fast where `row` is 1.
template <class Word>
void transpose(const Word* from, int64_t row, int64_t column, int64_t rows, int64_t columns, Word* to,
               int64_t leading) {
  constexpr int kLanes = Block<Word>::kLanes;
  int64_t j = 0;
  for (; row == 1 && j + kLanes <= columns; j += kLanes) {
    int64_t i = 0;
    for (; i + kLanes <= rows; i += kLanes) {
      Block<Word> block;
      for (int k = 0; k < kLanes; ++k) std::memcpy(&block.row[k], from + (j + k) * column + i, sizeof block.row[k]);
      block.transpose();
      for (int k = 0; k < kLanes; ++k) std::memcpy(to + (i + k) * leading + j, &block.row[k], sizeof block.row[k]);
    }
    for (; i < rows; ++i)
      for (int k = 0; k < kLanes; ++k) to[i * leading + j + k] = from[(j + k) * column + i];
  }
  for (; j < columns; ++j)
    for (int64_t i = 0; i < rows; ++i) to[i * leading + j] = from[i * row + j * column];
}

}  // namespace nabla::cpu

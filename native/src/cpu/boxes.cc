#include "cpu/boxes.h"

#include <algorithm>

namespace nabla::cpu {
namespace {

bool has(uint32_t dimensions, int i) { return (dimensions >> i & 1) != 0; }

int64_t ceil_divide(int64_t a, int64_t b) { return (a - 1) / b + 1; }

class Cutter {
 public:
  Cutter(const Plan& plan, const uint32_t* kept, int outputs) : kept_(kept), outputs_(outputs) {
    boxes_.rank = plan.rank;
    std::copy(plan.shape, plan.shape + plan.rank, boxes_.shape);
    std::copy(plan.shape, plan.shape + plan.rank, boxes_.piece);
    std::fill_n(boxes_.pieces, plan.rank, 1);
    most_partial_sums_ = std::max(kFreePartialSums, plan.count / kPartialShare);
  }

  Boxes cut() {
    // From the outermost dimension on: then a box's elements lie as close together as they can.
    shrink(boxes_.all(), kBoxElements);
    for (int o = 0; o < outputs_; ++o) shrink(kept_[o], kMostBoxSums);
    return boxes_;
  }

 private:
  int64_t volume(uint32_t dimensions) const {
    int64_t n = 1;
    for (int i = 0; i < boxes_.rank; ++i)
      if (has(dimensions, i)) n *= boxes_.piece[i];
    return n;
  }

  // Cuts along `dimensions` until a box has no more than `most` elements there, as far as that is allowed.
  void shrink(uint32_t dimensions, int64_t most) {
    for (int i = 0; i < boxes_.rank; ++i) {
      const int64_t now = volume(dimensions), piece = boxes_.piece[i];
      if (now <= most) return;
      if (!has(dimensions, i)) continue;
      const int64_t shortest = std::max(i == boxes_.rank - 1 ? kShortestBoxRow : 1, shortest_piece(i));
      boxes_.piece[i] = std::min(piece, std::max(shortest, most / (now / piece)));
      boxes_.pieces[i] = ceil_divide(boxes_.shape[i], boxes_.piece[i]);
    }
  }

  // Each cut along a dimension that an output sums over multiplies its partial sums.
  int64_t shortest_piece(int i) const {
    int64_t shortest = 1;
    for (int o = 0; o < outputs_; ++o) {
      if (has(kept_[o], i)) continue;
      int64_t sums = 1;
      for (int k = 0; k < boxes_.rank; ++k)
        if (k != i) sums *= has(kept_[o], k) ? boxes_.shape[k] : boxes_.pieces[k];
      shortest = std::max(shortest, ceil_divide(boxes_.shape[i], std::max<int64_t>(1, most_partial_sums_ / sums)));
    }
    return shortest;
  }

  const uint32_t* kept_;
  int outputs_;
  int64_t most_partial_sums_;
  Boxes boxes_;
};

}  // namespace

Box Boxes::at(const int64_t* place) const {
  Box box;
  for (int i = 0; i < rank; ++i) {
    box.begin[i] = place[i] * piece[i];
    box.extent[i] = std::min(piece[i], shape[i] - box.begin[i]);
  }
  return box;
}

int64_t Boxes::count(uint32_t dimensions) const {
  int64_t n = 1;
  for (int i = 0; i < rank; ++i)
    if (has(dimensions, i)) n *= pieces[i];
  return n;
}

void Boxes::locate(uint32_t dimensions, int64_t index, int64_t* place) const {
  for (int i = rank; i-- > 0;) {
    if (!has(dimensions, i)) continue;
    place[i] = index % pieces[i];
    index /= pieces[i];
  }
}

int64_t Boxes::index(uint32_t dimensions, const int64_t* place) const {
  int64_t index = 0;
  for (int i = 0; i < rank; ++i)
    if (has(dimensions, i)) index = index * pieces[i] + place[i];
  return index;
}

Boxes cut_boxes(const Plan& plan, const uint32_t* kept, int outputs) { return Cutter(plan, kept, outputs).cut(); }

}  // namespace nabla::cpu

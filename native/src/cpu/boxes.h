// How an iteration is cut where some of its outputs are sums over dimensions: into boxes that threads take one by one.
//
// An output is known by the dimensions that it keeps. Boxes that differ along these alone write different results; boxes that
// differ along the others give partial sums of the same results, which are joined afterwards. The cut follows from the shape
// and from what outputs keep, never from the number of threads, and so do the results' bits.
#pragma once

#include <cstdint>

#include "core/plan.h"

namespace nabla::cpu {

constexpr int64_t kBoxElements = 32768;      // about what one thread takes at a time
constexpr int64_t kMostBoxSums = 4096;       // results of one box and output: they shall stay in a cache
constexpr int64_t kShortestBoxRow = 1024;    // the innermost dimension is not cut shorter
constexpr int64_t kFreePartialSums = 65536;  // so many partial sums of one output are always allowed, and otherwise one for
constexpr int64_t kPartialShare = 32;        // so many elements

struct Box {
  int64_t begin[NABLA_MAX_RANK];
  int64_t extent[NABLA_MAX_RANK];
};

struct Boxes {
  int rank = 0;
  int64_t shape[NABLA_MAX_RANK];   // of the iteration
  int64_t piece[NABLA_MAX_RANK];   // a box's extent, but for the last ones along a dimension
  int64_t pieces[NABLA_MAX_RANK];  // how many there are along a dimension

  Box at(const int64_t* place) const;  // the box at a place in the grid

  // A set of dimensions (bit i: dimension i) and the grid along them, in row-major order.
  int64_t count(uint32_t dimensions) const;
  void locate(uint32_t dimensions, int64_t index, int64_t* place) const;  // sets those of `place`
  int64_t index(uint32_t dimensions, const int64_t* place) const;
  uint32_t all() const { return (1u << rank) - 1; }
};

// Cuts a plan with at least one element. kept[o]: the dimensions of output o, of those that are sums.
Boxes cut_boxes(const Plan& plan, const uint32_t* kept, int outputs);

}  // namespace nabla::cpu

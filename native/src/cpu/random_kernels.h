// What random.cc compiles for each target.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

struct RandomCall {
  double a, b;
  uint64_t seed, offset;
};

// Elements [first, first + n) of a call into a run. `first` is a multiple of 4.
using RandomRun = void (*)(const RandomCall& call, int64_t first, int64_t n, void* run);

struct RandomKernels {
  void (*philox)(uint64_t seed, uint64_t counter, int64_t counters, uint32_t* words);
  RandomRun (*find)(nabla_random_op op, int32_t dtype);
};

}  // namespace nabla::cpu

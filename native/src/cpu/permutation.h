// nabla_random_permutation on a CPU.
#pragma once

#include <cstdint>

#include "core/view.h"

namespace nabla::cpu {

// A checked output [n] of int64.
void random_permutation(uint64_t seed, uint64_t offset, const nabla_view& out);

}  // namespace nabla::cpu

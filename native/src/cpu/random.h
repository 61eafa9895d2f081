// Random numbers on a CPU.
#pragma once

#include <cstdint>

#include "core/view.h"

namespace nabla::cpu {

// See nabla_random: a checked output and checked parameters.
void fill_random(nabla_random_op op, double a, double b, uint64_t seed, uint64_t offset, const nabla_view& out);

// The words of `counters` counters, four each, from `counter` on. `words` has room for kSpareCounters more.
constexpr int64_t kSpareCounters = 8;
void random_words(uint64_t seed, uint64_t counter, int64_t counters, uint32_t* words);

}  // namespace nabla::cpu

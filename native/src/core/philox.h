// Philox 4x32-10: four random words as a function of a key and a counter.
// J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011).
#pragma once

#include <cstdint>

#include "core/shared.h"

namespace nabla {

struct Philox {
  static constexpr int kRounds = 10;
  static constexpr uint32_t kMultiplier[2] = {0xD2511F53, 0xCD9E8D57};
  static constexpr uint32_t kWeyl[2] = {0x9E3779B9, 0xBB67AE85};  // added to the key: golden ratio, sqrt(3) - 1

  uint32_t word[4];

  // `this` is the counter on entry and the random words after.
  NABLA_SHARED void scramble(uint32_t key0, uint32_t key1) {
    constexpr uint32_t m0 = kMultiplier[0], m1 = kMultiplier[1], w0 = kWeyl[0], w1 = kWeyl[1];
    for (int round = 0; round < kRounds; ++round) {
      const uint64_t p0 = uint64_t{m0} * word[0], p1 = uint64_t{m1} * word[2];
      const uint32_t x1 = word[1], x3 = word[3];
      word[0] = static_cast<uint32_t>(p1 >> 32) ^ x1 ^ key0;
      word[1] = static_cast<uint32_t>(p1);
      word[2] = static_cast<uint32_t>(p0 >> 32) ^ x3 ^ key1;
      word[3] = static_cast<uint32_t>(p0);
      key0 += w0;
      key1 += w1;
    }
  }

  // As nabla_random counts: the seed is the key, and the counter's upper half is 0.
  static NABLA_SHARED Philox at(uint64_t seed, uint64_t counter) {
    Philox p{{static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32), 0, 0}};
    p.scramble(static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32));
    return p;
  }
};

}  // namespace nabla

// Joining the states of blocks in pairs, pairs of pairs, and so on, while they come in one after the other. The tree
// depends on how many there are, and on nothing else; a power of two of them, from a multiple of it on, is a subtree.
#pragma once

#include <cstdint>

#include "cpu/scratch.h"

namespace nabla::cpu {

// Merge: (void* a, double na, const void* b, double nb), which makes a the state of the elements of both.
template <class Merge>
class Pairwise {
 public:
  // `blocks`: how many will come, at most. `bytes`: of one state, a multiple of 64.
  Pairwise(int64_t blocks, int64_t bytes, Merge merge)
      : merge_(merge), bytes_(bytes), memory_((65 - __builtin_clzll(static_cast<uint64_t>(blocks))) * bytes) {}

  // Where the next block's state is to be written, and then that it is there, for n elements.
  void* next() { return at(top_); }
  void add(double n) {
    n_[top_++] = n;
    for (int64_t pairs = ++blocks_; pairs % 2 == 0; pairs /= 2) join();
  }
  // The state of all. Only once, when all have come.
  const void* root() {
    while (top_ > 1) join();
    return at(0);
  }

 private:
  char* at(int slot) { return memory_.data() + slot * bytes_; }
  void join() {
    --top_;
    merge_(at(top_ - 1), n_[top_ - 1], at(top_), n_[top_]);
    n_[top_ - 1] += n_[top_];
  }

  Merge merge_;
  int64_t bytes_, blocks_ = 0;
  int top_ = 0;
  double n_[65];
  Scratch memory_;
};

}  // namespace nabla::cpu

// Memory for the length of one call or one task, aligned for whole vectors. Its contents are undefined at first.
//
// It comes from the cache of blocks: fresh pages cost a broadcast gradient a quarter of its time.
#pragma once

#include <cstdint>

#include "cpu/memory.h"

namespace nabla::cpu {

class Scratch {
 public:
  explicit Scratch(int64_t bytes) : buffer_(allocate(bytes, 0)) {}
  ~Scratch() { release(buffer_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  char* data() const { return static_cast<char*>(buffer_->data); }

 private:
  nabla_buffer* buffer_;
};

}  // namespace nabla::cpu

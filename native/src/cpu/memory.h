// The CPU's memory: a cache of blocks by size class, so that a tensor's memory is warm and costs no system call.
#pragma once

#include <cstdint>

#include "core/buffer.h"
#include "nabla/nabla.h"

namespace nabla::cpu {

// See nabla_buffer_allocate. Throws Error: over budget, out of memory.
nabla_buffer* allocate(int64_t bytes, int64_t limit);
void release(nabla_buffer* buffer) noexcept;
nabla_memory_info memory_info();
void trim(int64_t keep);

}  // namespace nabla::cpu

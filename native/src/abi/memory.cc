#include "cpu/memory.h"

#include "abi/devices.h"
#include "core/buffer.h"
#include "core/status.h"

using namespace nabla;

extern "C" nabla_status nabla_buffer_allocate(nabla_device device, int64_t bytes, int64_t limit, nabla_stream*,
                                              nabla_buffer** out) {
  return guarded(__func__, [&] {
    require(out != nullptr, "out is null");
    require(bytes >= 0, "bytes is ", bytes, "; it must be 0 or more");
    require(limit >= 0, "limit is ", limit, "; it must be 0 (none) or more");
    check_device(device);
    *out = cpu::allocate(bytes, limit);
  });
}

extern "C" nabla_status nabla_buffer_wrap(nabla_device device, void* data, int64_t bytes, void (*release)(void*),
                                          void* state, nabla_buffer** out) {
  return guarded(__func__, [&] {
    require(out != nullptr, "out is null");
    require(bytes >= 0, "bytes is ", bytes, "; it must be 0 or more");
    require(data != nullptr || bytes == 0, "data is null");
    check_device(device);
    *out = new nabla_buffer{device, data, bytes, bytes, nullptr, release, state, true};
  });
}

extern "C" nabla_status nabla_buffer_release(nabla_buffer* buffer) {
  return guarded(__func__, [&] {
    if (buffer == nullptr) return;
    if (!buffer->lent) return cpu::release(buffer);
    if (buffer->release != nullptr) buffer->release(buffer->state);
    delete buffer;
  });
}

extern "C" nabla_status nabla_buffer_get(const nabla_buffer* buffer, void** data, int64_t* bytes) {
  return guarded(__func__, [&] {
    require(buffer != nullptr, "buffer is null");
    if (data != nullptr) *data = buffer->data;
    if (bytes != nullptr) *bytes = buffer->bytes;
  });
}

extern "C" nabla_status nabla_get_memory_info(nabla_device device, nabla_memory_info* info) {
  return guarded(__func__, [&] {
    require(info != nullptr, "info is null");
    check_device(device);
    *info = cpu::memory_info();
  });
}

extern "C" nabla_status nabla_memory_trim(nabla_device device, int64_t keep) {
  return guarded(__func__, [&] {
    require(keep >= 0, "keep is ", keep, "; it must be 0 or more");
    check_device(device);
    cpu::trim(keep);
  });
}

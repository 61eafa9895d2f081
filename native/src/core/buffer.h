// A block of device memory: what nabla_buffer points to.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

struct nabla_buffer {
  nabla_device device;
  void* data;
  int64_t bytes;           // what was asked for: the bound that views are checked against
  int64_t capacity;        // what the block holds: its size class
  nabla_stream* stream;    // whose cache it returns to
  void (*release)(void*);  // lent memory: tells the owner; null otherwise
  void* state;
  bool lent;               // nabla_buffer_wrap made it
};

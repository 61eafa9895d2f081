// Stores around the caches, for results too large to be found there again: the line is not read before it is written.
#pragma once

#include <cstdint>

namespace nabla::cpu {

// Whether a call that touches so many bytes, inputs and outputs together, should write with stream(). Within the
// last-level cache streaming costs twice a plain store, beyond it a plain store costs a read.
bool worth_streaming(int64_t bytes);

// memcpy by streaming stores. Any alignment; whole cache lines of `to` are what gains. After its last stream() and
// before it tells anybody, a thread calls end_streaming(): these stores are not ordered with others.
void stream(void* to, const void* from, int64_t bytes);
void end_streaming();

}  // namespace nabla::cpu

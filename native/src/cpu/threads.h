// The CPU backend's threads: a loop over chunks that the calling thread and the pool's helpers share.
//
// How work is cut into chunks must follow from shapes alone, never from the number of threads: then results are the same bits
// however many threads there are. Who runs which chunk, and in which order, is left open.
#pragma once

#include <cstdint>
#include <type_traits>

namespace nabla::cpu {

// How many threads a large loop may use, the caller's included.
int thread_count();
// 0: one for each processor that this process may run on.
void set_thread_count(int threads);

// About how long a chunk takes: loops that end sooner than helpers wake stay on the calling thread.
struct Cost {
  double nanoseconds_per_chunk;
};

namespace internal {
using ChunkFunction = void (*)(void* body, int64_t chunk);
void parallel(int64_t chunks, Cost cost, void* body, ChunkFunction call);
}  // namespace internal

// Calls body(chunk) for each chunk in [0, chunks), and returns when all are done. Exceptions come back to the caller: the
// first one thrown. May be called from several threads at once, and from inside a chunk (that runs on its own thread then).
template <class Body>
void parallel_for(int64_t chunks, Cost cost, Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  internal::parallel(chunks, cost, const_cast<void*>(static_cast<const void*>(&body)),
                     [](void* b, int64_t chunk) { (*static_cast<Plain*>(b))(chunk); });
}

// Cuts [0, n) into pieces of `grain` (the last one shorter) and calls body(begin, end) for each.
template <class Body>
void parallel_ranges(int64_t n, int64_t grain, double nanoseconds_per_item, Body&& body) {
  if (n <= 0) return;
  parallel_for((n - 1) / grain + 1, {nanoseconds_per_item * static_cast<double>(n < grain ? n : grain)},
               [&](int64_t chunk) {
                 const int64_t begin = chunk * grain;
                 body(begin, begin + grain < n ? begin + grain : n);
               });
}

}  // namespace nabla::cpu

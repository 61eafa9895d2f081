// Moving runs of elements between strided and contiguous memory. Only an element's size matters here, not its dtype.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace nabla::cpu {

// Calls body with a word of `size` bytes: uint32_t{} for 4.
template <class Body>
void visit_size(int size, Body&& body) {
  switch (size) {
    case 1: return body(uint8_t{});
    case 2: return body(uint16_t{});
    case 4: return body(uint32_t{});
    default: return body(uint64_t{});
  }
}

// to[i] = from[i * stride]
template <class Word>
void gather_run(const char* from, int64_t stride, int64_t n, char* to) {
  const Word* x = reinterpret_cast<const Word*>(from);
  Word* y = reinterpret_cast<Word*>(to);
  if (stride == 0) {
    std::fill_n(y, n, *x);
  } else if (stride == 1) {
    std::memcpy(y, x, static_cast<size_t>(n) * sizeof(Word));
  } else {
    for (int64_t i = 0; i < n; ++i) y[i] = x[i * stride];
  }
}

// to[i * stride] = from[i]
template <class Word>
void scatter_run(const char* from, int64_t stride, int64_t n, char* to) {
  const Word* x = reinterpret_cast<const Word*>(from);
  Word* y = reinterpret_cast<Word*>(to);
  if (stride == 1) {
    std::memcpy(y, x, static_cast<size_t>(n) * sizeof(Word));
  } else {
    for (int64_t i = 0; i < n; ++i) y[i * stride] = x[i];
  }
}

}  // namespace nabla::cpu

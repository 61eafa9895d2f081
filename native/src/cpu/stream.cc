#include "cpu/stream.h"

#include <emmintrin.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace nabla::cpu {
namespace {

constexpr int64_t kLine = 64;
constexpr int64_t kUsualCache = int64_t{32} << 20;  // where the system does not tell

int64_t last_level_cache() {
  static const int64_t bytes = [] {
    const long l3 = sysconf(_SC_LEVEL3_CACHE_SIZE), l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    return l3 > 0 ? int64_t{l3} : l2 > 0 ? int64_t{l2} : kUsualCache;
  }();
  return bytes;
}

}  // namespace

bool worth_streaming(int64_t bytes) { return bytes > last_level_cache(); }

void stream(void* to, const void* from, int64_t bytes) {
  char* y = static_cast<char*>(to);
  const char* x = static_cast<const char*>(from);
  const int64_t head = std::min(bytes, static_cast<int64_t>(-reinterpret_cast<uintptr_t>(y) & (kLine - 1)));
  std::memcpy(y, x, static_cast<size_t>(head));
  int64_t i = head;
  for (; i + kLine <= bytes; i += kLine) {
    __m128i part[4];
    for (int k = 0; k < 4; ++k) part[k] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(x + i) + k);
    for (int k = 0; k < 4; ++k) _mm_stream_si128(reinterpret_cast<__m128i*>(y + i) + k, part[k]);
  }
  std::memcpy(y + i, x + i, static_cast<size_t>(bytes - i));
  _mm_sfence();  // streaming stores are not ordered with the store that tells another thread of them
}

}  // namespace nabla::cpu

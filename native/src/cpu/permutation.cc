// Each index gets a random key of 64 bits, and the indices are sorted by key: then the order follows from seed and
// offset alone, on every device and for any number of threads. (Equal keys keep their indices' order. A permutation's
// probability differs from 1 / n! by that much only: two equal keys among a million come once in 37 million calls.)
#include "cpu/permutation.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "cpu/random.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kGrain = 16384;
constexpr int64_t kBucket = 16;  // indices that share a bucket, about

struct Entry {
  uint64_t key;
  int64_t index;
};

bool before(const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.index < b.index; }

void draw_keys(uint64_t seed, uint64_t offset, int64_t n, uint64_t* keys) {
  parallel_ranges(n, kGrain, 1.0, [&](int64_t begin, int64_t end) {
    constexpr int64_t kPiece = 256;  // counters, of two keys each
    uint32_t words[4 * (kPiece + kSpareCounters)];
    for (int64_t at = begin; at < end; at += 2 * kPiece) {
      const int64_t count = std::min(2 * kPiece, end - at);
      random_words(seed, offset + static_cast<uint64_t>(at / 2), (count + 1) / 2, words);
      for (int64_t i = 0; i < count; ++i) keys[at + i] = words[2 * i] | uint64_t{words[2 * i + 1]} << 32;
    }
  });
}

}  // namespace

void random_permutation(uint64_t seed, uint64_t offset, const nabla_view& out) {
  const int64_t n = out.shape[0], stride = out.strides[0];
  int64_t* to = reinterpret_cast<int64_t*>(writable(out));
  const std::unique_ptr<uint64_t[]> keys(new uint64_t[static_cast<size_t>(n)]);
  draw_keys(seed, offset, n, keys.get());

  // Keys are spread evenly, so a bucket for each range of their upper bits holds about kBucket.
  int bits = 1;
  while (bits < 48 && (n >> bits) > kBucket) ++bits;
  const int64_t buckets = int64_t{1} << bits;
  const auto bucket_of = [&](uint64_t key) { return static_cast<int64_t>(key >> (64 - bits)); };
  const std::unique_ptr<int64_t[]> end(new int64_t[static_cast<size_t>(buckets)]());
  for (int64_t i = 0; i < n; ++i) ++end[bucket_of(keys[i])];
  int64_t sum = 0;
  for (int64_t b = 0; b < buckets; ++b) end[b] = std::exchange(sum, sum + end[b]);  // where each begins
  const std::unique_ptr<Entry[]> entries(new Entry[static_cast<size_t>(n)]);
  for (int64_t i = 0; i < n; ++i) entries[end[bucket_of(keys[i])]++] = {keys[i], i};  // and now where it ends

  parallel_ranges(buckets, kGrain / kBucket, 10.0 * kBucket, [&](int64_t first, int64_t last) {
    int64_t at = first == 0 ? 0 : end[first - 1];
    for (int64_t b = first; b < last; ++b) {
      std::sort(entries.get() + at, entries.get() + end[b], before);
      for (; at < end[b]; ++at) to[at * stride] = entries[at].index;
    }
  });
}

}  // namespace nabla::cpu

// Buffers: the cache that they come from, limits, and lent memory.
#include <cstring>
#include <thread>

#include "tensor.h"

namespace nabla::test {
namespace {

constexpr nabla_device kCpu{NABLA_DEVICE_CPU, 0};

nabla_buffer* allocate(int64_t bytes, int64_t limit = 0) {
  nabla_buffer* buffer = nullptr;
  EXPECT_DONE(nabla_buffer_allocate(kCpu, bytes, limit, nullptr, &buffer));
  return buffer;
}

char* data_of(nabla_buffer* buffer) {
  void* data = nullptr;
  EXPECT_DONE(nabla_buffer_get(buffer, &data, nullptr));
  return static_cast<char*>(data);
}

nabla_memory_info info() {
  nabla_memory_info i;
  EXPECT_DONE(nabla_get_memory_info(kCpu, &i));
  return i;
}

void trim() { EXPECT_DONE(nabla_memory_trim(kCpu, 0)); }

TEST(Memory, BlocksHoldWhatWasAskedFor) {
  for (const int64_t base :
       {0, 1, 64, 65, 80, 96, 97, 128, 1000, 4096, 5000, 1 << 20, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 5 << 20}) {
    nabla_buffer* buffer = allocate(base);
    void* data = nullptr;
    int64_t bytes = -1;
    EXPECT_DONE(nabla_buffer_get(buffer, &data, &bytes));
    EXPECT_EQ(bytes, base);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(data) % 64, 0u);
    std::memset(data, 1, static_cast<size_t>(base));  // the sanitizer looks on
    EXPECT_DONE(nabla_buffer_release(buffer));
  }
}

TEST(Memory, SizeClassesWasteAQuarterAtMost) {
  for (int64_t bytes = 65; bytes < int64_t{1} << 26; bytes = bytes * 9 / 8 + 1) {
    const int64_t before = info().live;
    nabla_buffer* buffer = allocate(bytes);
    const int64_t taken = info().live - before;
    EXPECT_GE(taken, bytes);
    EXPECT_LE(taken, bytes < 4096      ? bytes + bytes / 4 + 64
                     : bytes < 2 << 20 ? bytes + bytes / 4
                                       : bytes + bytes / 4 + (2 << 20))
        << bytes;
    EXPECT_DONE(nabla_buffer_release(buffer));
  }
  trim();
}

TEST(Memory, ReleasedBlocksComeAgain) {
  trim();
  for (const int64_t bytes : {100, 100000, 10000000}) {
    nabla_buffer* buffer = allocate(bytes);
    const char* at = data_of(buffer);
    const int64_t allocations = info().allocations;
    EXPECT_DONE(nabla_buffer_release(buffer));
    buffer = allocate(bytes - 1);  // of the same class
    EXPECT_EQ(data_of(buffer), at);
    EXPECT_EQ(info().allocations, allocations);
    int64_t length = 0;
    EXPECT_DONE(nabla_buffer_get(buffer, nullptr, &length));
    EXPECT_EQ(length, bytes - 1);
    EXPECT_DONE(nabla_buffer_release(buffer));
  }
}

TEST(Memory, IsCounted) {
  trim();
  const nabla_memory_info before = info();
  nabla_buffer* buffer = allocate(1 << 20);
  nabla_memory_info now = info();
  EXPECT_EQ(now.live, before.live + (1 << 20));
  EXPECT_EQ(now.buffers, before.buffers + 1);
  EXPECT_EQ(now.cached, 0);
  EXPECT_GE(now.peak, now.live);
  EXPECT_EQ(now.allocations, before.allocations + 1);
  EXPECT_DONE(nabla_buffer_release(buffer));
  now = info();
  EXPECT_EQ(now.live, before.live);
  EXPECT_EQ(now.buffers, before.buffers);
  EXPECT_EQ(now.cached, 1 << 20);
  EXPECT_GE(now.peak, before.live + (1 << 20));
}

TEST(Memory, TrimKeepsWhatItIsTold) {
  trim();
  nabla_buffer* buffers[4];
  for (nabla_buffer*& b : buffers) b = allocate(1 << 20);
  for (nabla_buffer* b : buffers) EXPECT_DONE(nabla_buffer_release(b));
  EXPECT_EQ(info().cached, 4 << 20);
  EXPECT_DONE(nabla_memory_trim(kCpu, (3 << 20) - 1));
  EXPECT_EQ(info().cached, 2 << 20);
  EXPECT_DONE(nabla_memory_trim(kCpu, 5 << 20));
  EXPECT_EQ(info().cached, 2 << 20);
  trim();
  EXPECT_EQ(info().cached, 0);
  EXPECT_REFUSED(nabla_memory_trim(kCpu, -1), NABLA_INVALID_ARGUMENT, "keep is -1");
}

TEST(Memory, LimitsHold) {
  trim();
  const int64_t live = info().live, mega = 1 << 20;
  nabla_buffer* a = allocate(mega, live + 2 * mega);
  nabla_buffer* b = allocate(mega, live + 2 * mega);
  nabla_buffer* c = reinterpret_cast<nabla_buffer*>(1);
  EXPECT_REFUSED(nabla_buffer_allocate(kCpu, mega, live + 2 * mega, nullptr, &c), NABLA_OVER_BUDGET, "limit");
  EXPECT_EQ(c, reinterpret_cast<nabla_buffer*>(1));
  EXPECT_EQ(info().live, live + 2 * mega);
  c = allocate(mega);  // without a limit
  for (nabla_buffer* each : {a, b, c}) EXPECT_DONE(nabla_buffer_release(each));

  // Cached blocks give way: three of one size are there, one of another is wanted.
  EXPECT_EQ(info().cached, 3 * mega);
  a = allocate(3 * mega / 2, live + 3 * mega);
  EXPECT_LE(info().live + info().cached, live + 3 * mega);
  EXPECT_DONE(nabla_buffer_release(a));
  trim();
}

TEST(Memory, WhatDoesNotExistIsNotGiven) {
  nabla_buffer* buffer = nullptr;
  const nabla_memory_info before = info();
  for (const int64_t bytes : {INT64_MAX, int64_t{1} << 62, (int64_t{1} << 46) + 1, int64_t{1} << 46})
    EXPECT_REFUSED(nabla_buffer_allocate(kCpu, bytes, 0, nullptr, &buffer), NABLA_OUT_OF_MEMORY,
                   "the system gave no block");
  EXPECT_REFUSED(nabla_buffer_allocate(kCpu, INT64_MAX, 1 << 20, nullptr, &buffer), NABLA_OUT_OF_MEMORY, "bytes");
  EXPECT_EQ(buffer, nullptr);
  EXPECT_EQ(info().live, before.live);
  EXPECT_EQ(info().buffers, before.buffers);
}

TEST(Memory, Refuses) {
  nabla_buffer* buffer = nullptr;
  char byte = 0;
  EXPECT_REFUSED(nabla_buffer_allocate(kCpu, 8, 0, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_buffer_allocate(kCpu, -1, 0, nullptr, &buffer), NABLA_INVALID_ARGUMENT, "bytes is -1");
  EXPECT_REFUSED(nabla_buffer_allocate(kCpu, 8, -1, nullptr, &buffer), NABLA_INVALID_ARGUMENT, "limit is -1");
  EXPECT_REFUSED(nabla_buffer_allocate({NABLA_DEVICE_CPU, 1}, 8, 0, nullptr, &buffer), NABLA_INVALID_ARGUMENT,
                 "number 1");
  EXPECT_REFUSED(nabla_buffer_allocate({7, 0}, 8, 0, nullptr, &buffer), NABLA_INVALID_ARGUMENT, "7");
  EXPECT_REFUSED(nabla_buffer_wrap(kCpu, nullptr, 8, nullptr, nullptr, &buffer), NABLA_INVALID_ARGUMENT,
                 "data is null");
  EXPECT_REFUSED(nabla_buffer_wrap(kCpu, &byte, -8, nullptr, nullptr, &buffer), NABLA_INVALID_ARGUMENT, "bytes is -8");
  EXPECT_REFUSED(nabla_buffer_wrap(kCpu, &byte, 1, nullptr, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "out is null");
  EXPECT_REFUSED(nabla_buffer_get(nullptr, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "buffer is null");
  EXPECT_REFUSED(nabla_get_memory_info(kCpu, nullptr), NABLA_INVALID_ARGUMENT, "info is null");
  EXPECT_EQ(buffer, nullptr);
  EXPECT_DONE(nabla_buffer_release(nullptr));
}

TEST(Memory, LentMemoryGoesBackOnce) {
  float lent[4] = {1, 2, 3, 4};
  int calls = 0;
  nabla_buffer* buffer = nullptr;
  const nabla_memory_info before = info();
  EXPECT_DONE(nabla_buffer_wrap(
      kCpu, lent, sizeof lent, [](void* state) { ++*static_cast<int*>(state); }, &calls, &buffer));
  EXPECT_EQ(data_of(buffer), reinterpret_cast<char*>(lent));
  EXPECT_EQ(info().live, before.live);  // not ours
  EXPECT_EQ(calls, 0);
  EXPECT_DONE(nabla_buffer_release(buffer));
  EXPECT_EQ(calls, 1);
  EXPECT_DONE(nabla_buffer_wrap(kCpu, nullptr, 0, nullptr, nullptr, &buffer));
  EXPECT_DONE(nabla_buffer_release(buffer));
}

TEST(Memory, FromManyThreads) {
  trim();
  const nabla_memory_info before = info();
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      std::vector<nabla_buffer*> mine;
      for (int i = 0; i < 2000; ++i) {
        nabla_buffer* buffer = nullptr;
        const int64_t bytes = 8 + i * 37 % 5000;
        if (nabla_buffer_allocate(kCpu, bytes, 0, nullptr, &buffer) != NABLA_OK) continue;
        void* data = nullptr;
        nabla_buffer_get(buffer, &data, nullptr);
        std::memset(data, t, static_cast<size_t>(bytes));
        mine.push_back(buffer);
        if (i % 3 != 0) continue;
        int64_t length = 0;
        nabla_buffer_get(mine.front(), &data, &length);
        for (int64_t k = 0; k < length; ++k) wrong[t] += static_cast<char*>(data)[k] != t;
        nabla_buffer_release(mine.front());
        mine.erase(mine.begin());
        if (i % 500 == 0) nabla_memory_trim(kCpu, 0);
      }
      for (nabla_buffer* buffer : mine) nabla_buffer_release(buffer);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
  EXPECT_EQ(info().live, before.live);
  EXPECT_EQ(info().buffers, before.buffers);
  trim();
}

}  // namespace
}  // namespace nabla::test

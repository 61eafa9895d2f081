#include "cpu/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "core/status.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kAlignment = 64;             // a cache line, and the widest vector
constexpr int64_t kHugePage = int64_t{2} << 20;
constexpr int64_t kLarge = kHugePage;          // from here on blocks come from huge pages of their own
constexpr int64_t kMostBytes = int64_t{1} << 46;

// Size classes: 64 bytes, then four steps to each doubling, so that at most a fifth of a block lies idle.
constexpr int kSteps = 4;
constexpr int kClasses = (46 - 6) * kSteps + 1;

int class_of(int64_t bytes) {
  if (bytes <= kAlignment) return 0;
  const int doubling = 63 - __builtin_clzll(static_cast<uint64_t>(bytes - 1));  // 2^doubling <= bytes - 1
  const int64_t step = (int64_t{1} << doubling) / kSteps;
  const int64_t over = bytes - (int64_t{1} << doubling);
  return (doubling - 6) * kSteps + static_cast<int>((over + step - 1) / step);
}

int64_t class_bytes(int size_class) {
  const int64_t base = kAlignment << (size_class / kSteps);
  return base + base / kSteps * (size_class % kSteps);
}

// Large blocks fill whole huge pages: their first touch then costs a 512th of the page faults.
int64_t capacity_of(int64_t bytes) {
  const int64_t capacity = class_bytes(class_of(bytes));
  return capacity < kLarge ? (capacity + kAlignment - 1) / kAlignment * kAlignment
                           : (capacity + kHugePage - 1) / kHugePage * kHugePage;
}

void* system_allocate(int64_t capacity) {
  const auto size = static_cast<size_t>(capacity);
  if (capacity < kLarge) return std::aligned_alloc(kAlignment, size);
  // Mapped with a page to spare, then cut to a huge page's boundary.
  void* mapped = mmap(nullptr, size + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(mapped);
  char* at = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(begin) + kHugePage - 1) / kHugePage * kHugePage);
  if (at > begin) munmap(begin, static_cast<size_t>(at - begin));
  if (at < begin + kHugePage) munmap(at + size, static_cast<size_t>(begin + kHugePage - at));
  madvise(at, size, MADV_HUGEPAGE);  // advice: where the system has none, small pages do
  return at;
}

void system_free(void* data, int64_t capacity) {
  if (capacity < kLarge)
    std::free(data);
  else
    munmap(data, static_cast<size_t>(capacity));
}

class Cache {
 public:
  nabla_buffer* allocate(int64_t bytes, int64_t limit) {
    if (bytes > kMostBytes) out_of_memory(bytes);
    const int64_t capacity = capacity_of(bytes);
    const int size_class = class_of(bytes);
    std::unique_lock lock(mutex_);
    if (std::vector<nabla_buffer*>& free = free_[size_class]; !free.empty()) {
      nabla_buffer* buffer = free.back();
      free.pop_back();
      info_.cached -= capacity;
      return hand_out(buffer, bytes);
    }
    if (limit > 0 && info_.live + info_.cached + capacity > limit) trim_locked(limit - info_.live - capacity);
    if (limit > 0 && info_.live + capacity > limit) {
      fail(NABLA_OVER_BUDGET, capacity, " bytes more, beside ", info_.live, " live, would pass the limit of ", limit);
    }
    void* data = system_allocate(capacity);
    if (data == nullptr) {
      trim_locked(0);
      data = system_allocate(capacity);
    }
    if (data == nullptr) out_of_memory(bytes);
    ++info_.allocations;
    nabla_buffer* buffer = new (std::nothrow) nabla_buffer{};
    if (buffer == nullptr) {
      system_free(data, capacity);
      out_of_memory(bytes);
    }
    buffer->device = {NABLA_DEVICE_CPU, 0};
    buffer->data = data;
    buffer->capacity = capacity;
    return hand_out(buffer, bytes);
  }

  void release(nabla_buffer* buffer) noexcept {
    std::lock_guard lock(mutex_);
    info_.live -= buffer->capacity;
    --info_.buffers;
    try {
      free_[class_of(buffer->bytes)].push_back(buffer);
      info_.cached += buffer->capacity;
    } catch (const std::bad_alloc&) {  // no memory to remember it by: back to the system
      give_back(buffer);
    }
  }

  void trim(int64_t keep) {
    std::lock_guard lock(mutex_);
    trim_locked(keep);
  }

  nabla_memory_info info() {
    std::lock_guard lock(mutex_);
    return info_;
  }

 private:
  nabla_buffer* hand_out(nabla_buffer* buffer, int64_t bytes) {
    buffer->bytes = bytes;
    info_.live += buffer->capacity;
    info_.peak = std::max(info_.peak, info_.live);
    ++info_.buffers;
    return buffer;
  }

  [[noreturn]] void out_of_memory(int64_t bytes) {
    fail(NABLA_OUT_OF_MEMORY, "the system gave no block of ", bytes, " bytes; ", info_.live, " bytes are live and ",
         info_.cached, " cached");
  }

  static void give_back(nabla_buffer* buffer) {
    system_free(buffer->data, buffer->capacity);
    delete buffer;
  }

  // The largest blocks first: fewest calls, most memory.
  void trim_locked(int64_t keep) {
    for (int c = kClasses; c-- > 0 && info_.cached > std::max<int64_t>(keep, 0);) {
      while (!free_[c].empty() && info_.cached > keep) {
        info_.cached -= free_[c].back()->capacity;
        give_back(free_[c].back());
        free_[c].pop_back();
      }
    }
  }

  std::mutex mutex_;
  std::vector<nabla_buffer*> free_[kClasses];
  nabla_memory_info info_{};
};

// Never destroyed: a finalizer may release a buffer while the process is ending.
Cache& cache() {
  static Cache* const instance = new Cache;
  return *instance;
}

}  // namespace

nabla_buffer* allocate(int64_t bytes, int64_t limit) { return cache().allocate(bytes, limit); }
void release(nabla_buffer* buffer) noexcept { cache().release(buffer); }
nabla_memory_info memory_info() { return cache().info(); }
void trim(int64_t keep) { cache().trim(keep); }

}  // namespace nabla::cpu

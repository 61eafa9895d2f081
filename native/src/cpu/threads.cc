#include "cpu/threads.h"

#include <sched.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace nabla::cpu {
namespace {

constexpr double kStayAlone = 30e3;                    // ns: below it a helper wakes too late to be of use
constexpr std::chrono::microseconds kSpin{60};         // how long a helper looks out for the next loop before it sleeps
constexpr int kMostThreads = 256;

int processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
  const unsigned n = std::thread::hardware_concurrency();
  return n > 0 ? static_cast<int>(n) : 1;
}

void relax() { __builtin_ia32_pause(); }

// A loop that is being run. It lives on its caller's stack: the caller leaves only when no helper holds it.
struct Loop {
  void* body;
  internal::ChunkFunction call;
  int64_t chunks;
  std::atomic<int64_t> next{0};
  std::atomic<int> helpers{0};  // inside the loop right now
  std::atomic<bool> failed{false};
  std::exception_ptr error;  // written by who sets `failed`
  Loop* following = nullptr;

  bool open() const { return next.load(std::memory_order_relaxed) < chunks; }

  void drain() {
    for (;;) {
      const int64_t chunk = next.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= chunks) return;
      try {
        call(body, chunk);
      } catch (...) {
        if (!failed.exchange(true)) error = std::current_exception();
        next.store(chunks, std::memory_order_relaxed);  // the rest is not worth doing
      }
    }
  }
};

thread_local bool inside_loop = false;

struct Inside {
  bool before = inside_loop;
  Inside() { inside_loop = true; }
  ~Inside() { inside_loop = before; }
};

class Pool {
 public:
  void run(Loop& loop, int helpers_wanted) {
    {
      std::lock_guard lock(mutex_);
      while (started_ < helpers_wanted && start_helper()) {
      }
      loop.following = loops_;
      loops_ = &loop;
      waiting_.fetch_add(1, std::memory_order_release);
      if (sleeping_ > 0) wake_.notify_all();
    }
    {
      Inside inside;
      loop.drain();
    }
    {
      std::lock_guard lock(mutex_);  // from here on no helper can enter
      for (Loop** at = &loops_; *at != nullptr; at = &(*at)->following) {
        if (*at != &loop) continue;
        *at = loop.following;
        break;
      }
      waiting_.fetch_sub(1, std::memory_order_relaxed);
    }
    for (int spins = 0; loop.helpers.load(std::memory_order_acquire) > 0; ++spins) {
      if (spins < 1000)
        relax();
      else
        std::this_thread::yield();
    }
  }

 private:
  // Where the system gives no more threads, loops run on those that are there.
  bool start_helper() {
    try {
      std::thread([this, number = started_] { serve(number); }).detach();
    } catch (const std::system_error&) {
      return false;
    }
    ++started_;
    return true;
  }

  Loop* enter_one(int number) {
    if (number + 1 >= thread_count()) return nullptr;  // more helpers than wanted now
    for (Loop* loop = loops_; loop != nullptr; loop = loop->following) {
      if (!loop->open()) continue;
      loop->helpers.fetch_add(1, std::memory_order_relaxed);
      return loop;
    }
    return nullptr;
  }

  // A helper looks out for a while before it sleeps: waking up costs more than most loops take.
  Loop* look_out(int number) {
    const auto until = std::chrono::steady_clock::now() + kSpin;
    do {
      if (waiting_.load(std::memory_order_acquire) > 0) {
        std::lock_guard lock(mutex_);
        if (Loop* loop = enter_one(number)) return loop;
      }
      for (int i = 0; i < 16; ++i) relax();
    } while (std::chrono::steady_clock::now() < until);
    return nullptr;
  }

  Loop* sleep(int number) {
    Loop* loop = nullptr;
    std::unique_lock lock(mutex_);
    ++sleeping_;
    wake_.wait(lock, [&] { return (loop = enter_one(number)) != nullptr; });
    --sleeping_;
    return loop;
  }

  void serve(int number) {
    inside_loop = true;
    for (;;) {
      Loop* loop = look_out(number);
      if (loop == nullptr) loop = sleep(number);
      loop->drain();
      loop->helpers.fetch_sub(1, std::memory_order_release);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  Loop* loops_ = nullptr;         // guarded by mutex_, the newest first
  std::atomic<int> waiting_{0};   // how many there are: what spinning helpers look at
  int started_ = 0, sleeping_ = 0;
};

// Never destroyed: its helpers run until the process ends, and must not find it gone.
Pool& pool() {
  static Pool* const instance = new Pool;
  return *instance;
}

std::atomic<int> threads_wanted{0};

}  // namespace

int thread_count() {
  int n = threads_wanted.load(std::memory_order_relaxed);
  if (n > 0) return n;
  n = processors();
  n = n < kMostThreads ? n : kMostThreads;
  int none = 0;
  return threads_wanted.compare_exchange_strong(none, n, std::memory_order_relaxed) ? n : none;
}

void set_thread_count(int threads) {
  threads_wanted.store(threads < kMostThreads ? threads : kMostThreads, std::memory_order_relaxed);
}

namespace internal {

void parallel(int64_t chunks, Cost cost, void* body, ChunkFunction call) {
  const int threads = thread_count();
  if (chunks <= 1 || threads == 1 || inside_loop || cost.nanoseconds_per_chunk * static_cast<double>(chunks) < kStayAlone) {
    for (int64_t chunk = 0; chunk < chunks; ++chunk) call(body, chunk);
    return;
  }
  Loop loop;
  loop.body = body;
  loop.call = call;
  loop.chunks = chunks;
  pool().run(loop, static_cast<int>(chunks - 1 < threads - 1 ? chunks - 1 : threads - 1));
  if (loop.failed) std::rethrow_exception(loop.error);
}

}  // namespace internal
}  // namespace nabla::cpu

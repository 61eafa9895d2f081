// Loops that threads share.
#include "cpu/threads.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tensor.h"

namespace nabla::test {
namespace {

constexpr cpu::Cost kDear{1e6};  // so that helpers are called in

std::vector<std::atomic<int>> zeros(int64_t n) { return std::vector<std::atomic<int>>(static_cast<size_t>(n)); }

void expect_all(const std::vector<std::atomic<int>>& counts, int expected) {
  for (size_t i = 0; i < counts.size(); ++i) ASSERT_EQ(counts[i].load(), expected) << i;
}

TEST(Threads, EachChunkRunsOnce) {
  for (const int threads : {1, 2, 3, 16})
    with_threads(threads, [] {
      for (const int64_t chunks : {0, 1, 2, 3, 100, 10000}) {
        auto counts = zeros(chunks);
        cpu::parallel_for(chunks, kDear, [&](int64_t chunk) { ++counts[chunk]; });
        expect_all(counts, 1);
      }
    });
}

TEST(Threads, RangesCoverExactly) {
  with_threads(3, [] {
    for (const int64_t n : {0, 1, 9, 10, 11, 1005}) {
      auto counts = zeros(n);
      cpu::parallel_ranges(n, 10, 1e6, [&](int64_t begin, int64_t end) {
        EXPECT_EQ(begin % 10, 0);
        EXPECT_LE(end - begin, 10);
        for (int64_t i = begin; i < end; ++i) ++counts[i];
      });
      expect_all(counts, 1);
    }
  });
}

TEST(Threads, HelpersTakePart) {
  with_threads(4, [] {
    // Each of two chunks waits for the other: on one thread alone that would never end.
    std::atomic<int> inside{0};
    cpu::parallel_for(2, kDear, [&](int64_t) {
      ++inside;
      while (inside < 2) std::this_thread::yield();
    });
    EXPECT_EQ(inside, 2);
  });
}

TEST(Threads, SmallLoopsStayWithTheirCaller) {
  with_threads(4, [] {
    const std::thread::id self = std::this_thread::get_id();
    cpu::parallel_for(50, {1}, [&](int64_t) { EXPECT_EQ(std::this_thread::get_id(), self); });
  });
  with_threads(1, [] {
    const std::thread::id self = std::this_thread::get_id();
    cpu::parallel_for(50, kDear, [&](int64_t) { EXPECT_EQ(std::this_thread::get_id(), self); });
  });
}

TEST(Threads, LoopsInsideLoopsRunWhereTheyAre) {
  with_threads(4, [] {
    auto counts = zeros(40 * 40);
    cpu::parallel_for(40, kDear, [&](int64_t outer) {
      const std::thread::id self = std::this_thread::get_id();
      cpu::parallel_for(40, kDear, [&](int64_t inner) {
        EXPECT_EQ(std::this_thread::get_id(), self);
        ++counts[outer * 40 + inner];
      });
    });
    expect_all(counts, 1);
  });
}

TEST(Threads, ManyCallersAtOnce) {
  with_threads(4, [] {
    constexpr int kCallers = 6;
    std::vector<std::thread> callers;
    std::atomic<int64_t> wrong{0};
    for (int c = 0; c < kCallers; ++c)
      callers.emplace_back([&] {
        for (int round = 0; round < 300; ++round) {
          std::atomic<int64_t> sum{0};
          const int64_t chunks = 1 + round % 37;
          cpu::parallel_for(chunks, kDear, [&](int64_t chunk) { sum += chunk + 1; });
          wrong += sum != chunks * (chunks + 1) / 2;
        }
      });
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(wrong, 0);
  });
}

// A loop is over when its last chunk is: what chunks wrote is there, plainly written, on the caller's thread.
TEST(Threads, ResultsAreThereWhenTheLoopReturns) {
  with_threads(4, [] {
    for (int round = 1; round <= 2000; ++round) {
      int results[8] = {};
      cpu::parallel_for(8, kDear, [&](int64_t chunk) { results[chunk] = round; });
      for (const int result : results) ASSERT_EQ(result, round);
    }
  });
}

TEST(Threads, TheNumberMayChangeMeanwhile) {
  nabla_library_info before;
  EXPECT_DONE(nabla_get_library_info(&before));
  std::atomic<bool> stop{false};
  std::thread changer([&] {
    for (int i = 0; !stop; ++i) nabla_set_thread_count(1 + i % 5);
  });
  for (int round = 0; round < 500; ++round) {
    std::atomic<int> count{0};
    cpu::parallel_for(20, kDear, [&](int64_t) { ++count; });
    ASSERT_EQ(count, 20);
  }
  stop = true;
  changer.join();
  EXPECT_DONE(nabla_set_thread_count(before.threads));
}

TEST(Threads, SleepersWake) {
  with_threads(3, [] {
    for (int round = 0; round < 5; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));  // far longer than helpers look out
      std::atomic<int> inside{0};
      cpu::parallel_for(2, kDear, [&](int64_t) {
        ++inside;
        while (inside < 2) std::this_thread::yield();
      });
    }
  });
}

TEST(Threads, ExceptionsComeBackToTheCaller) {
  for (const int threads : {1, 4})
    with_threads(threads, [] {
      for (const int64_t bad : {0, 7, 49}) try {
          cpu::parallel_for(50, kDear, [&](int64_t chunk) {
            if (chunk == bad) throw std::runtime_error("chunk " + std::to_string(chunk));
          });
          ADD_FAILURE() << "nothing was thrown";
        } catch (const std::runtime_error& e) {
          EXPECT_EQ(e.what(), "chunk " + std::to_string(bad));
        }
      std::atomic<int> count{0};  // and the next loop is as good as ever
      cpu::parallel_for(50, kDear, [&](int64_t) { ++count; });
      EXPECT_EQ(count, 50);
    });
}

TEST(Threads, OneOfManyExceptionsComesBack) {
  with_threads(4, [] {
    std::vector<std::thread> callers;
    std::atomic<int> caught{0};
    for (int c = 0; c < 4; ++c)
      callers.emplace_back([&, c] {
        for (int round = 0; round < 200; ++round) try {
            cpu::parallel_for(16, kDear, [&](int64_t) { throw c; });
          } catch (const int who) {
            caught += who == c;
          }
      });
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(caught, 800);
  });
}

TEST(Threads, NoHelperIsInsideWhenAnExceptionReturns) {
  with_threads(4, [] {
    for (int round = 0; round < 300; ++round) {
      std::atomic<int> inside{0};
      try {
        cpu::parallel_for(64, kDear, [&](int64_t chunk) {
          ++inside;
          if (chunk == 3) {
            --inside;
            throw 1;
          }
          for (int i = 0; i < 100; ++i) inside.load();
          --inside;
        });
      } catch (const int) {
      }
      ASSERT_EQ(inside, 0);
    }
  });
}

}  // namespace
}  // namespace nabla::test

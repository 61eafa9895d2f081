// Times a kernel beside a memory copy that moves the same bytes, turn by turn: machines change their bandwidth within
// seconds, so only the ratio of neighbours means anything.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "operand.h"

namespace nabla::bench {

// Seconds that one call takes.
template <class Body>
double seconds(Body&& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline double median(std::vector<double> values) {
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Runs `kernel` under `state`. `bytes`: each input read once and each output written once.
// Counters: GB/s of the kernel, GB/s of the copy, and the kernel's share of it (1 is as fast as a copy).
template <class Kernel>
void against_copy(benchmark::State& state, int64_t bytes, Kernel&& kernel) {
  const Operand from(NABLA_UINT8, {bytes / 2}, 0, 256), to(NABLA_UINT8, {bytes / 2});
  std::vector<double> own, copy;
  kernel();  // warm: caches, pages, threads
  for (auto _ : state) {
    copy.push_back(seconds([&] { check(nabla_copy(from.view(), to.view(), nullptr)); }));
    own.push_back(seconds(kernel));
    state.SetIterationTime(own.back());
  }
  const double rate = static_cast<double>(bytes) / median(own) / 1e9;
  const double limit = static_cast<double>(bytes) / median(copy) / 1e9;
  state.counters["GB/s"] = rate;
  state.counters["copy GB/s"] = limit;
  state.counters["of copy"] = rate / limit;
}

template <class Body>
void benchmark_against_copy(const std::string& name, Body&& body) {
  benchmark::RegisterBenchmark(name.c_str(), body)->UseManualTime()->MinTime(0.1);
}

}  // namespace nabla::bench

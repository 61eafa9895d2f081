// Matrix products: arithmetic, not memory, is the limit, so the counter is GFLOP/s.
#include <string>

#include "against_copy.h"

namespace nabla::bench {
namespace {

void matmul(benchmark::State& state, int32_t dtype) {
  const int64_t n = state.range(0);
  const Operand a(dtype, {n, n}, -1, 1), b(dtype, {n, n}, -1, 1), c(dtype, {n, n});
  for (auto _ : state) check(nabla_matmul(a.view(), b.view(), c.view(), nullptr));
  const double flops = 2.0 * static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(n);
  state.counters["GFLOP/s"] = benchmark::Counter(
      flops / 1e9 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(matmul, float32, NABLA_FLOAT32)->Arg(64)->Arg(256)->Arg(512)->Arg(1024)->UseRealTime();
BENCHMARK_CAPTURE(matmul, float64, NABLA_FLOAT64)->Arg(64)->Arg(256)->Arg(512)->Arg(1024)->UseRealTime();

}  // namespace
}  // namespace nabla::bench

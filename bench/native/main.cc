// The native benchmarks. Every figure stands beside a memory copy of the same run.
#include <benchmark/benchmark.h>

#include <string>

#include "operand.h"

int main(int argc, char** argv) {
  nabla_library_info info;
  nabla::bench::check(nabla_get_library_info(&info));
  benchmark::AddCustomContext("nabla", std::string(info.version) + ", " + info.cpu_target + ", " +
                                           std::to_string(info.threads) + " threads, " + info.blas);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}

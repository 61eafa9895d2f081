# benchmark::benchmark for bench/native.
find_package(benchmark QUIET)
if(NOT benchmark_FOUND)
  message(FATAL_ERROR
    "Google Benchmark was not found. Debian: apt-get install libbenchmark-dev; vcpkg: feature `bench` in vcpkg.json.")
endif()

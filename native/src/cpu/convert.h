// Runs of elements from one dtype to another.
#pragma once

#include <cstdint>

namespace nabla::cpu {

// `n` elements at `from` into `n` at `to`; both are runs that do not overlap.
using ConvertRun = void (*)(const void* from, void* to, int64_t n);

// The loop for two different dtypes; dtypes without kernels are NABLA_UNSUPPORTED.
ConvertRun convert_run(int32_t from, int32_t to);

}  // namespace nabla::cpu

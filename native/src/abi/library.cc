// What this library is, and the settings that are its own.
#include <cstring>

#include "core/status.h"
#include "cpu/blas.h"
#include "cpu/target.h"
#include "cpu/threads.h"

using namespace nabla;

extern "C" int32_t nabla_abi_version(void) { return NABLA_ABI_MAJOR * 65536 + NABLA_ABI_MINOR; }

extern "C" nabla_status nabla_get_library_info(nabla_library_info* info) {
  return guarded(__func__, [&] {
    require(info != nullptr, "info is null");
    *info = {};
    info->version = NABLA_VERSION;
    info->cpu_target = cpu::kTargetNames[static_cast<int>(cpu::target())];
    info->blas = cpu::blas_name();
    info->compiler = NABLA_COMPILER;
    info->abi_major = NABLA_ABI_MAJOR;
    info->abi_minor = NABLA_ABI_MINOR;
    info->threads = cpu::thread_count();
  });
}

extern "C" nabla_status nabla_set_thread_count(int32_t threads) {
  return guarded(__func__, [&] {
    require(threads >= 0, "threads is ", threads, "; it must be at least 1, or 0 for the number of processors");
    cpu::set_thread_count(threads);
  });
}

extern "C" nabla_status nabla_set_cpu_target(const char* target) {
  return guarded(__func__, [&] {
    if (target == nullptr) return cpu::set_target(cpu::best_target());
    for (int i = 0; i < cpu::kTargets; ++i) {
      if (std::strcmp(target, cpu::kTargetNames[i]) != 0) continue;
      if (!cpu::target_supported(cpu::Target{i})) fail(NABLA_UNSUPPORTED, "this processor lacks ", target);
      return cpu::set_target(cpu::Target{i});
    }
    fail(NABLA_INVALID_ARGUMENT, "\"", target, "\" is no instruction set; known are sse4, avx2, avx512");
  });
}

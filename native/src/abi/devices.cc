#include "abi/devices.h"

#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace nabla {
namespace {

// The processor's name as the system tells it; "cpu" where it does not.
void cpu_name(char* name, size_t size) {
  std::snprintf(name, size, "cpu");
  std::FILE* file = std::fopen("/proc/cpuinfo", "re");
  if (file == nullptr) return;
  char line[256];
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::strncmp(line, "model name", 10) != 0) continue;
    const char* value = std::strchr(line, ':');
    if (value == nullptr) break;
    value += std::strspn(value, ": \t");
    std::snprintf(name, size, "%.*s", static_cast<int>(std::strcspn(value, "\n")), value);
    break;
  }
  std::fclose(file);
}

}  // namespace

void check_device(nabla_device device) {
  if (device.type == NABLA_DEVICE_CUDA) fail(NABLA_INVALID_ARGUMENT, "there are 0 CUDA devices: ", kNoCuda);
  require(device.type == NABLA_DEVICE_CPU, device.type, " is not a nabla_device_type");
  require(device.index == 0, "there is one CPU device, number 0, and no number ", device.index);
}

}  // namespace nabla

using namespace nabla;

extern "C" nabla_status nabla_device_count(nabla_device_type type, int32_t* count, const char** why) {
  return guarded(__func__, [&] {
    require(count != nullptr, "count is null");
    require(type == NABLA_DEVICE_CPU || type == NABLA_DEVICE_CUDA, int{type}, " is not a nabla_device_type");
    *count = type == NABLA_DEVICE_CPU ? 1 : 0;
    if (why != nullptr) *why = type == NABLA_DEVICE_CPU ? "" : kNoCuda;
  });
}

extern "C" nabla_status nabla_get_device_info(nabla_device device, nabla_device_info* info) {
  return guarded(__func__, [&] {
    require(info != nullptr, "info is null");
    check_device(device);
    *info = {};
    cpu_name(info->name, sizeof info->name);
    info->total_bytes = int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
    info->multiprocessors = static_cast<int32_t>(sysconf(_SC_NPROCESSORS_ONLN));
  });
}

extern "C" nabla_status nabla_device_synchronize(nabla_device device) {
  return guarded(__func__, [&] { check_device(device); });  // a CPU's work is done when its call returns
}

// From a device number to a backend: the one place that knows which backends this build has.
#pragma once

#include "core/status.h"
#include "nabla/nabla.h"

namespace nabla {

constexpr const char* kNoCuda = "this build of the library has no CUDA backend";

// Refuses a device that is not there.
void check_device(nabla_device device);

// Runs `cpu` where the views' device is a CPU. A backend that this build lacks never has a buffer, so no view reaches it.
template <class Cpu>
void on_device(nabla_device device, Cpu&& cpu) {
  if (device.type != NABLA_DEVICE_CPU) fail(NABLA_UNSUPPORTED, kNoCuda);
  cpu();
}

}  // namespace nabla

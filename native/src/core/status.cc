#include "core/status.h"

#include <cstdio>

namespace nabla {
namespace {
// Fixed, so that a failure for want of memory can still be told. Longer sentences are cut.
thread_local char last_error[1024];
}  // namespace

void set_last_error(const char* entry, const char* why) noexcept {
  std::snprintf(last_error, sizeof last_error, "%s: %s", entry, why);
}

}  // namespace nabla

extern "C" const char* nabla_last_error(void) { return nabla::last_error; }

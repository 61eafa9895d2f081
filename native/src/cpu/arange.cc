#include "cpu/arange.h"

#include "core/convert.h"
#include "cpu/generate.h"

namespace nabla::cpu {

void arange(double start, double step, const nabla_view& out) {
  visit_dtype(out.dtype, [&](auto type) {
    using T = typename decltype(type)::type;
    generate<T>(out, 0.5, [&](int64_t first, int64_t n, T* run) {
      for (int64_t i = 0; i < n; ++i) run[i] = convert<T>(start + static_cast<double>(first + i) * step);
    });
  });
}

}  // namespace nabla::cpu

#include "cpu/convert.h"

#include "core/convert.h"
#include "core/dtype.h"

namespace nabla::cpu {
namespace {

// Left to the compiler: memory, not arithmetic, bounds these loops on every instruction set.
template <class From, class To>
void run(const void* from, void* to, int64_t n) {
  const From* __restrict__ x = static_cast<const From*>(from);
  To* __restrict__ y = static_cast<To*>(to);
  for (int64_t i = 0; i < n; ++i) y[i] = convert<To>(x[i]);
}

}  // namespace

ConvertRun convert_run(int32_t from, int32_t to) {
  return visit_dtype(from, [&](auto x) -> ConvertRun {
    return visit_dtype(to, [&](auto y) -> ConvertRun { return run<typename decltype(x)::type, typename decltype(y)::type>; });
  });
}

}  // namespace nabla::cpu

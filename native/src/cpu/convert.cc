#include "cpu/convert.h"

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/convert.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "core/convert.h"
#include "core/dtype.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace {

// Plain loops, which the compiler turns into vectors for each target. (Wider ones than SSE4's have the conversions that
// SSE4 lacks, such as between float and int64.)
template <class From, class To>
void run(const void* from, void* to, int64_t n) {
  const From* __restrict__ x = static_cast<const From*>(from);
  To* __restrict__ y = static_cast<To*>(to);
  for (int64_t i = 0; i < n; ++i) y[i] = convert<To>(x[i]);
}

ConvertRun find_run(int32_t from, int32_t to) {
  return visit_dtype(from, [&](auto x) -> ConvertRun {
    return visit_dtype(
        to, [&](auto y) -> ConvertRun { return run<typename decltype(x)::type, typename decltype(y)::type>; });
  });
}

}  // namespace

decltype(&convert_run) ConvertRuns() { return find_run; }

}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
static NABLA_TARGET_TABLE(decltype(&convert_run), ConvertRuns);

ConvertRun convert_run(int32_t from, int32_t to) { return ConvertRuns()(from, to); }
}  // namespace nabla::cpu
#endif

// Comparisons.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/compare.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/compare.h"
#include "cpu/kernels.h"
#include "ops/reads.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/compare-inl.h"
#include "cpu/mask-loops-inl.h"

template <class Row>
struct CompareStep {
  template <class V>
  static HWY_INLINE auto call(const V* in) {
    return Row::forward(in[0], in[1]);
  }
};

template <class T>
constexpr auto compare_loops = table_of<NABLA_COMPARE_COUNT>(
    [](auto op) -> TileKernel { return truth_loop<T, 2, CompareStep<Compare<nabla_compare_op(op())>>>; });

TileKernel compare_float32(int op) { return compare_loops<float>[op]; }
TileKernel compare_float64(int op) { return compare_loops<double>[op]; }
TileKernel compare_uint8(int op) { return compare_loops<uint8_t>[op]; }
TileKernel compare_int32(int op) { return compare_loops<int32_t>[op]; }
TileKernel compare_int64(int op) { return compare_loops<int64_t>[op]; }
TileKernel compare_bool(int op) { return compare_loops<Bool>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_LOOP(compare_float32);
NABLA_TARGET_LOOP(compare_float64);
NABLA_TARGET_LOOP(compare_uint8);
NABLA_TARGET_LOOP(compare_int32);
NABLA_TARGET_LOOP(compare_int64);
NABLA_TARGET_LOOP(compare_bool);

TileKernel compare(nabla_compare_op op, int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return compare_float32(op);
    case NABLA_FLOAT64: return compare_float64(op);
    case NABLA_UINT8: return compare_uint8(op);
    case NABLA_INT32: return compare_int32(op);
    case NABLA_INT64: return compare_int64(op);
    case NABLA_BOOL: return compare_bool(op);
    default: return nullptr;
  }
}
}  // namespace nabla::cpu
#endif

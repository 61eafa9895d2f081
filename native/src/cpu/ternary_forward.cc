// Ternary forward loops.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/ternary_forward.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/ternary.h"
#include "cpu/kernels.h"
#include "ops/reads.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/ternary-inl.h"
#include "cpu/mask-loops-inl.h"

template <class Row>
struct TernaryForward {
  template <class V>
  static HWY_INLINE void call(const V* in, V* out) {
    out[0] = Row::forward(in[0], in[1], in[2]);
  }
};
template <class Row>
struct MaskedForward {
  template <class M, class V>
  static HWY_INLINE V call(M condition, const V* in) {
    return Row::forward(condition, in[0], in[1]);
  }
};

// An op's loop where its row takes T; null elsewhere.
template <class T, nabla_ternary_op kOp>
constexpr TileKernel ternary_forward_loop() {
  using Row = Ternary<kOp>;
  if constexpr ((Row::info.dtypes & dtype_bit(kDType<T>)) == 0)
    return nullptr;
  else if constexpr (kOp == NABLA_TERNARY_WHERE)
    return masked_loop<T, 2, MaskedForward<Row>>;
  else
    return loop<T, 3, 1, TernaryForward<Row>>;
}

template <class T>
constexpr auto ternary_forward_loops =
    table_of<NABLA_TERNARY_COUNT>([](auto op) { return ternary_forward_loop<T, nabla_ternary_op(op())>(); });

TileKernel ternary_forward_float32(int op) { return ternary_forward_loops<float>[op]; }
TileKernel ternary_forward_float64(int op) { return ternary_forward_loops<double>[op]; }
TileKernel ternary_forward_uint8(int op) { return ternary_forward_loops<uint8_t>[op]; }
TileKernel ternary_forward_int32(int op) { return ternary_forward_loops<int32_t>[op]; }
TileKernel ternary_forward_int64(int op) { return ternary_forward_loops<int64_t>[op]; }
TileKernel ternary_forward_bool(int op) { return ternary_forward_loops<Bool>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_LOOP(ternary_forward_float32);
NABLA_TARGET_LOOP(ternary_forward_float64);
NABLA_TARGET_LOOP(ternary_forward_uint8);
NABLA_TARGET_LOOP(ternary_forward_int32);
NABLA_TARGET_LOOP(ternary_forward_int64);
NABLA_TARGET_LOOP(ternary_forward_bool);

TileKernel ternary_forward(nabla_ternary_op op, int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return ternary_forward_float32(op);
    case NABLA_FLOAT64: return ternary_forward_float64(op);
    case NABLA_UINT8: return ternary_forward_uint8(op);
    case NABLA_INT32: return ternary_forward_int32(op);
    case NABLA_INT64: return ternary_forward_int64(op);
    case NABLA_BOOL: return ternary_forward_bool(op);
    default: return nullptr;
  }
}
}  // namespace nabla::cpu
#endif

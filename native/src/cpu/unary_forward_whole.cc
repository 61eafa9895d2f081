// Unary forward loops, integers and bool.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/unary_forward_whole.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/unary-inl.h"
#include "cpu/unary-inl.h"

TileKernel unary_forward_uint8(int op) { return unary_forward_loops<uint8_t>[op]; }
TileKernel unary_forward_int32(int op) { return unary_forward_loops<int32_t>[op]; }
TileKernel unary_forward_int64(int op) { return unary_forward_loops<int64_t>[op]; }
TileKernel unary_forward_bool(int op) { return unary_forward_loops<Bool>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "cpu/unary.h"

namespace nabla::cpu {
NABLA_TARGET_LOOP(unary_forward_uint8);
NABLA_TARGET_LOOP(unary_forward_int32);
NABLA_TARGET_LOOP(unary_forward_int64);
NABLA_TARGET_LOOP(unary_forward_bool);
}  // namespace nabla::cpu
#endif

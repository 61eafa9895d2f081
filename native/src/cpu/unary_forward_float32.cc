// Unary forward loops, float32.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/unary_forward_float32.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/unary-inl.h"
#include "cpu/unary-inl.h"

TileKernel unary_forward_float32(int op) { return unary_forward_loops<float>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "cpu/unary.h"

namespace nabla::cpu {
NABLA_TARGET_LOOP(unary_forward_float32);
}  // namespace nabla::cpu
#endif

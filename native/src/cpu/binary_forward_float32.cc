// Binary forward loops, float32.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/binary_forward_float32.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/binary.h"
#include "cpu/kernels.h"
#include "ops/reads.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/binary-inl.h"
#include "cpu/mask-loops-inl.h"
#include "cpu/gradients-inl.h"
#include "cpu/binary-inl.h"

TileKernel binary_forward_float32(int op) { return binary_forward_loops<float>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_LOOP(binary_forward_float32);
}  // namespace nabla::cpu
#endif

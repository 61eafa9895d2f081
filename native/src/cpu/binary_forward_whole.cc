// Binary forward loops, integers and bool.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/binary_forward_whole.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/binary.h"
#include "cpu/kernels.h"
#include "ops/reads.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "cpu/whole-division-inl.h"
#include "ops/binary-inl.h"
#include "cpu/mask-loops-inl.h"
#include "cpu/gradients-inl.h"
#include "cpu/binary-inl.h"

TileKernel binary_forward_uint8(int op) { return binary_forward_loops<uint8_t>[op]; }
TileKernel binary_forward_int32(int op) { return binary_forward_loops<int32_t>[op]; }
TileKernel binary_forward_int64(int op) { return binary_forward_loops<int64_t>[op]; }
TileKernel binary_forward_bool(int op) { return binary_forward_loops<Bool>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_LOOP(binary_forward_uint8);
NABLA_TARGET_LOOP(binary_forward_int32);
NABLA_TARGET_LOOP(binary_forward_int64);
NABLA_TARGET_LOOP(binary_forward_bool);
}  // namespace nabla::cpu
#endif

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/unary_float32.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "core/dtype.h"
#include "cpu/tiles.h"
#include "ops/walk.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
#include "cpu/lanes-inl.h"
#include "cpu/loops-inl.h"
#define OP static HWY_INLINE
#include "ops/unary-inl.h"
#include "cpu/unary-inl.h"

TileKernel UnaryForwardFloat32(int op) { return unary_forward_loops<float>[op]; }
TileKernel UnaryBackwardFloat32(int op) { return unary_backward_loops<float>[op]; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

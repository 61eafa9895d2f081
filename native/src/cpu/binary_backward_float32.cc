// Binary gradients, float32.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/binary_backward_float32.cc"
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

const GradientLoops<2>* binary_gradients_float32() { return binary_gradient_loops<float>.entry; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const GradientLoops<2>*, binary_gradients_float32);
}  // namespace nabla::cpu
#endif

// Cross entropy, float32.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/cross_entropy_float32.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/cross_entropy_kernels.h"
#include "cpu/kernels.h"
#include "cpu/reduce_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "cpu/integer-lanes-inl.h"
#include "ops/reduce-forms-inl.h"
#include "ops/cross_entropy-inl.h"
#include "cpu/folds-inl.h"
#include "cpu/cross_entropy-inl.h"
const CrossEntropyKernels* cross_entropy_float32() { return &cross_entropy_kernels<float>; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const CrossEntropyKernels*, cross_entropy_float32);
}  // namespace nabla::cpu
#endif

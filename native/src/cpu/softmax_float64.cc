// Softmax and log_softmax, float64.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/softmax_float64.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/kernels.h"
#include "cpu/line_kernels.h"
#include "cpu/reduce_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "cpu/integer-lanes-inl.h"
#include "ops/reduce-forms-inl.h"
#include "ops/softmax-inl.h"
#include "cpu/folds-inl.h"
#include "cpu/lines-inl.h"
const LineKernel* softmax_float64() { return softmax_kernels<double>; }
const LineKernel* softmax_backward_float64() { return softmax_backward_kernels<double>; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "cpu/softmax.h"

namespace nabla::cpu {
NABLA_TARGET_TABLE(const LineKernel*, softmax_float64);
NABLA_TARGET_TABLE(const LineKernel*, softmax_backward_float64);
}  // namespace nabla::cpu
#endif

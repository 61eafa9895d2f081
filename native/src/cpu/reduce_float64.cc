// Reductions, float64.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/reduce_float64.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/kernels.h"
#include "cpu/reduce_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "cpu/integer-lanes-inl.h"
#include "ops/reduce-forms-inl.h"
#include "ops/reduce-inl.h"
#include "cpu/folds-inl.h"
#include "cpu/reduce-inl.h"

const ReduceForms* reduce_forms_float64() { return reduce_table<double>.entry; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const ReduceForms*, reduce_forms_float64);
}  // namespace nabla::cpu
#endif

// Reductions, uint8 (and bool), int32 and int64.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/reduce_integers.cc"
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

const ReduceForms* reduce_forms_uint8() { return reduce_table<uint8_t>.entry; }
const ReduceForms* reduce_forms_int32() { return reduce_table<int32_t>.entry; }
const ReduceForms* reduce_forms_int64() { return reduce_table<int64_t>.entry; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const ReduceForms*, reduce_forms_uint8);
NABLA_TARGET_TABLE(const ReduceForms*, reduce_forms_int32);
NABLA_TARGET_TABLE(const ReduceForms*, reduce_forms_int64);
}  // namespace nabla::cpu
#endif

// Reductions that say where, all dtypes.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/arg_reduce_all.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/arg_reduce_kernels.h"
#include "cpu/kernels.h"
#include "cpu/reduce_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "cpu/integer-lanes-inl.h"
#include "ops/reduce-forms-inl.h"
#include "cpu/folds-inl.h"
#include "cpu/arg_reduce-inl.h"
const ArgReducer* arg_reducers_float32() { return arg_reducers<float>; }
const ArgReducer* arg_reducers_float64() { return arg_reducers<double>; }
const ArgReducer* arg_reducers_uint8() { return arg_reducers<uint8_t>; }
const ArgReducer* arg_reducers_int32() { return arg_reducers<int32_t>; }
const ArgReducer* arg_reducers_int64() { return arg_reducers<int64_t>; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const ArgReducer*, arg_reducers_float32);
NABLA_TARGET_TABLE(const ArgReducer*, arg_reducers_float64);
NABLA_TARGET_TABLE(const ArgReducer*, arg_reducers_uint8);
NABLA_TARGET_TABLE(const ArgReducer*, arg_reducers_int32);
NABLA_TARGET_TABLE(const ArgReducer*, arg_reducers_int64);
}  // namespace nabla::cpu
#endif

// Ternary gradients.
#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/ternary_backward.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "cpu/ternary.h"
#include "cpu/kernels.h"
#include "ops/reads.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
#include "cpu/kernels-inl.h"
#include "ops/ternary-inl.h"
#include "cpu/mask-loops-inl.h"
#include "cpu/gradients-inl.h"

template <class T>
constexpr auto ternary_gradient_loops = table_of<NABLA_TERNARY_COUNT>([](auto op) {
  using Row = Ternary<nabla_ternary_op(op())>;
  constexpr bool masked = op() == NABLA_TERNARY_WHERE;
  return GradientLoops<3>{
      {gradient_loop<T, Row, 0, masked>(), gradient_loop<T, Row, 1, masked>(), gradient_loop<T, Row, 2, masked>()}};
});

const GradientLoops<3>* ternary_gradients_float32() { return ternary_gradient_loops<float>.entry; }
const GradientLoops<3>* ternary_gradients_float64() { return ternary_gradient_loops<double>.entry; }
}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
NABLA_TARGET_TABLE(const GradientLoops<3>*, ternary_gradients_float32);
NABLA_TARGET_TABLE(const GradientLoops<3>*, ternary_gradients_float64);

GradientLoop ternary_gradient(nabla_ternary_op op, int operand, int32_t dtype) {
  return (dtype == NABLA_FLOAT32 ? ternary_gradients_float32() : ternary_gradients_float64())[op].of[operand];
}
}  // namespace nabla::cpu
#endif

#include "cpu/softmax.h"

#include "abi/devices.h"
#include "abi/dimension.h"
#include "core/view.h"
#include "cpu/lines.h"

using namespace nabla;

namespace {

constexpr const char* kNames[NABLA_SOFTMAX_COUNT] = {"softmax", "log_softmax"};

void check_op(nabla_softmax_op op) {
  require(op >= 0 && op < NABLA_SOFTMAX_COUNT, int{op}, " is not a nabla_softmax_op");
}

void check_operand(Named v, Named out) {
  check_input(v);
  check_same_dtype(v, out);
  check_same_shape(v, out);
  check_overlap(out, v);
  common_device({out, v});
}

}  // namespace

extern "C" nabla_status nabla_softmax(nabla_softmax_op op, const nabla_view* x, int32_t dim, const nabla_view* y,
                                      nabla_stream*) {
  return guarded(__func__, [&] {
    check_op(op);
    const Named to{"y", y};
    check_output(to);
    check_operand({"x", x}, to);
    check_dimension(dim, to);
    check_op_takes(kNames[op], kFloating, to);
    on_device(y->buffer->device, [&] {
      const nabla_view* const views[] = {x, y};
      cpu::run_lines((y->dtype == NABLA_FLOAT32 ? cpu::softmax_float32 : cpu::softmax_float64)()[op], views, dim);
    });
  });
}

extern "C" nabla_status nabla_softmax_backward(nabla_softmax_op op, const nabla_view* y, const nabla_view* dy,
                                               int32_t dim, const nabla_view* dx, nabla_stream*) {
  return guarded(__func__, [&] {
    check_op(op);
    const Named to{"dx", dx};
    check_output(to);
    check_operand({"y", y}, to);
    check_operand({"dy", dy}, to);
    check_dimension(dim, to);
    check_op_takes(kNames[op], kFloating, to);
    on_device(dx->buffer->device, [&] {
      const nabla_view* const views[] = {y, dy, dx};
      cpu::run_lines((dx->dtype == NABLA_FLOAT32 ? cpu::softmax_backward_float32 : cpu::softmax_backward_float64)()[op],
                     views, dim);
    });
  });
}

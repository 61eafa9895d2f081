#include "cpu/unary.h"

#include "abi/devices.h"
#include "abi/op_rows.h"
#include "core/plan.h"
#include "core/view.h"

using namespace nabla;

extern "C" nabla_status nabla_unary(nabla_unary_op op, const nabla_view* x, const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const Named in{"x", x}, to{"out", out};
    check_input(in);
    check_elementwise({in}, to);
    check_same_dtype(in, to);
    check_op_takes(row.name, row.dtypes, in);
    on_device(out->buffer->device,
              [&] { cpu::run_tiles(make_plan_over(*out, *out, *x), 1, cpu::unary_forward(op, out->dtype)); });
  });
}

extern "C" nabla_status nabla_unary_backward(nabla_unary_op op, const nabla_view* saved, const nabla_view* dy,
                                             const nabla_view* dx, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    require(row.gradients != 0, row.name, " has no gradient");
    const Named in{"dy", dy}, to{"dx", dx};
    check_input(in);
    // An op that saves nothing reads dy in its place, so that all have loops of one form.
    const Named kept = row.saves == NABLA_SAVES_NOTHING ? in : Named{"saved", saved};
    require(kept.view != nullptr, row.name, " reads what it saved, and saved is null");
    check_elementwise({in, kept}, to);
    check_same_dtype(in, to);
    check_same_dtype(kept, to);
    check_op_takes(row.name, row.dtypes & kFloating, to);
    on_device(dx->buffer->device,
              [&] { cpu::run_tiles(make_plan_over(*dx, *dx, *dy, *kept), 1, cpu::unary_backward(op, dx->dtype)); });
  });
}

#include "cpu/reduce.h"

#include "abi/devices.h"
#include "abi/op_rows.h"
#include "core/view.h"

using namespace nabla;

namespace {

bool is_boolean(nabla_reduce_op op) { return op == NABLA_REDUCE_ANY || op == NABLA_REDUCE_ALL; }

// `reduced` has `whole`'s rank, and in each dimension its size or 1.
void check_reduced_shape(Named reduced, Named whole) {
  bool fits = reduced->rank == whole->rank;
  for (int i = 0; fits && i < whole->rank; ++i) fits = reduced->shape[i] == whole->shape[i] || reduced->shape[i] == 1;
  require(fits, reduced.name, " has shape ", shape_text(*reduced), "; ", whole.name, "'s is ", shape_text(*whole),
          ", and each size must be equal or 1");
}

bool reduces_nothing(const nabla_view& x, const nabla_view& out) {
  for (int i = 0; i < x.rank; ++i)
    if (x.shape[i] == 0 && out.shape[i] == 1) return true;
  return false;
}

}  // namespace

extern "C" nabla_status nabla_reduce(nabla_reduce_op op, const nabla_view* x, double parameter, const nabla_view* out,
                                     nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const Named in{"x", x}, to{"out", out};
    check_input(in);
    check_output(to);
    check_reduced_shape(to, in);
    const nabla_device device = common_device({to, in});
    check_overlap(to, in);
    if (is_boolean(op))
      check_dtype(to, NABLA_BOOL);
    else
      check_same_dtype(to, in);
    check_op_takes(row.name, row.dtypes, in);
    on_device(device, [&] {
      require(!reduces_nothing(*x, *out) || !cpu::reduce_form(op, x->dtype, parameter).forward.refuses_empty(parameter),
              row.name, " of no elements is not defined; x has shape ", shape_text(*x));
      cpu::reduce(op, *x, parameter, *out);
    });
  });
}

extern "C" nabla_status nabla_reduce_backward(nabla_reduce_op op, const nabla_view* x, const nabla_view* y,
                                              const nabla_view* dy, double parameter, const nabla_view* dx,
                                              nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    require(row.gradients != 0, row.name, " has no gradient");
    const Named from{"dy", dy}, to{"dx", dx};
    const bool reads_x = (row.saves & NABLA_SAVES_FIRST) != 0, reads_y = (row.saves & NABLA_SAVES_OUTPUT) != 0;
    check_output(to);
    check_input(from);
    check_reduced_shape(from, to);
    auto check_operand = [&](Named v) {
      check_same_dtype(v, to);
      check_overlap(to, v);
      common_device({to, v});
    };
    check_operand(from);
    auto check_saved = [&](Named v, Named shape) {
      require(v.view != nullptr, row.name, " reads ", v.name, ", and it is null");
      check_input(v);
      check_same_shape(v, shape);
      check_operand(v);
    };
    if (reads_x) check_saved({"x", x}, to);
    if (reads_y) check_saved({"y", y}, from);
    check_op_takes(row.name, row.dtypes & kFloating, to);
    on_device(dx->buffer->device,
              [&] { cpu::reduce_backward(op, reads_x ? x : nullptr, reads_y ? y : nullptr, *dy, parameter, *dx); });
  });
}

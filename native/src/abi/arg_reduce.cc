#include "cpu/arg_reduce.h"

#include "abi/devices.h"
#include "abi/dimension.h"
#include "core/view.h"

using namespace nabla;

namespace {

constexpr const char* kNames[NABLA_ARG_REDUCE_COUNT] = {"argmax", "argmin"};

void check_line_shape(Named out, Named x, int32_t dim) {
  bool fits = out->rank == x->rank;
  for (int i = 0; fits && i < x->rank; ++i) fits = out->shape[i] == (i == dim ? 1 : x->shape[i]);
  require(fits, out.name, " has shape ", shape_text(*out), "; it must be x's ", shape_text(*x),
          " with size 1 in dimension ", dim);
}

}  // namespace

extern "C" nabla_status nabla_arg_reduce(nabla_arg_reduce_op op, const nabla_view* x, int32_t dim,
                                         const nabla_view* values, const nabla_view* indices, nabla_stream*) {
  return guarded(__func__, [&] {
    require(op >= 0 && op < NABLA_ARG_REDUCE_COUNT, int{op}, " is not a nabla_arg_reduce_op");
    const Named in{"x", x}, where{"indices", indices}, what{"values", values};
    check_input(in);
    check_dimension(dim, in);
    check_output(where);
    check_line_shape(where, in, dim);
    check_dtype(where, NABLA_INT64);
    check_overlap(where, in);
    if (values != nullptr) {
      check_output(what);
      check_line_shape(what, in, dim);
      check_same_dtype(what, in);
      check_overlap(what, in);
      check_overlap(what, where);
      require(data_of(*values) != data_of(*indices) || count_of(*values) == 0, "values is the same view as indices");
    }
    const nabla_device device = common_device({where, what, in});
    check_op_takes(kNames[op], kAllDTypes, in);
    require(x->rank == 0 || x->shape[dim] > 0, kNames[op], " of no elements is not defined; x has shape ",
            shape_text(*x));
    on_device(device, [&] { cpu::arg_reduce(op, *x, values, *indices); });
  });
}

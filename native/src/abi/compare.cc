#include "cpu/compare.h"

#include "abi/devices.h"
#include "abi/op_rows.h"
#include "core/plan.h"
#include "core/view.h"

using namespace nabla;

extern "C" nabla_status nabla_compare(nabla_compare_op op, const nabla_view* a, const nabla_view* b,
                                      const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const Named first{"a", a}, second{"b", b}, to{"out", out};
    check_input(first);
    check_input(second);
    check_elementwise({first, second}, to);
    check_same_dtype(first, second);
    check_dtype(to, NABLA_BOOL);
    check_op_takes(row.name, row.dtypes, first);
    on_device(out->buffer->device,
              [&] { cpu::run_tiles(make_plan_over(*out, *out, *a, *b), 1, cpu::compare(op, a->dtype)); });
  });
}

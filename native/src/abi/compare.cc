#include "cpu/compare.h"

#include "abi/devices.h"
#include "core/plan.h"
#include "core/view.h"
#include "ops/info.h"

using namespace nabla;

namespace {

const nabla_op_info& row_of(nabla_compare_op op) {
  require(op >= 0 && op < NABLA_COMPARE_COUNT, int{op}, " is not a nabla_compare_op");
  return compare_info(op);
}

}  // namespace

extern "C" nabla_status nabla_compare_info(nabla_compare_op op, nabla_op_info* info) {
  return guarded(__func__, [&] {
    require(info != nullptr, "info is null");
    *info = row_of(op);
  });
}

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

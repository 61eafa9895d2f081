#include "cpu/ternary.h"

#include "abi/devices.h"
#include "abi/gradients.h"
#include "abi/op_rows.h"
#include "core/plan.h"
#include "core/view.h"

using namespace nabla;

namespace {

bool has_condition(nabla_ternary_op op) { return op == NABLA_TERNARY_WHERE; }

}  // namespace

extern "C" nabla_status nabla_ternary(nabla_ternary_op op, const nabla_view* a, const nabla_view* b, const nabla_view* c,
                                      const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const Named first{"a", a}, second{"b", b}, third{"c", c}, to{"out", out};
    check_input(first);
    check_input(second);
    check_input(third);
    check_elementwise({first, second, third}, to);
    if (has_condition(op))
      check_dtype(first, NABLA_BOOL);
    else
      check_same_dtype(first, to);
    check_same_dtype(second, to);
    check_same_dtype(third, to);
    check_op_takes(row.name, row.dtypes, to);
    on_device(out->buffer->device,
              [&] { cpu::run_tiles(make_plan_over(*out, *out, *a, *b, *c), 1, cpu::ternary_forward(op, out->dtype)); });
  });
}

extern "C" nabla_status nabla_ternary_backward(nabla_ternary_op op, const nabla_view* a, const nabla_view* b,
                                               const nabla_view* c, const nabla_view* dy, const nabla_view* da,
                                               const nabla_view* db, const nabla_view* dc, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const BackwardCall call{row,
                            {{"a", a}, {"b", b}, {"c", c}, {"y", nullptr}},
                            {"dy", dy},
                            {{"da", da}, {"db", db}, {"dc", dc}},
                            has_condition(op)};
    on_device(check_backward(call), [&] {
      const auto gradient = [&](int i) { return cpu::ternary_gradient(op, i, dy->dtype); };
      cpu::run_gradients({dy, {a, b, c, nullptr}, {da, db, dc}, {gradient(0), gradient(1), gradient(2)}});
    });
  });
}

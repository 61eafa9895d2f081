#include "cpu/binary.h"

#include "abi/devices.h"
#include "abi/gradients.h"
#include "abi/op_rows.h"
#include "core/plan.h"
#include "core/view.h"

using namespace nabla;

extern "C" nabla_status nabla_binary(nabla_binary_op op, const nabla_view* a, const nabla_view* b, const nabla_view* out,
                                     nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const Named first{"a", a}, second{"b", b}, to{"out", out};
    check_input(first);
    check_input(second);
    check_elementwise({first, second}, to);
    check_same_dtype(first, second);
    check_same_dtype(first, to);
    check_op_takes(row.name, row.dtypes, first);
    on_device(out->buffer->device,
              [&] { cpu::run_tiles(make_plan_over(*out, *out, *a, *b), 1, cpu::binary_forward(op, out->dtype)); });
  });
}

extern "C" nabla_status nabla_binary_backward(nabla_binary_op op, const nabla_view* a, const nabla_view* b,
                                              const nabla_view* y, const nabla_view* dy, const nabla_view* da,
                                              const nabla_view* db, nabla_stream*) {
  return guarded(__func__, [&] {
    const nabla_op_info& row = row_of(op);
    const BackwardCall call{row, {{"a", a}, {"b", b}, {"c", nullptr}, {"y", y}}, {"dy", dy}, {{"da", da}, {"db", db}}};
    on_device(check_backward(call), [&] {
      const auto gradient = [&](int i) { return cpu::binary_gradient(op, i, dy->dtype); };
      cpu::run_gradients({dy, {a, b, nullptr, y}, {da, db}, {gradient(0), gradient(1)}});
    });
  });
}

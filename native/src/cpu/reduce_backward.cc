#include <optional>

#include "core/dtype.h"
#include "core/plan.h"
#include "cpu/reduce.h"
#include "cpu/temporary.h"
#include "cpu/tiles.h"

namespace nabla::cpu {
namespace {

nabla_view floating(int32_t dtype, double value) {
  return dtype == NABLA_FLOAT32 ? number(static_cast<float>(value)) : number(value);
}

// How many elements of dx share an element of dy.
double elements_each(const nabla_view& dx, const nabla_view& dy) {
  double n = 1;
  for (int i = 0; i < dx.rank; ++i)
    if (dy.shape[i] == 1) n *= static_cast<double>(dx.shape[i]);
  return n;
}

}  // namespace

void reduce_backward(nabla_reduce_op op, const nabla_view* x, const nabla_view* y, const nabla_view& dy,
                     double parameter, const nabla_view& dx) {
  const ReduceForm& form = reduce_form(op, dx.dtype, parameter);
  // First what must be known of all elements of a result, then each element by itself.
  std::optional<Temporary> statistics[2];
  const nabla_view zero = floating(dx.dtype, 0);
  const nabla_view* known[] = {&zero, &zero};
  int n = 0;
  for (; n < form.statistics.results; ++n) known[n] = &statistics[n].emplace(dx.dtype, dy).view();
  if (n > 0) run_reducer(form.statistics, *x, parameter, known);
  if (y != nullptr && n < 2) known[n] = y;

  const nabla_view constant = floating(dx.dtype, form.constant(elements_each(dx, dy), parameter));
  run_tiles(make_plan_over(dx, dx, x != nullptr ? *x : zero, *known[0], *known[1], dy, constant), 1, form.backward);
}

}  // namespace nabla::cpu

// From views to loops: which elements an elementwise call visits, in which order, and what each operand's layout is then.
#pragma once

#include <cstdint>

#include "core/view.h"
#include "nabla/nabla.h"

namespace nabla {

// What a plan lets a backend know of one operand without looking at its strides again.
enum class Layout {
  kLinear,   // element i of the iteration lies at base + i: one run
  kScalar,   // every stride is 0: one value for the whole iteration
  kRows,     // the innermost stride is 1: each row is a run
  kRepeat,   // the innermost stride is 0: each row repeats one value
  kStrided,  // anything else
};

// An iteration over operands that share one shape. Dimensions are sorted so that operand 0's strides fall (its largest first),
// and neighbours that every operand can merge are merged; sizes of 1 are gone. Rank 0 means one element, and count 0 none.
struct Plan {
  static constexpr int kMaxOperands = 8;

  struct Operand {
    char* data;                       // of element (0, …, 0)
    int32_t dtype;
    int32_t size;                     // bytes an element
    int64_t strides[NABLA_MAX_RANK];  // elements
    Layout layout;
  };

  int operands = 0;
  int rank = 0;
  int64_t count = 0;
  int64_t shape[NABLA_MAX_RANK];
  Operand operand[kMaxOperands];

  int64_t inner() const { return rank == 0 ? 1 : shape[rank - 1]; }
  bool all_linear() const;
};

// The layout of an operand from the plan's shape and its strides, none of the sizes being 1.
Layout layout_of(const Plan& plan, const Plan::Operand& operand);

// A plan over `shape_of`'s shape. Operand 0 decides the order of dimensions (give the output there); the others broadcast
// to the shape. Views must have been checked (core/view.h).
Plan make_plan(const nabla_view& shape_of, const nabla_view* const* views, int count);

// A plan over one view whose iteration is the row-major order of its elements, whatever the strides.
Plan make_row_major_plan(const nabla_view& view);

template <class... Views>
Plan make_plan_over(const nabla_view& shape_of, const Views&... views) {
  const nabla_view* const all[] = {&views...};
  return make_plan(shape_of, all, sizeof...(Views));
}

}  // namespace nabla

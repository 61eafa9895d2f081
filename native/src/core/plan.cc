#include "core/plan.h"

#include <algorithm>

namespace nabla {
namespace {

int64_t magnitude(int64_t stride) { return stride < 0 ? -stride : stride; }

// Whether dimension `a` belongs outside of `b`: by the first operand that moves along both by different steps.
bool outside(const Plan& plan, int a, int b) {
  for (int k = 0; k < plan.operands; ++k) {
    const int64_t sa = magnitude(plan.operand[k].strides[a]), sb = magnitude(plan.operand[k].strides[b]);
    if (sa == 0 || sb == 0 || sa == sb) continue;
    return sa > sb;
  }
  return a < b;
}

void move_dimension(Plan& plan, int from, int to) {
  plan.shape[to] = plan.shape[from];
  for (int k = 0; k < plan.operands; ++k) plan.operand[k].strides[to] = plan.operand[k].strides[from];
}

void swap_dimensions(Plan& plan, int a, int b) {
  std::swap(plan.shape[a], plan.shape[b]);
  for (int k = 0; k < plan.operands; ++k) std::swap(plan.operand[k].strides[a], plan.operand[k].strides[b]);
}

// Insertion sort: `outside` is no strict weak order (strides of 0 compare with nothing), which std::sort may not be given.
void sort_dimensions(Plan& plan) {
  for (int i = 1; i < plan.rank; ++i)
    for (int j = i; j > 0 && outside(plan, j, j - 1); --j) swap_dimensions(plan, j, j - 1);
}

bool mergeable(const Plan& plan, int outer, int inner) {
  for (int k = 0; k < plan.operands; ++k) {
    const int64_t* s = plan.operand[k].strides;
    if (s[outer] != s[inner] * plan.shape[inner]) return false;
  }
  return true;
}

void merge_dimensions(Plan& plan) {
  if (plan.rank == 0) return;
  int last = 0;
  for (int i = 1; i < plan.rank; ++i) {
    if (mergeable(plan, last, i)) {
      plan.shape[i] *= plan.shape[last];
      move_dimension(plan, i, last);
    } else {
      move_dimension(plan, i, ++last);
    }
  }
  plan.rank = last + 1;
}

Plan plan_in_order(const nabla_view& shape_of, const nabla_view* const* views, int count, bool sort) {
  Plan plan;
  plan.operands = count;
  plan.count = count_of(shape_of);
  for (int k = 0; k < count; ++k) {
    Plan::Operand& operand = plan.operand[k];
    operand.data = writable(*views[k]);
    operand.dtype = views[k]->dtype;
    operand.size = dtype_size(views[k]->dtype);
  }
  for (int i = 0; i < shape_of.rank; ++i) {
    if (shape_of.shape[i] == 1) continue;
    plan.shape[plan.rank] = shape_of.shape[i];
    for (int k = 0; k < count; ++k) {
      const nabla_view& v = *views[k];
      const int own = i - (shape_of.rank - v.rank);  // v's number for this dimension: aligned at the last
      plan.operand[k].strides[plan.rank] = own >= 0 && v.shape[own] != 1 ? v.strides[own] : 0;
    }
    ++plan.rank;
  }
  if (plan.count > 0) {
    if (sort) sort_dimensions(plan);
    merge_dimensions(plan);
  }
  for (int k = 0; k < count; ++k) plan.operand[k].layout = layout_of(plan, plan.operand[k]);
  return plan;
}

}  // namespace

Layout layout_of(const Plan& plan, const Plan::Operand& operand) {
  int64_t dense = 1;
  bool linear = true, scalar = true;
  for (int i = plan.rank; i-- > 0;) {
    linear = linear && operand.strides[i] == dense;
    scalar = scalar && operand.strides[i] == 0;
    dense *= plan.shape[i];
  }
  if (linear) return Layout::kLinear;  // first: an iteration of one element is linear for everybody
  if (scalar) return Layout::kScalar;
  const int64_t innermost = operand.strides[plan.rank - 1];
  return innermost == 1 ? Layout::kRows : innermost == 0 ? Layout::kRepeat : Layout::kStrided;
}

bool Plan::all_linear() const {
  return std::all_of(operand, operand + operands, [](const Operand& o) { return o.layout == Layout::kLinear; });
}

Plan make_plan(const nabla_view& shape_of, const nabla_view* const* views, int count) {
  return plan_in_order(shape_of, views, count, true);
}

Plan make_row_major_plan(const nabla_view& view) {
  const nabla_view* const views[] = {&view};
  return plan_in_order(view, views, 1, false);
}

}  // namespace nabla

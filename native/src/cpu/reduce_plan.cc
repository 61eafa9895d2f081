#include "cpu/reduce_plan.h"

#include <algorithm>
#include <limits>

#include "cpu/reduce_kernels.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kShortRow = 16;           // rows this short are better read as columns, even if they must be packed
constexpr int64_t kTileElements = 32768;    // rows are taken together until they have so many elements
constexpr int64_t kShareElements = 131072;  // what is worth a thread's while, when one tile is cut

int64_t power_of_two_at_most(int64_t n) { return int64_t{1} << (63 - __builtin_clzll(static_cast<uint64_t>(n))); }

// A dimension that repeats elements (stride 0) is a bad one to read along; and none at all is the worst.
int64_t innermost_step(const Plan& plan) {
  constexpr int64_t kFar = std::numeric_limits<int64_t>::max();
  if (plan.rank == 0) return kFar;
  const int64_t stride = plan.operand[0].strides[plan.rank - 1];
  return stride == 0 ? kFar : stride < 0 ? -stride : stride;
}

// Narrow columns whose rows follow each other in memory: so many rows are read as one that a page is filled, if enough
// remain.
int64_t rows_to_glue(const ReducePlan& p) {
  const int64_t columns = p.kept.inner(), widest = kColumnBytes / p.size();
  if (p.reduced.rank != 1 || p.reduced.operand[0].strides[0] != columns || 4 * columns > widest) return 1;
  const int64_t most = std::min(widest / columns, p.reduced.count / kColumnBlockRows);
  return most < 2 ? 1 : power_of_two_at_most(most);
}

void choose_rows(ReducePlan& p) {
  p.rows = true;
  p.direct = p.reduced.count == 1 || (p.reduced.rank == 1 && p.reduced.operand[0].strides[0] == 1);
  p.block = kRowBlockBytes / p.size();
  p.tile = std::clamp<int64_t>(kTileElements / p.reduced.count, 1, kColumnBytes / p.size());
  p.tiles = (p.kept.count - 1) / p.tile + 1;
}

void choose_columns(ReducePlan& p) {
  p.rows = false;
  p.direct = p.kept.rank > 0 && p.kept.operand[0].strides[p.kept.rank - 1] == 1;
  if (p.direct) p.glue = rows_to_glue(p);
  p.block = kColumnBlockRows;
  p.tile = kColumnBytes / p.size();
  if (p.direct) {
    const int64_t run = p.kept.inner();
    p.tile = std::min(p.tile, run);
    p.tiles_a_run = (run - 1) / p.tile + 1;
    p.tiles = p.kept.count / run * p.tiles_a_run;
  } else {
    p.tiles = (p.kept.count - 1) / p.tile + 1;
  }
}

void choose_chunks(ReducePlan& p) {
  const int64_t width = p.rows ? 1 : p.tile * p.glue;
  const int64_t blocks = std::max<int64_t>(1, kShareElements / (width * p.block));
  p.chunk = power_of_two_at_most(blocks) * p.block;
  p.chunks = std::max<int64_t>(1, (p.length() - 1) / p.chunk + 1);
}

}  // namespace

ReducePlan plan_reduction(const nabla_view& x, const nabla_view* const* outputs, int count) {
  nabla_view kept = x, reduced = x;
  for (int i = 0; i < x.rank; ++i) {
    kept.shape[i] = outputs[0]->shape[i];
    if (outputs[0]->shape[i] != 1) reduced.shape[i] = 1;
  }
  const nabla_view* views[Plan::kMaxOperands] = {&kept};
  std::copy(outputs, outputs + count, views + 1);

  ReducePlan p{};
  p.kept = make_plan(kept, views, count + 1);
  p.reduced = make_plan_over(reduced, reduced);
  p.kept.operand[0].data = p.reduced.operand[0].data =
      writable(x);  // `kept` and `reduced` die here, and with them a scalar's bits
  p.glue = 1;
  if (p.kept.count == 0 || p.reduced.count == 0) return p;
  const int64_t along_row = innermost_step(p.reduced), along_columns = innermost_step(p.kept);
  if (along_row <= along_columns && (p.reduced.count >= kShortRow || p.kept.inner() < kShortRow))
    choose_rows(p);
  else
    choose_columns(p);
  choose_chunks(p);
  return p;
}

int64_t offset_of(const Plan& plan, const Plan::Operand& operand, int64_t index) {
  if (plan.rank == 1) return index * operand.strides[0];
  int64_t offset = 0;
  for (int i = plan.rank; i-- > 0; index /= plan.shape[i]) offset += index % plan.shape[i] * operand.strides[i];
  return offset;
}

}  // namespace nabla::cpu

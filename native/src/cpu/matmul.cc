#include "cpu/matmul.h"

#include <optional>
#include <utility>

#include "cpu/apart.h"
#include "cpu/product.h"

namespace nabla::cpu {
namespace {

// A view's matrices, with steps for the batch dimensions of `whole`: 0 along those that the view lacks or repeats.
Stack stack_over(const nabla_view& whole, const nabla_view& v) {
  Stack s{writable(v), v.strides[v.rank - 2], v.strides[v.rank - 1], {}};
  for (int i = 0; i < whole.rank - 2; ++i) {
    const int own = i - (whole.rank - v.rank);
    s.batch[i] = own >= 0 && v.shape[own] != 1 ? v.strides[own] : 0;
  }
  return s;
}

Stack transposed(Stack s) {
  std::swap(s.row, s.column);
  return s;
}

// out = x y, where `whole` has all batch dimensions; those that out lacks or has one of are summed.
void multiply(const nabla_view& whole, const Stack& x, const Stack& y, int64_t k, const nabla_view& out) {
  Product p{};
  p.dtype = out.dtype;
  p.m = out.shape[out.rank - 2];
  p.n = out.shape[out.rank - 1];
  p.k = k;
  p.rank = whole.rank - 2;
  p.a = x;
  p.b = y;
  p.c = stack_over(whole, out);
  for (int i = 0; i < p.rank; ++i) {
    const int own = i - (whole.rank - out.rank);
    p.shape[i] = whole.shape[i];
    p.summed[i] = own < 0 || (out.shape[own] == 1 && whole.shape[i] != 1);
  }
  run_product(p);
}

}  // namespace

void matmul(const nabla_view& a, const nabla_view& b, const nabla_view& out) {
  const Apart x(a, {&out}), y(b, {&out});
  multiply(out, stack_over(out, x), stack_over(out, y), a.shape[a.rank - 1], out);
}

void matmul_backward(const nabla_view* a, const nabla_view* b, const nabla_view& dy, const nabla_view* da,
                     const nabla_view* db) {
  const Apart gradient(dy, {da, db});
  std::optional<Apart> x, y;
  if (db != nullptr) x.emplace(*a, std::initializer_list<const nabla_view*>{da, db});
  if (da != nullptr) y.emplace(*b, std::initializer_list<const nabla_view*>{da, db});
  const Stack slope = stack_over(dy, gradient);
  if (da != nullptr) multiply(dy, slope, transposed(stack_over(dy, *y)), dy.shape[dy.rank - 1], *da);
  if (db != nullptr) multiply(dy, transposed(stack_over(dy, *x)), slope, dy.shape[dy.rank - 2], *db);
}

}  // namespace nabla::cpu

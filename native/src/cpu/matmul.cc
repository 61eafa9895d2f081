#include "cpu/matmul.h"

#include <optional>
#include <utility>

#include "cpu/copy.h"
#include "cpu/product.h"
#include "cpu/temporary.h"

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
  Product p{out.dtype, out.shape[out.rank - 2], out.shape[out.rank - 1], k, whole.rank - 2, {}, {}, x, y, stack_over(whole, out)};
  for (int i = 0; i < p.rank; ++i) {
    const int own = i - (whole.rank - out.rank);
    p.shape[i] = whole.shape[i];
    p.summed[i] = own < 0 || (out.shape[own] == 1 && whole.shape[i] != 1);
  }
  run_product(p);
}

// An output that is the very same view as an input is computed beside it, and copied when nothing is read any more.
class Result {
 public:
  Result(const nabla_view& to, std::initializer_list<const nabla_view*> inputs) : to_(to) {
    for (const nabla_view* input : inputs)
      if (input != nullptr && data_of(*input) == data_of(to) && count_of(to) > 0 && !beside_) beside_.emplace(to.dtype, to);
  }
  const nabla_view& view() const { return beside_ ? beside_->view() : to_; }
  void finish() const {
    if (beside_) copy(beside_->view(), to_);
  }

 private:
  const nabla_view& to_;
  std::optional<Temporary> beside_;
};

}  // namespace

void matmul(const nabla_view& a, const nabla_view& b, const nabla_view& out) {
  const Result result(out, {&a, &b});
  multiply(out, stack_over(out, a), stack_over(out, b), a.shape[a.rank - 1], result.view());
  result.finish();
}

void matmul_backward(const nabla_view* a, const nabla_view* b, const nabla_view& dy, const nabla_view* da,
                     const nabla_view* db) {
  const Stack slope = stack_over(dy, dy);
  std::optional<Result> result_a, result_b;
  if (da != nullptr) result_a.emplace(*da, std::initializer_list<const nabla_view*>{a, b, &dy});
  if (db != nullptr) result_b.emplace(*db, std::initializer_list<const nabla_view*>{a, b, &dy});
  if (da != nullptr) multiply(dy, slope, transposed(stack_over(dy, *b)), dy.shape[dy.rank - 1], result_a->view());
  if (db != nullptr) multiply(dy, transposed(stack_over(dy, *a)), slope, dy.shape[dy.rank - 2], result_b->view());
  if (da != nullptr) result_a->finish();
  if (db != nullptr) result_b->finish();
}

}  // namespace nabla::cpu

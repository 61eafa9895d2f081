#include "cpu/index.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "core/plan.h"
#include "cpu/apart.h"
#include "cpu/runs.h"
#include "cpu/threads.h"
#include "cpu/walk.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kGrain = 16384;
constexpr double kNanoseconds = 1;  // an element, about

// v with all it has along `dim` at one place: what remains is where lines along `dim` begin. `like` gives the shape.
nabla_view without(const nabla_view& v, int dim, const nabla_view& like) {
  nabla_view w = v;
  std::copy(like.shape, like.shape + like.rank, w.shape);
  w.strides[dim] = 0;
  return w;
}

bool inside(int64_t i, int64_t size) { return static_cast<uint64_t>(i) < static_cast<uint64_t>(size); }

// Before anything is written.
void check_bounds(nabla_view index, int dim, int64_t size) {
  for (int i = 0; i < index.rank; ++i)
    if (index.strides[i] == 0) index.shape[i] = std::min<int64_t>(index.shape[i], 1);  // repeats need no second look
  const Plan plan = make_plan_over(index, index);
  const int64_t* data = reinterpret_cast<const int64_t*>(data_of(index));
  const int64_t step = inner_stride(plan, 0);
  std::atomic<bool> good{true};
  parallel_ranges(plan.count, kGrain, 0.5, [&](int64_t begin, int64_t end) {
    bool all = true;
    each_run<1>(plan, begin, end, [&](const Walk<1>& at, int64_t n) {
      const int64_t* run = data + at.offset(0);
      for (int64_t i = 0; i < n; ++i) all &= inside(run[i * step], size);
    });
    if (!all) good.store(false, std::memory_order_relaxed);
  });
  if (good) return;
  // Once more, for a sentence that is always the same.
  each_run<1>(plan, 0, plan.count, [&](const Walk<1>& at, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const int64_t bad = data[at.offset(0) + i * step];
      if (!inside(bad, size))
        fail(NABLA_OUT_OF_RANGE, "index ", bad, " lies outside dimension ", dim, " of ", size, " elements");
    }
  });
}

// Operands of a gather's plan: out, index, and x at 0 in `dim`.
template <class Word>
void gather_elements(const Plan& plan, int64_t dim_step) {
  Word* to = reinterpret_cast<Word*>(plan.operand[0].data);
  const int64_t* index = reinterpret_cast<const int64_t*>(plan.operand[1].data);
  const Word* from = reinterpret_cast<const Word*>(plan.operand[2].data);
  const int64_t s0 = inner_stride(plan, 0), s1 = inner_stride(plan, 1), s2 = inner_stride(plan, 2);
  parallel_ranges(plan.count, kGrain, kNanoseconds, [&](int64_t begin, int64_t end) {
    each_run<3>(plan, begin, end, [&](const Walk<3>& at, int64_t n) {
      Word* y = to + at.offset(0);
      const int64_t* k = index + at.offset(1);
      const Word* x = from + at.offset(2);
      if (s1 != 0) {
        for (int64_t i = 0; i < n; ++i) y[i * s0] = x[i * s2 + k[i * s1] * dim_step];
        return;
      }
      x += *k * dim_step;  // one index for the whole run
      if (s0 == 1 && s2 == 1)
        std::memcpy(y, x, static_cast<size_t>(n) * sizeof(Word));
      else
        for (int64_t i = 0; i < n; ++i) y[i * s0] = x[i * s2];
    });
  });
}

template <class T>
struct Assign {
  static void apply(T& to, T from) { to = from; }
};
template <class T>
struct Add {
  // Integers wrap around, which only unsigned ones may.
  using U = typename std::conditional_t<std::is_integral_v<T>, std::make_unsigned<T>, Type<T>>::type;
  static void apply(T& to, T from) { to = static_cast<T>(static_cast<U>(static_cast<U>(to) + static_cast<U>(from))); }
};

// One line of a scatter after another, or many side by side. Lines never meet, so they may run on different threads;
// along a line elements are joined in order.
template <class T, class Op>
class Scatter {
 public:
  // The plan's operands: out, index and src, all at 0 in `dim`.
  Scatter(const Plan& lines, int64_t length, int64_t to_step, int64_t index_step, int64_t from_step)
      : lines_(lines),
        to_(reinterpret_cast<T*>(lines.operand[0].data)),
        index_(reinterpret_cast<const int64_t*>(lines.operand[1].data)),
        from_(reinterpret_cast<const T*>(lines.operand[2].data)),
        length_(length),
        to_step_(to_step),
        index_step_(index_step),
        from_step_(from_step) {}

  void run() const {
    // Enough lines side by side that a row's cache lines are used up, and enough pieces for many threads.
    const int64_t grain = std::max<int64_t>(64, (lines_.count + 63) / 64);
    const bool one_by_one = lines_.rank == 0 || std::abs(from_step_) < std::abs(inner_stride(lines_, 2));
    parallel_ranges(lines_.count, grain, kNanoseconds * static_cast<double>(length_), [&](int64_t begin, int64_t end) {
      each_run<3>(lines_, begin, end, [&](const Walk<3>& at, int64_t n) { one_by_one ? down(at, n) : across(at, n); });
    });
  }

 private:
  // n whole lines.
  void down(const Walk<3>& at, int64_t n) const {
    for (int64_t line = 0; line < n; ++line) {
      T* y = to_ + at.offset(0) + line * inner_stride(lines_, 0);
      const int64_t* k = index_ + at.offset(1) + line * inner_stride(lines_, 1);
      const T* x = from_ + at.offset(2) + line * inner_stride(lines_, 2);
      for (int64_t i = 0; i < length_; ++i) Op::apply(y[k[i * index_step_] * to_step_], x[i * from_step_]);
    }
  }

  // n lines together, element by element.
  void across(const Walk<3>& at, int64_t n) const {
    const int64_t s0 = inner_stride(lines_, 0), s1 = inner_stride(lines_, 1), s2 = inner_stride(lines_, 2);
    const int64_t* k = index_ + at.offset(1);
    const T* __restrict__ x = from_ + at.offset(2);
    for (int64_t i = 0; i < length_; ++i, k += index_step_, x += from_step_) {
      T* __restrict__ y = to_ + at.offset(0);
      if (s1 != 0) {
        for (int64_t j = 0; j < n; ++j) Op::apply(y[j * s0 + k[j * s1] * to_step_], x[j * s2]);
        continue;
      }
      y += *k * to_step_;  // one index for the whole run
      if (s0 == 1 && s2 == 1)
        for (int64_t j = 0; j < n; ++j) Op::apply(y[j], x[j]);
      else
        for (int64_t j = 0; j < n; ++j) Op::apply(y[j * s0], x[j * s2]);
    }
  }

  const Plan& lines_;
  T* to_;
  const int64_t* index_;
  const T* from_;
  int64_t length_, to_step_, index_step_, from_step_;
};

}  // namespace

void gather(const nabla_view& x, int dim, const nabla_view& index, const nabla_view& out) {
  check_bounds(index, dim, x.shape[dim]);
  const Apart from(x, {&out}), where(index, {&out});
  const nabla_view &source = from, &k = where;
  const Plan plan = make_plan_over(out, out, k, without(source, dim, out));
  visit_size(plan.operand[0].size, [&](auto word) { gather_elements<decltype(word)>(plan, source.strides[dim]); });
}

void scatter(nabla_scatter_op op, int dim, const nabla_view& index, const nabla_view& src, const nabla_view& out) {
  check_bounds(index, dim, out.shape[dim]);
  const Apart from(src, {&out}), where(index, {&out});
  const nabla_view &x = from, &k = where;
  nabla_view lines = index;  // one element a line
  lines.shape[dim] = std::min<int64_t>(index.shape[dim], 1);
  const Plan plan = make_plan_over(lines, without(out, dim, lines), without(k, dim, lines), without(x, dim, lines));
  const auto run = [&](auto type, auto operation) {
    using T = typename decltype(type)::type;
    Scatter<T, decltype(operation)>(plan, index.shape[dim], out.strides[dim], k.strides[dim], x.strides[dim]).run();
  };
  if (op == NABLA_SCATTER_ASSIGN)
    return visit_size(dtype_size(out.dtype), [&](auto word) { run(Type<decltype(word)>{}, Assign<decltype(word)>{}); });
  visit_dtype(out.dtype, [&](auto type) {
    using T = typename decltype(type)::type;
    if constexpr (!std::is_same_v<T, Bool>) run(type, Add<T>{});
  });
}

}  // namespace nabla::cpu

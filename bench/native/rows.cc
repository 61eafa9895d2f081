// Kernels over rows and columns of a matrix: reductions, arg-reductions, softmax, cross entropy, transposed copies.
#include <string>

#include "against_copy.h"

namespace nabla::bench {
namespace {

constexpr int64_t kRows = 1024, kColumns = 1024;

void reduce(benchmark::State& state, nabla_reduce_op op, bool rows) {
  const Operand x(NABLA_FLOAT32, {kRows, kColumns}, 0.5, 1.5);
  const int32_t dtype = op == NABLA_REDUCE_ANY || op == NABLA_REDUCE_ALL ? NABLA_BOOL : NABLA_FLOAT32;
  const Operand y(dtype, {rows ? kRows : 1, rows ? 1 : kColumns});
  const double parameter = op == NABLA_REDUCE_NORM ? 2 : 1;
  against_copy(state, x.bytes() + y.bytes(), [&] { check(nabla_reduce(op, x.view(), parameter, y.view(), nullptr)); });
}

void arg_reduce(benchmark::State& state, nabla_arg_reduce_op op) {
  const Operand x(NABLA_FLOAT32, {kRows, kColumns}, -1, 1), at(NABLA_INT64, {kRows, 1});
  against_copy(state, x.bytes() + at.bytes(), [&] { check(nabla_arg_reduce(op, x.view(), 1, nullptr, at.view(), nullptr)); });
}

void softmax(benchmark::State& state, nabla_softmax_op op, bool backward) {
  const Operand x(NABLA_FLOAT32, {kRows, kColumns}, -4, 4), y(NABLA_FLOAT32, {kRows, kColumns});
  const Operand dx(NABLA_FLOAT32, {kRows, kColumns});
  check(nabla_softmax(op, x.view(), 1, y.view(), nullptr));
  if (backward)
    against_copy(state, 3 * x.bytes(), [&] { check(nabla_softmax_backward(op, y.view(), x.view(), 1, dx.view(), nullptr)); });
  else
    against_copy(state, 2 * x.bytes(), [&] { check(nabla_softmax(op, x.view(), 1, y.view(), nullptr)); });
}

void cross_entropy(benchmark::State& state) {
  const Operand x(NABLA_FLOAT32, {kRows, kColumns}, -4, 4), target(NABLA_INT64, {kRows}, 0, kColumns);
  const Operand losses(NABLA_FLOAT32, {kRows}), lse(NABLA_FLOAT32, {kRows});
  against_copy(state, x.bytes() + target.bytes() + losses.bytes() + lse.bytes(), [&] {
    check(nabla_cross_entropy(x.view(), target.view(), nullptr, -100, 0, losses.view(), lse.view(), nullptr));
  });
}

void transpose(benchmark::State& state) {
  const Operand x(NABLA_FLOAT32, {kRows, kColumns}, -1, 1), y(NABLA_FLOAT32, {kColumns, kRows});
  const nabla_view xt = x.transposed();
  against_copy(state, 2 * x.bytes(), [&] { check(nabla_copy(&xt, y.view(), nullptr)); });
}

[[maybe_unused]] const bool kRegistered = [] {
  const std::string size = "/float32/" + std::to_string(kRows) + "x" + std::to_string(kColumns);
  for (int op = 0; op < NABLA_REDUCE_COUNT; ++op) {
    nabla_op_info info;
    check(nabla_reduce_info(nabla_reduce_op(op), &info));
    for (const bool rows : {true, false})
      benchmark_against_copy(std::string(rows ? "reduce/rows/" : "reduce/columns/") + info.name + size,
                             [=](benchmark::State& s) { reduce(s, nabla_reduce_op(op), rows); });
  }
  benchmark_against_copy("arg_reduce/argmax" + size, [](benchmark::State& s) { arg_reduce(s, NABLA_ARG_REDUCE_ARGMAX); });
  for (const bool backward : {false, true}) {
    const std::string direction = backward ? "/backward" : "/forward";
    benchmark_against_copy("softmax" + direction + size,
                           [=](benchmark::State& s) { softmax(s, NABLA_SOFTMAX_SOFTMAX, backward); });
    benchmark_against_copy("log_softmax" + direction + size,
                           [=](benchmark::State& s) { softmax(s, NABLA_SOFTMAX_LOG_SOFTMAX, backward); });
  }
  benchmark_against_copy("cross_entropy" + size, cross_entropy);
  benchmark_against_copy("copy/transposed" + size, transpose);
  return true;
}();

}  // namespace
}  // namespace nabla::bench

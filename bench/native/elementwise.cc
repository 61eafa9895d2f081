// Every elementwise op, found by walking the enums: forward, and backward where there is one, on 2^16 and 2^20 elements.
#include <memory>
#include <string>

#include "against_copy.h"

namespace nabla::bench {
namespace {

// One family: how many operands, and its three entry points over arrays of views.
struct Family {
  const char* name;
  int ops;
  nabla_status (*info)(int op, nabla_op_info* info);
  nabla_status (*forward)(int op, const nabla_view* const* in, const nabla_view* out);
  nabla_status (*backward)(int op, const nabla_view* const* in, const nabla_view* y, const nabla_view* dy,
                           const nabla_view* const* gradients);
};

const Family kFamilies[] = {
    {"unary", NABLA_UNARY_COUNT,
     [](int op, nabla_op_info* info) { return nabla_unary_info(nabla_unary_op(op), info); },
     [](int op, const nabla_view* const* in, const nabla_view* out) {
       return nabla_unary(nabla_unary_op(op), in[0], out, nullptr);
     },
     [](int op, const nabla_view* const* in, const nabla_view* y, const nabla_view* dy, const nabla_view* const* d) {
       nabla_op_info info;
       nabla_unary_info(nabla_unary_op(op), &info);
       const nabla_view* saved = info.saves == NABLA_SAVES_OUTPUT ? y : in[0];
       return nabla_unary_backward(nabla_unary_op(op), saved, dy, d[0], nullptr);
     }},
    {"binary", NABLA_BINARY_COUNT,
     [](int op, nabla_op_info* info) { return nabla_binary_info(nabla_binary_op(op), info); },
     [](int op, const nabla_view* const* in, const nabla_view* out) {
       return nabla_binary(nabla_binary_op(op), in[0], in[1], out, nullptr);
     },
     [](int op, const nabla_view* const* in, const nabla_view* y, const nabla_view* dy, const nabla_view* const* d) {
       return nabla_binary_backward(nabla_binary_op(op), in[0], in[1], y, dy, d[0], d[1], nullptr);
     }},
    {"compare", NABLA_COMPARE_COUNT,
     [](int op, nabla_op_info* info) { return nabla_compare_info(nabla_compare_op(op), info); },
     [](int op, const nabla_view* const* in, const nabla_view* out) {
       return nabla_compare(nabla_compare_op(op), in[0], in[1], out, nullptr);
     },
     nullptr},
    {"ternary", NABLA_TERNARY_COUNT,
     [](int op, nabla_op_info* info) { return nabla_ternary_info(nabla_ternary_op(op), info); },
     [](int op, const nabla_view* const* in, const nabla_view* out) {
       return nabla_ternary(nabla_ternary_op(op), in[0], in[1], in[2], out, nullptr);
     },
     [](int op, const nabla_view* const* in, const nabla_view*, const nabla_view* dy, const nabla_view* const* d) {
       return nabla_ternary_backward(nabla_ternary_op(op), in[0], in[1], in[2], dy, d[0], d[1], d[2], nullptr);
     }},
};

// Operands of one op, filled within its range.
struct Case {
  Case(const Family& family, int op, int64_t n, int32_t dtype) {
    check(family.info(op, &info));
    const bool where = family.forward == kFamilies[3].forward && op == NABLA_TERNARY_WHERE;
    for (int i = 0; i < info.operands; ++i) {
      const int32_t own = where && i == 0 ? NABLA_BOOL : dtype;
      in[i] = own == NABLA_BOOL ? std::make_unique<Operand>(own, std::initializer_list<int64_t>{n}, 0.0, 2.0)
                                : std::make_unique<Operand>(own, std::initializer_list<int64_t>{n}, info.low[i], info.high[i]);
      inputs[i] = in[i]->view();
      bytes += in[i]->bytes();
    }
    out = std::make_unique<Operand>(family.backward == nullptr ? NABLA_BOOL : dtype, std::initializer_list<int64_t>{n});
    bytes += out->bytes();
  }

  nabla_op_info info;
  std::unique_ptr<Operand> in[NABLA_MAX_OPERANDS], out;
  const nabla_view* inputs[NABLA_MAX_OPERANDS] = {};
  int64_t bytes = 0;
};

void forward(benchmark::State& state, const Family& family, int op, int64_t n, int32_t dtype) {
  const Case c(family, op, n, dtype);
  against_copy(state, c.bytes, [&] { check(family.forward(op, c.inputs, c.out->view())); });
}

void backward(benchmark::State& state, const Family& family, int op, int64_t n, int32_t dtype) {
  const Case c(family, op, n, dtype);
  check(family.forward(op, c.inputs, c.out->view()));
  const Operand dy(dtype, {n}, -1, 1);
  std::unique_ptr<Operand> owned[NABLA_MAX_OPERANDS];
  const nabla_view* gradients[NABLA_MAX_OPERANDS] = {};
  int64_t bytes = dy.bytes() + ((c.info.saves & NABLA_SAVES_OUTPUT) != 0 ? c.out->bytes() : 0);
  for (int i = 0; i < c.info.operands; ++i) {
    if ((c.info.saves >> i & 1) != 0) bytes += c.in[i]->bytes();
    if ((c.info.gradients >> i & 1) == 0) continue;
    owned[i] = std::make_unique<Operand>(dtype, std::initializer_list<int64_t>{n});
    gradients[i] = owned[i]->view();
    bytes += owned[i]->bytes();
  }
  against_copy(state, bytes, [&] { check(family.backward(op, c.inputs, c.out->view(), dy.view(), gradients)); });
}

int32_t benched_dtype(const nabla_op_info& info) {
  return (info.dtypes & dtype_bit(NABLA_FLOAT32)) != 0 ? NABLA_FLOAT32 : NABLA_INT32;
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Family& family : kFamilies) {
    for (int op = 0; op < family.ops; ++op) {
      nabla_op_info info;
      check(family.info(op, &info));
      const int32_t dtype = benched_dtype(info);
      for (const int64_t n : {int64_t{1} << 16, int64_t{1} << 20}) {
        const std::string end = std::string(info.name) + "/" + dtype_name(dtype) + "/" + std::to_string(n);
        benchmark_against_copy(std::string(family.name) + "/forward/" + end, [&family, op, n, dtype](benchmark::State& s) {
          forward(s, family, op, n, dtype);
        });
        if (info.gradients == 0) continue;
        benchmark_against_copy(std::string(family.name) + "/backward/" + end, [&family, op, n, dtype](benchmark::State& s) {
          backward(s, family, op, n, dtype);
        });
      }
    }
  }
  return true;
}();

}  // namespace
}  // namespace nabla::bench

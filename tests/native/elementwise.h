// Functions of two and three operands seen alike, so that a test is written once for both families and walks all ops.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/dtype.h"
#include "nabla/nabla.h"
#include "tensor.h"

namespace nabla::test {

struct Function {
  bool ternary = false;
  int op = 0;
  nabla_op_info row{};

  bool has_condition() const { return ternary && op == NABLA_TERNARY_WHERE; }
  int32_t dtype_of(int operand, int32_t dtype) const { return operand == 0 && has_condition() ? NABLA_BOOL : dtype; }
  bool saves(int bit) const { return (row.saves & bit) != 0; }
  bool has_gradient(int operand) const { return (row.gradients >> operand & 1) != 0; }

  nabla_status forward(const std::vector<Tensor>& in, const Tensor& out) const {
    if (ternary) return nabla_ternary(nabla_ternary_op(op), in[0], in[1], in[2], out, nullptr);
    return nabla_binary(nabla_binary_op(op), in[0], in[1], out, nullptr);
  }

  // Hands over only what the row says is saved. d[i]: null where that gradient is not wanted.
  nabla_status backward(const std::vector<Tensor>& in, const Tensor& y, const Tensor& dy, const std::vector<const Tensor*>& d) const {
    const auto saved = [&](int i) { return saves(1 << i) ? &in[i].view : nullptr; };
    const auto wanted = [&](int i) { return d[i] == nullptr ? nullptr : &d[i]->view; };
    if (ternary)
      return nabla_ternary_backward(nabla_ternary_op(op), saved(0), saved(1), saved(2), dy, wanted(0), wanted(1), wanted(2), nullptr);
    return nabla_binary_backward(nabla_binary_op(op), saved(0), saved(1), saves(NABLA_SAVES_OUTPUT) ? &y.view : nullptr, dy,
                                 wanted(0), wanted(1), nullptr);
  }
};

// All functions that take `dtype`.
inline std::vector<Function> functions(int32_t dtype) {
  std::vector<Function> all;
  for (int op = 0; op < NABLA_BINARY_COUNT; ++op) {
    Function f{false, op};
    EXPECT_DONE(nabla_binary_info(nabla_binary_op(op), &f.row));
    if ((f.row.dtypes & dtype_bit(dtype)) != 0) all.push_back(f);
  }
  for (int op = 0; op < NABLA_TERNARY_COUNT; ++op) {
    Function f{true, op};
    EXPECT_DONE(nabla_ternary_info(nabla_ternary_op(op), &f.row));
    if ((f.row.dtypes & dtype_bit(dtype)) != 0) all.push_back(f);
  }
  EXPECT_FALSE(all.empty());
  return all;
}

inline Function function_of(nabla_binary_op op) {
  Function f{false, op};
  EXPECT_DONE(nabla_binary_info(op, &f.row));
  return f;
}
inline Function function_of(nabla_ternary_op op) {
  Function f{true, op};
  EXPECT_DONE(nabla_ternary_info(op, &f.row));
  return f;
}

// An operand's values, drawn from the range of its row.
template <class T>
Tensor sample(const Function& f, int operand, const Shape& shape, std::mt19937_64& random, Lie lie = Lie::kDense) {
  const auto n = static_cast<size_t>(count_of(shape));
  if (f.dtype_of(operand, kDType<T>) == NABLA_BOOL) {
    std::vector<Bool> bits(n);
    for (Bool& b : bits) b.bits = random() & 1;
    return tensor(shape, bits, lie);
  }
  std::uniform_real_distribution<double> within(f.row.low[operand], f.row.high[operand]);
  std::vector<T> x(n);
  for (T& v : x) v = static_cast<T>(within(random));
  return tensor(shape, x, lie);
}

inline Shape broadcast(const std::vector<Shape>& shapes) {
  Shape out;
  for (const Shape& shape : shapes) {
    if (shape.size() > out.size()) out.insert(out.begin(), shape.size() - out.size(), 1);
    for (size_t i = 1; i <= shape.size(); ++i)
      if (shape[shape.size() - i] != 1) out[out.size() - i] = shape[shape.size() - i];
  }
  return out;
}

// The same bits in the same order.
template <class T>
testing::AssertionResult same_bits(const Tensor& a, const Tensor& b) {
  const std::vector<T> x = values<T>(a), y = values<T>(b);
  if (x.size() != y.size()) return testing::AssertionFailure() << x.size() << " and " << y.size() << " elements";
  for (size_t i = 0; i < x.size(); ++i)
    if (std::memcmp(&x[i], &y[i], sizeof(T)) != 0)
      return testing::AssertionFailure() << "element " << i << ": " << +x[i] << " and " << +y[i];
  return testing::AssertionSuccess();
}

}  // namespace nabla::test

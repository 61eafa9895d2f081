// What each function should give: its definition in double, written as plainly as accuracy allows, from the C library alone.
#pragma once

#include <cmath>

#include "nabla/nabla.h"

namespace nabla::test {

// No default: the compiler names an op that has no reference.
inline double unary_reference(nabla_unary_op op, double x) {
  const double pi = std::acos(-1.0);
  const auto sigmoid = [](double v) { return v < 0 ? std::exp(v) / (1 + std::exp(v)) : 1 / (1 + std::exp(-v)); };
  switch (op) {
    case NABLA_UNARY_ABS: return std::fabs(x);
    case NABLA_UNARY_NEG: return -x;
    case NABLA_UNARY_SIGN: return x > 0 ? 1 : x < 0 ? -1 : 0;
    case NABLA_UNARY_SQUARE: return x * x;
    case NABLA_UNARY_SQRT: return std::sqrt(x);
    case NABLA_UNARY_RSQRT: return 1 / std::sqrt(x);
    case NABLA_UNARY_RECIPROCAL: return 1 / x;
    case NABLA_UNARY_EXP: return std::exp(x);
    case NABLA_UNARY_EXP2: return std::exp2(x);
    case NABLA_UNARY_EXPM1: return std::expm1(x);
    case NABLA_UNARY_LOG: return std::log(x);
    case NABLA_UNARY_LOG2: return std::log2(x);
    case NABLA_UNARY_LOG10: return std::log10(x);
    case NABLA_UNARY_LOG1P: return std::log1p(x);
    case NABLA_UNARY_SIN: return std::sin(x);
    case NABLA_UNARY_COS: return std::cos(x);
    case NABLA_UNARY_TAN: return std::tan(x);
    case NABLA_UNARY_ASIN: return std::asin(x);
    case NABLA_UNARY_ACOS: return std::acos(x);
    case NABLA_UNARY_ATAN: return std::atan(x);
    case NABLA_UNARY_SINH: return std::sinh(x);
    case NABLA_UNARY_COSH: return std::cosh(x);
    case NABLA_UNARY_TANH: return std::tanh(x);
    case NABLA_UNARY_ASINH: return std::asinh(x);
    case NABLA_UNARY_ACOSH: return std::acosh(x);
    case NABLA_UNARY_ATANH: return std::atanh(x);
    case NABLA_UNARY_ERF: return std::erf(x);
    case NABLA_UNARY_ERFC: return std::erfc(x);
    case NABLA_UNARY_SIGMOID: return sigmoid(x);
    case NABLA_UNARY_LOGSIGMOID: return (x < 0 ? x : 0) - std::log1p(std::exp(-std::fabs(x)));
    case NABLA_UNARY_RELU: return x <= 0 ? 0 : x;
    case NABLA_UNARY_RELU6: return x <= 0 ? 0 : x > 6 ? 6 : x;
    case NABLA_UNARY_SILU: return x * sigmoid(x);
    case NABLA_UNARY_GELU: return x * (std::erfc(-x / std::sqrt(2.0)) / 2);
    case NABLA_UNARY_GELU_TANH: return x * sigmoid(2 * std::sqrt(2 / pi) * (x + 0.044715 * x * x * x));
    case NABLA_UNARY_MISH: {
      if (x > 40) return x;
      const double n = std::exp(x), w = n * (n + 2);
      return x * (w / (w + 2));
    }
    case NABLA_UNARY_SOFTPLUS: return x > 20 ? x : std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x)));
    case NABLA_UNARY_SOFTSIGN: return x / (1 + std::fabs(x));
    case NABLA_UNARY_HARDSIGMOID: return x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6;
    case NABLA_UNARY_HARDSWISH: return x * (x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6);
    case NABLA_UNARY_SELU: {
      const double scale = 1.0507009873554804934193349852946, alpha = 1.6732632423543772848170429916717;
      return scale * (x > 0 ? x : alpha * std::expm1(x));
    }
    case NABLA_UNARY_FLOOR: return std::floor(x);
    case NABLA_UNARY_CEIL: return std::ceil(x);
    case NABLA_UNARY_ROUND: return std::nearbyint(x);
    case NABLA_UNARY_TRUNC: return std::trunc(x);
    case NABLA_UNARY_FRAC: return x - std::trunc(x);
    case NABLA_UNARY_BITWISE_NOT:
    case NABLA_UNARY_COUNT: break;
  }
  return std::nan("");
}

}  // namespace nabla::test

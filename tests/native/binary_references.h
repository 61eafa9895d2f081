// What each function of two or three operands should give: its definition, written plainly.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/dtype.h"
#include "nabla/nabla.h"

namespace nabla::test {

using Real = long double;

// A value, and the largest of the terms that were added to give it: what its error is measured by.
struct Reference {
  Real value;
  Real scale;
  Reference(Real v) : value(v), scale(v) {}  // NOLINT: a plain number is its own scale
  Reference(Real v, Real a, Real b) : value(v), scale(std::fmax(std::fabs(v), std::fmax(std::fabs(a), std::fabs(b)))) {}
};

inline Real floor_quotient(Real a, Real b) {
  if (b == 0) return a / b;
  const Real rest = std::fmod(a, b);
  Real q = (a - rest) / b;
  if (rest != 0 && (rest < 0) != (b < 0)) q -= 1;
  return q == 0 ? std::copysign(Real(0), a / b) : std::round(q);
}

// For T float or double. No default: the compiler names an op that has no reference.
template <class T>
std::enable_if_t<std::is_floating_point_v<T>, Reference> binary_reference(nabla_binary_op op, T x, T y) {
  const Real a = x, b = y, nan = std::numeric_limits<Real>::quiet_NaN();
  switch (op) {
    case NABLA_BINARY_ADD: return a + b;
    case NABLA_BINARY_SUB: return a - b;
    case NABLA_BINARY_MUL: return a * b;
    case NABLA_BINARY_DIV: return a / b;
    case NABLA_BINARY_POW: return std::pow(a, b);
    case NABLA_BINARY_ATAN2: return std::atan2(a, b);
    case NABLA_BINARY_HYPOT: return std::hypot(a, b);
    case NABLA_BINARY_MAXIMUM: return std::isnan(a) || std::isnan(b) ? nan : a < b ? b : a;
    case NABLA_BINARY_MINIMUM: return std::isnan(a) || std::isnan(b) ? nan : a > b ? b : a;
    case NABLA_BINARY_FMOD: return std::fmod(a, b);
    case NABLA_BINARY_REMAINDER: {
      const Real rest = std::fmod(a, b);
      return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
    case NABLA_BINARY_FLOOR_DIVIDE: return floor_quotient(a, b);
    case NABLA_BINARY_TRUNC_DIVIDE: return std::trunc(x / y);
    case NABLA_BINARY_LOGADDEXP: {
      if (std::isnan(a) || std::isnan(b)) return nan;
      const Real more = std::fmax(a, b), rest = a == b ? std::log(Real(2)) : std::log1p(std::exp(-std::fabs(a - b)));
      if (std::is_same_v<T, float>) return more + rest;  // computed in double: exact even where the terms cancel
      return {more + rest, more, std::fabs(a - b) * rest};  // the difference's rounding, through exp
    }
    case NABLA_BINARY_XLOGY: return a == 0 && !std::isnan(b) ? 0 : a * std::log(b);
    case NABLA_BINARY_COPYSIGN: return std::copysign(a, b);
    case NABLA_BINARY_PRELU: return a > 0 ? a : b * a;
    case NABLA_BINARY_ELU: return a > 0 ? a : b * std::expm1(a);
    case NABLA_BINARY_BITWISE_AND:
    case NABLA_BINARY_BITWISE_OR:
    case NABLA_BINARY_BITWISE_XOR:
    case NABLA_BINARY_SHIFT_LEFT:
    case NABLA_BINARY_SHIFT_RIGHT:
    case NABLA_BINARY_COUNT: break;
  }
  return nan;
}

// For integers: exactly, then cut to T's width.
template <class T>
std::enable_if_t<std::is_integral_v<T>, T> binary_reference(nabla_binary_op op, T x, T y) {
  const __int128 a = x, b = y;
  constexpr int width = 8 * sizeof(T);
  const auto cut = [](__int128 v) { return static_cast<T>(static_cast<std::make_unsigned_t<T>>(v)); };
  switch (op) {
    case NABLA_BINARY_ADD: return cut(a + b);
    case NABLA_BINARY_SUB: return cut(a - b);
    case NABLA_BINARY_MUL: return cut(a * b);
    case NABLA_BINARY_POW: {
      if (b < 0) return cut(a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0);
      T power = 1;  // a^b by its definition where that is short, else by the exponent's bits
      if (b < 100) {
        for (int i = 0; i < b; ++i) power = cut(static_cast<__int128>(power) * a);
        return power;
      }
      for (int bit = width - 1; bit >= 0; --bit) {
        power = cut(static_cast<__int128>(power) * power);
        if ((b >> bit & 1) != 0) power = cut(static_cast<__int128>(power) * a);
      }
      return power;
    }
    case NABLA_BINARY_MAXIMUM: return cut(a > b ? a : b);
    case NABLA_BINARY_MINIMUM: return cut(a < b ? a : b);
    case NABLA_BINARY_FMOD: return cut(b == 0 ? 0 : a % b);
    case NABLA_BINARY_REMAINDER: return cut(b == 0 ? 0 : (a % b + b) % b);
    case NABLA_BINARY_FLOOR_DIVIDE: return cut(b == 0 ? 0 : (a - (a % b + b) % b) / b);
    case NABLA_BINARY_TRUNC_DIVIDE: return cut(b == 0 ? 0 : a / b);
    case NABLA_BINARY_BITWISE_AND: return cut(a & b);
    case NABLA_BINARY_BITWISE_OR: return cut(a | b);
    case NABLA_BINARY_BITWISE_XOR: return cut(a ^ b);
    case NABLA_BINARY_SHIFT_LEFT: return cut(b < 0 || b >= width ? 0 : static_cast<__int128>(static_cast<unsigned __int128>(a) << b));
    case NABLA_BINARY_SHIFT_RIGHT: return cut(b < 0 || b >= width ? (a < 0 ? -1 : 0) : a >> b);
    default: return 0;
  }
}

inline Bool binary_reference(nabla_binary_op op, Bool x, Bool y) {
  const bool a = x.bits != 0, b = y.bits != 0;
  const auto bit = [](bool v) { return Bool{static_cast<uint8_t>(v)}; };
  switch (op) {
    case NABLA_BINARY_ADD:
    case NABLA_BINARY_MAXIMUM:
    case NABLA_BINARY_BITWISE_OR: return bit(a || b);
    case NABLA_BINARY_MUL:
    case NABLA_BINARY_MINIMUM:
    case NABLA_BINARY_BITWISE_AND: return bit(a && b);
    case NABLA_BINARY_BITWISE_XOR: return bit(a != b);
    default: return {};
  }
}

// where is not here: its operands are of two types.
template <class T>
std::enable_if_t<std::is_floating_point_v<T>, Reference> ternary_reference(nabla_ternary_op op, T x, T y, T z) {
  const Real a = x, b = y, c = z;
  switch (op) {
    case NABLA_TERNARY_CLAMP:
      if (std::isnan(a) || std::isnan(b) || std::isnan(c)) return std::numeric_limits<Real>::quiet_NaN();
      return std::fmin(std::fmax(a, b), c);
    case NABLA_TERNARY_LERP: return {a + c * (b - a), 0, (1 + std::fabs(c)) * std::fmax(std::fabs(a), std::fabs(b))};
    case NABLA_TERNARY_ADDCMUL: return {a + b * c, a, b * c};
    case NABLA_TERNARY_ADDCDIV: return {a + b / c, a, b / c};
    case NABLA_TERNARY_WHERE:
    case NABLA_TERNARY_COUNT: break;
  }
  return std::numeric_limits<Real>::quiet_NaN();
}

template <class T>
std::enable_if_t<std::is_integral_v<T>, T> ternary_reference(nabla_ternary_op op, T x, T y, T z) {
  using Unsigned = std::make_unsigned_t<T>;
  if (op == NABLA_TERNARY_CLAMP) return std::min(std::max(x, y), z);
  return static_cast<T>(static_cast<Unsigned>(static_cast<__int128>(x) + static_cast<__int128>(y) * z));
}

}  // namespace nabla::test

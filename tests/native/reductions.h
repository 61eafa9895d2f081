// Plain references for reductions: one result at a time, in long double.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tensor.h"

namespace nabla::test {

// The parameters that choose between an op's forms.
inline std::vector<double> parameters_of(nabla_reduce_op op) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  switch (op) {
    case NABLA_REDUCE_VAR:
    case NABLA_REDUCE_STD: return {1, 0, 0.5};
    case NABLA_REDUCE_NORM: return {2, 0, 1, kInfinity, -kInfinity, 3, 0.5, -1};
    default: return {0};
  }
}

inline bool gives_truth(nabla_reduce_op op) { return op == NABLA_REDUCE_ANY || op == NABLA_REDUCE_ALL; }

// `shape` with 1 where the mask has a bit.
inline Shape reduced_shape(Shape shape, uint32_t mask) {
  for (size_t i = 0; i < shape.size(); ++i)
    if (mask >> i & 1) shape[i] = 1;
  return shape;
}

// The elements of each result, in row-major order.
template <class T>
std::vector<std::vector<T>> groups_of(const Shape& shape, const std::vector<T>& x, uint32_t mask) {
  const Shape out = reduced_shape(shape, mask);
  std::vector<std::vector<T>> groups(static_cast<size_t>(count_of(out)));
  for (size_t i = 0; i < x.size(); ++i) {
    int64_t rest = static_cast<int64_t>(i), group = 0, step = 1;
    for (size_t d = shape.size(); d-- > 0; rest /= shape[d]) {
      if ((mask >> d & 1) != 0) continue;
      group += rest % shape[d] * step;
      step *= shape[d];
    }
    groups[static_cast<size_t>(group)].push_back(x[i]);
  }
  return groups;
}

// A result, and the size of what its rounding errors are measured by.
struct Expected {
  long double value, scale;
};

template <class T>
Expected reference(nabla_reduce_op op, const std::vector<T>& x, double parameter) {
  using Number = long double;
  const Number n = static_cast<Number>(x.size()), p = parameter;
  auto sum = [&](auto f) {
    Number s = 0;
    for (const Number v : x) s += f(v);
    return s;
  };
  auto all = [&](auto f) {  // sum of f, and of |f|
    return Expected{sum(f), sum([&](Number v) { return std::fabs(f(v)); })};
  };
  auto extreme = [&](auto better, auto f, Number begin) {
    for (const Number v : x) {
      if (std::isnan(v)) return v;
      if (better(f(v), begin)) begin = f(v);
    }
    return begin;
  };
  auto itself = [](Number v) { return v; };
  auto magnitude = [](Number v) { return std::fabs(v); };
  auto greater = [](Number a, Number b) { return a > b; };
  auto less = [](Number a, Number b) { return a < b; };
  constexpr Number kInfinity = std::numeric_limits<Number>::infinity();

  switch (op) {
    case NABLA_REDUCE_SUM: return all(itself);
    case NABLA_REDUCE_MEAN: {
      const Expected s = all(itself);
      return {s.value / n, s.scale / n};
    }
    case NABLA_REDUCE_PROD: {
      Number product = 1;
      for (const Number v : x) product *= v;
      return {product, std::fabs(product)};
    }
    case NABLA_REDUCE_MAX: return {extreme(greater, itself, -kInfinity), 0};
    case NABLA_REDUCE_MIN: return {extreme(less, itself, kInfinity), 0};
    case NABLA_REDUCE_VAR:
    case NABLA_REDUCE_STD: {
      const Number mean = sum(itself) / n;
      const Number var = sum([&](Number v) { return (v - mean) * (v - mean); }) / std::max<Number>(0, n - p);
      const Number y = op == NABLA_REDUCE_STD ? std::sqrt(var) : var;
      return {y, y + std::fabs(mean) * std::numeric_limits<float>::epsilon()};
    }
    case NABLA_REDUCE_LOGSUMEXP: {
      const Number m = extreme(greater, itself, -kInfinity);
      if (std::isinf(m) || std::isnan(m)) return {m, 0};
      const Number y = m + std::log(sum([&](Number v) { return std::exp(v - m); }));
      return {y, std::fabs(m) + std::fabs(y - m)};
    }
    case NABLA_REDUCE_NORM: {
      Number y;
      if (p == 0)
        y = sum([](Number v) { return v != 0 ? 1 : 0; });
      else if (p == kInfinity)
        y = extreme(greater, magnitude, 0);
      else if (p == -kInfinity)
        y = extreme(less, magnitude, kInfinity);
      else
        y = std::pow(sum([&](Number v) { return std::pow(std::fabs(v), p); }), 1 / p);
      return {y, y};
    }
    case NABLA_REDUCE_ANY: return {Number(std::any_of(x.begin(), x.end(), [](T v) { return v != 0; })), 0};
    case NABLA_REDUCE_ALL: return {Number(std::all_of(x.begin(), x.end(), [](T v) { return v != 0; })), 0};
    default: return {};
  }
}

// Integers: sums and products wrap around.
template <class T>
T whole_reference(nabla_reduce_op op, const std::vector<T>& x) {
  uint64_t sum = 0, product = 1;
  for (const T v : x) {
    sum += static_cast<uint64_t>(v);
    product *= static_cast<uint64_t>(v);
  }
  if (op == NABLA_REDUCE_SUM) return static_cast<T>(sum);
  if (op == NABLA_REDUCE_PROD) return static_cast<T>(product);
  if (op == NABLA_REDUCE_MAX) return *std::max_element(x.begin(), x.end());
  if (op == NABLA_REDUCE_MIN) return *std::min_element(x.begin(), x.end());
  return static_cast<T>(reference(op, x, 0).value);
}

}  // namespace nabla::test

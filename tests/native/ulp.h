// How far a float32 result is from the truth, in units of its last place.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace nabla::test {

// |got - truth| in units of the last place of float(truth): the spacing of floats there. Infinity counts as 2^128, so that an
// overflow a hair too early or too late is a small error; a NaN on one side only is an infinite one.
inline double ulp_error(float got, double truth) {
  const float rounded = static_cast<float>(truth);
  if (std::isnan(rounded) || std::isnan(got))
    return std::isnan(rounded) == std::isnan(got) ? 0 : std::numeric_limits<double>::infinity();
  const double g = std::isinf(got) ? std::copysign(0x1p128, got) : static_cast<double>(got);
  const double t = std::isinf(rounded) ? std::copysign(0x1p128, truth) : truth;
  int exponent = 0;
  std::frexp(t, &exponent);  // t = 0.5 … 1 times 2^exponent
  return std::fabs(g - t) / std::ldexp(1.0, std::clamp(exponent - 24, -149, 104));
}

}  // namespace nabla::test

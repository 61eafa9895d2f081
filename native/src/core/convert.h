// One element from one dtype to another: the rules of nabla_copy, for every backend.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/dtype.h"

namespace nabla {

// The greatest From that still fits into the integer To: To's own greatest value, or what From rounds it down to.
template <class To, class From>
constexpr From greatest_fitting() {
  constexpr int spare = std::numeric_limits<To>::digits - std::numeric_limits<From>::digits;
  if constexpr (spare <= 0)
    return static_cast<From>(std::numeric_limits<To>::max());
  else
    return static_cast<From>(std::numeric_limits<To>::max() >> spare << spare);
}

// Floating to integer: towards zero. The header leaves open what becomes of a value that does not fit, and the language
// leaves it undefined; here it is the integer nearest to it, and NaN the least. Written so that loops become vectors.
template <class To, class From>
constexpr To truncate(From x) {
  constexpr From low = static_cast<From>(std::numeric_limits<To>::min()), high = greatest_fitting<To, From>();
  const From above = x > low ? x : low;
  const To inside = static_cast<To>(above < high ? above : high);
  return above > high ? std::numeric_limits<To>::max() : inside;
}

template <class To, class From>
constexpr To convert(From x) {
  if constexpr (std::is_same_v<From, Bool>)
    return convert<To>(static_cast<uint8_t>(x.bits != 0));
  else if constexpr (std::is_same_v<To, Bool>)
    return Bool{static_cast<uint8_t>(x != 0)};
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>)
    return truncate<To>(x);
  else
    return static_cast<To>(x);  // integers keep their low bits; to floating rounds to nearest even
}

}  // namespace nabla

// From random words to numbers: the distributions of nabla_random, for every backend.
//
// A distribution says how many words of 32 bits an element takes (kWords), and makes one element of one such word; the
// normal makes two at a time, of two words. All parameters are rounded to the element's type first.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/convert.h"
#include "core/shared.h"
#include "nabla/nabla.h"

namespace nabla {

template <class T>
struct FloatBits;
template <>
struct FloatBits<float> {
  using Unsigned = uint32_t;
  using Signed = int32_t;
  static constexpr int kFraction = 23;               // bits
  static constexpr Unsigned kRootHalf = 0x3F3504F3;  // sqrt(1/2)
  static constexpr int kLogTerms = 5, kSineTerms = 6;
};
template <>
struct FloatBits<double> {
  using Unsigned = uint64_t;
  using Signed = int64_t;
  static constexpr int kFraction = 52;
  static constexpr Unsigned kRootHalf = 0x3FE6A09E667F3BCD;
  static constexpr int kLogTerms = 11, kSineTerms = 9;
};

template <class T>
using Word = typename FloatBits<T>::Unsigned;

// The natural logarithm for normal numbers u > 0: u = m * 2^e with m from sqrt(1/2) to sqrt(2), and
// log m = 2 artanh(s) = 2 (s + s^3 / 3 + s^5 / 5 + …) with s = (m - 1) / (m + 1), so |s| < 0.172.
template <class T>
NABLA_SHARED T log_of(T u) {
  using B = FloatBits<T>;
  typename B::Unsigned bits;
  std::memcpy(&bits, &u, sizeof u);
  const auto e = static_cast<typename B::Signed>(bits - B::kRootHalf) >> B::kFraction;
  bits -= static_cast<typename B::Unsigned>(e) << B::kFraction;
  T m;
  std::memcpy(&m, &bits, sizeof m);
  const T s = (m - T(1)) / (m + T(1)), z = s * s;
  T sum = 0;
  for (int k = B::kLogTerms; k-- > 0;) sum = sum * z + T(2) / T(2 * k + 1);
  return static_cast<T>(e) * T(0.693147180559945309417232121458) + s * sum;
}

// Cosine and sine of the angle that is w / 2^bits of a turn. The quadrant is cut off in integers, without an error; on
// the eighth of a turn to either side that remains Taylor's series needs few terms.
template <class T>
NABLA_SHARED void turn_of(Word<T> w, T& cosine, T& sine) {
  using U = Word<T>;
  constexpr int bits = 8 * sizeof(U);
  constexpr T unit = T(6.28318530717958647692528676656) / (T(2) * T(U{1} << (bits - 1)));
  const U quadrant = (w + (U{1} << (bits - 3))) >> (bits - 2);
  const auto rest = static_cast<typename FloatBits<T>::Signed>(w - (quadrant << (bits - 2)));
  const T x = static_cast<T>(rest) * unit, z = -x * x;
  T c = 0, s = 0;
  for (int k = FloatBits<T>::kSineTerms; k-- > 0;) {  // 1 + z / (1 * 2) * (1 + z / (3 * 4) * …), and so for the sine
    c = T(1) + c * z * (T(1) / T((2 * k + 1) * (2 * k + 2)));
    s = T(1) + s * z * (T(1) / T((2 * k + 2) * (2 * k + 3)));
  }
  s *= x;
  const bool odd = (quadrant & 1) != 0;
  const T across = odd ? s : c, up = odd ? c : s;
  cosine = ((quadrant + 1) & 2) != 0 ? -across : across;
  sine = (quadrant & 2) != 0 ? -up : up;
}

// [a, b): 24 or 53 random bits, scaled; what rounds up to b becomes the number before it.
template <class T>
struct Uniform {
  static constexpr int kWords = sizeof(T) / 4;
  static constexpr int kDropped = 8 * sizeof(T) - FloatBits<T>::kFraction - 1;

  Uniform(double low, double high)
      : a(static_cast<T>(low)), range(static_cast<T>(high) - a), last(std::nextafter(static_cast<T>(high), a)) {}

  NABLA_SHARED T operator()(Word<T> w) const {
    constexpr T unit = T(1) / T(Word<T>{1} << (8 * sizeof(T) - kDropped));
    const T x = a + static_cast<T>(static_cast<typename FloatBits<T>::Signed>(w >> kDropped)) * unit * range;
    return x < last ? x : last;
  }

  T a, range, last;
};

// Box and Muller: two independent normal numbers of two independent uniform ones, the first of which is never 0.
template <class T>
struct Normal {
  static constexpr int kWords = sizeof(T) / 4;

  Normal(double m, double s) : mean(static_cast<T>(m)), deviation(static_cast<T>(s)) {}

  NABLA_SHARED void operator()(Word<T> w0, Word<T> w1, T& z0, T& z1) const {
    constexpr T unit = T(1) / T(Word<T>{1} << (8 * sizeof(T) - 1));
    const T u = (static_cast<T>(static_cast<typename FloatBits<T>::Signed>(w0 >> 1)) + T(0.5)) * unit;
    const T radius = std::sqrt(T(-2) * log_of(u)) * deviation;
    T cosine, sine;
    turn_of<T>(w1, cosine, sine);
    z0 = mean + radius * cosine;
    z1 = mean + radius * sine;
  }

  T mean, deviation;
};

// 1 with a probability that is rounded to a multiple of 2^-32.
template <class T>
struct Bernoulli {
  static constexpr int kWords = 1;

  Bernoulli(double probability, double) : below(static_cast<uint64_t>(probability * 4294967296.0 + 0.5)) {}
  NABLA_SHARED T operator()(uint32_t w) const { return convert<T>(static_cast<uint8_t>(w < below)); }

  uint64_t below;
};

// a + floor(w / 2^64 * (b - a)): of the b - a values none is likelier than another by more than 2^-64.
template <class T>
struct Integer {
  static constexpr int kWords = 2;

  Integer(double low, double high) : a(static_cast<int64_t>(low)), range(static_cast<uint64_t>(high - low)) {}

  NABLA_SHARED T operator()(uint64_t w) const {
#if defined(__CUDA_ARCH__)
    const uint64_t step = __umul64hi(w, range);
#else
    __extension__ typedef unsigned __int128 Wide;
    const uint64_t step = static_cast<uint64_t>(static_cast<Wide>(w) * range >> 64);
#endif
    return convert<T>(a + static_cast<int64_t>(step));
  }

  int64_t a;
  uint64_t range;
};

}  // namespace nabla

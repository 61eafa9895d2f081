// Random numbers.
#include "cpu/random.h"

#include <cmath>

#include "abi/devices.h"
#include "cpu/permutation.h"

using namespace nabla;

namespace {

constexpr double kMostWhole = 9007199254740992.0;  // 2^53

// The whole numbers that a dtype holds without gaps.
struct Whole {
  double least, greatest;
};
Whole whole_numbers(int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return {-16777216.0, 16777216.0};
    case NABLA_UINT8: return {0.0, 255.0};
    case NABLA_INT32: return {-2147483648.0, 2147483647.0};
    case NABLA_BOOL: return {0.0, 1.0};
    default: return {-kMostWhole, kMostWhole};
  }
}

void check_parameters(nabla_random_op op, double a, double b, Named out) {
  switch (op) {
    case NABLA_RANDOM_UNIFORM:
      check_op_takes("uniform", kFloating, out);
      require(a <= b, "uniform: a is ", a, " and b is ", b, "; a must not be greater");
      require(std::isfinite(out->dtype == NABLA_FLOAT32 ? static_cast<float>(b) - static_cast<float>(a) : b - a),
              "uniform: from ", a, " to ", b, " is farther than ", dtype_name(out->dtype), " reaches");
      return;
    case NABLA_RANDOM_NORMAL:
      check_op_takes("normal", kFloating, out);
      require(std::isfinite(a), "normal: the mean (a) is ", a, "; it must be finite");
      require(b >= 0 && std::isfinite(b), "normal: the standard deviation (b) is ", b,
              "; it must be finite and not negative");
      return;
    case NABLA_RANDOM_BERNOULLI:
      check_op_takes("bernoulli", kAllDTypes, out);
      require(a >= 0 && a <= 1, "bernoulli: the probability (a) is ", a, "; it must lie in [0, 1]");
      return;
    case NABLA_RANDOM_INTEGER: {
      check_op_takes("integer", kAllDTypes, out);
      require(std::floor(a) == a && std::floor(b) == b && std::fabs(a) <= kMostWhole && std::fabs(b) <= kMostWhole,
              "integer: a is ", a, " and b is ", b, "; they must be whole numbers of at most 2^53");
      require(a < b, "integer: a is ", a, " and b is ", b, "; a must be less");
      const Whole whole = whole_numbers(out->dtype);
      require(a >= whole.least && b - 1 <= whole.greatest, "integer: ", dtype_name(out->dtype),
              " does not hold all whole numbers from ", a, " to ", b - 1);
      return;
    }
    default: fail(NABLA_INVALID_ARGUMENT, int{op}, " is not a nabla_random_op");
  }
}

}  // namespace

extern "C" nabla_status nabla_random(nabla_random_op op, double a, double b, uint64_t seed, uint64_t offset,
                                     const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named to{"out", out};
    check_output(to);
    check_parameters(op, a, b, to);
    on_device(out->buffer->device, [&] { cpu::fill_random(op, a, b, seed, offset, *out); });
  });
}

extern "C" nabla_status nabla_random_permutation(uint64_t seed, uint64_t offset, const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named to{"out", out};
    check_output(to);
    check_dtype(to, NABLA_INT64);
    require(out->rank == 1, "out has rank ", out->rank, "; a permutation has rank 1");
    on_device(out->buffer->device, [&] { cpu::random_permutation(seed, offset, *out); });
  });
}

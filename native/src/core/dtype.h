// Element types: sizes, names, and the way from a nabla_dtype to a C++ type.
#pragma once

#include <cstdint>

#include "core/status.h"
#include "nabla/nabla.h"

namespace nabla {

struct DTypeTraits {
  const char* name;  // PyTorch's
  int size;          // bytes
};

constexpr DTypeTraits kDTypes[NABLA_DTYPE_COUNT] = {
    {"float32", 4}, {"float64", 8}, {"float16", 2}, {"bfloat16", 2}, {"int8", 1},
    {"uint8", 1},   {"int16", 2},   {"int32", 4},   {"int64", 8},    {"bool", 1},
};

constexpr bool is_dtype(int32_t dtype) { return dtype >= 0 && dtype < NABLA_DTYPE_COUNT; }
constexpr int dtype_size(int32_t dtype) { return kDTypes[dtype].size; }
constexpr const char* dtype_name(int32_t dtype) { return is_dtype(dtype) ? kDTypes[dtype].name : "an unknown dtype"; }

// Sets of dtypes, as nabla_op_info::dtypes holds them.
constexpr uint32_t dtype_bit(int32_t dtype) { return uint32_t{1} << dtype; }
constexpr uint32_t kFloating = dtype_bit(NABLA_FLOAT32) | dtype_bit(NABLA_FLOAT64);
constexpr uint32_t kIntegral = dtype_bit(NABLA_UINT8) | dtype_bit(NABLA_INT32) | dtype_bit(NABLA_INT64);
constexpr uint32_t kBool = dtype_bit(NABLA_BOOL);
constexpr uint32_t kAllDTypes = kFloating | kIntegral | kBool;  // what kernels exist for

// bool is one byte in memory, whatever the compiler's own bool may assume of it.
struct Bool {
  uint8_t bits;
};

template <class T>
struct Type {
  using type = T;
};

// The nabla_dtype of a C++ type.
template <class T>
constexpr nabla_dtype kDType = NABLA_DTYPE_COUNT;
template <>
constexpr nabla_dtype kDType<float> = NABLA_FLOAT32;
template <>
constexpr nabla_dtype kDType<double> = NABLA_FLOAT64;
template <>
constexpr nabla_dtype kDType<uint8_t> = NABLA_UINT8;
template <>
constexpr nabla_dtype kDType<int32_t> = NABLA_INT32;
template <>
constexpr nabla_dtype kDType<int64_t> = NABLA_INT64;
template <>
constexpr nabla_dtype kDType<Bool> = NABLA_BOOL;

// Calls body(Type<T>{}) with the C++ type of `dtype`. Dtypes without kernels are NABLA_UNSUPPORTED.
template <class Body>
decltype(auto) visit_dtype(int32_t dtype, Body&& body) {
  switch (dtype) {
    case NABLA_FLOAT32: return body(Type<float>{});
    case NABLA_FLOAT64: return body(Type<double>{});
    case NABLA_UINT8: return body(Type<uint8_t>{});
    case NABLA_INT32: return body(Type<int32_t>{});
    case NABLA_INT64: return body(Type<int64_t>{});
    case NABLA_BOOL: return body(Type<Bool>{});
    default: fail(NABLA_UNSUPPORTED, dtype_name(dtype), " has no kernels yet");
  }
}

}  // namespace nabla

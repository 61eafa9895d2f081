// Tensors for tests: memory with guards around it, a view into it, and ways to lay the same values out differently.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "core/dtype.h"
#include "nabla/nabla.h"

namespace nabla {

inline bool operator==(Bool a, Bool b) { return a.bits == b.bits; }
inline void PrintTo(Bool a, std::ostream* to) { *to << int{a.bits}; }

namespace test {

using Shape = std::vector<int64_t>;

inline int64_t count_of(const Shape& shape) {
  int64_t n = 1;
  for (const int64_t size : shape) n *= size;
  return n;
}

// Lent memory, all bytes 0xA5 at first. Those before and after it must stay so.
class Storage {
 public:
  explicit Storage(int64_t bytes) : memory_(static_cast<size_t>(bytes) + 2 * kGuard, kPoison) {
    EXPECT_EQ(nabla_buffer_wrap({NABLA_DEVICE_CPU, 0}, data(), bytes, nullptr, nullptr, &buffer_), NABLA_OK);
  }
  ~Storage() {
    EXPECT_EQ(nabla_buffer_release(buffer_), NABLA_OK);
    for (size_t i = 0; i < kGuard; ++i) {
      EXPECT_EQ(memory_[i], kPoison) << "a byte before a buffer was written";
      EXPECT_EQ(memory_[memory_.size() - 1 - i], kPoison) << "a byte after a buffer was written";
    }
  }
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  unsigned char* data() { return memory_.data() + kGuard; }
  nabla_buffer* buffer() const { return buffer_; }

 private:
  static constexpr size_t kGuard = 64;
  static constexpr unsigned char kPoison = 0xA5;

  std::vector<unsigned char> memory_;
  nabla_buffer* buffer_ = nullptr;
};

// A view and what keeps its memory. Copies share the memory.
struct Tensor {
  nabla_view view{};
  std::shared_ptr<Storage> storage;

  operator const nabla_view*() const { return &view; }
  Shape shape() const { return Shape(view.shape, view.shape + view.rank); }
  unsigned char* data() const { return storage->data() + view.offset * dtype_size(view.dtype); }
};

// How a tensor's elements lie.
enum class Lie { kDense, kTransposed, kStepped, kReversed };
constexpr Lie kLies[] = {Lie::kDense, Lie::kTransposed, Lie::kStepped, Lie::kReversed};
inline const char* name_of(Lie lie) {
  constexpr const char* names[] = {"dense", "transposed", "stepped", "reversed"};
  return names[static_cast<int>(lie)];
}

inline Tensor empty(int32_t dtype, const Shape& shape, Lie lie = Lie::kDense) {
  Tensor t;
  nabla_view& v = t.view;
  v.dtype = dtype;
  v.rank = static_cast<int32_t>(shape.size());
  int64_t step = lie == Lie::kStepped ? 2 : 1;
  for (int k = 0; k < v.rank; ++k) {
    const int i = lie == Lie::kTransposed ? k : v.rank - 1 - k;  // the dimension that runs next faster
    v.shape[i] = shape[i];
    v.strides[i] = lie == Lie::kReversed ? -step : step;
    if (lie == Lie::kReversed && shape[i] > 0) v.offset += (shape[i] - 1) * step;
    step *= lie == Lie::kStepped ? shape[i] + 1 : shape[i];
  }
  const int64_t elements = count_of(shape) == 0 ? 0 : step;
  if (elements == 0) v.offset = 0;
  t.storage = std::make_shared<Storage>(elements * dtype_size(dtype));
  v.buffer = t.storage->buffer();
  return t;
}

template <class T>
Tensor empty(const Shape& shape, Lie lie = Lie::kDense) {
  return empty(kDType<T>, shape, lie);
}

// Calls body(address of the element) in row-major order.
template <class Body>
void each_element(const Tensor& t, Body&& body) {
  const nabla_view& v = t.view;
  const int size = dtype_size(v.dtype);
  for (int64_t i = 0, n = count_of(t.shape()); i < n; ++i) {
    int64_t at = 0, rest = i;
    for (int d = v.rank; d-- > 0; rest /= v.shape[d]) at += rest % v.shape[d] * v.strides[d];
    body(t.data() + at * size);
  }
}

template <class T>
void set(const Tensor& t, const std::vector<T>& values) {
  ASSERT_EQ(kDType<T>, t.view.dtype);
  ASSERT_EQ(count_of(t.shape()), static_cast<int64_t>(values.size()));
  size_t i = 0;
  each_element(t, [&](unsigned char* at) { std::memcpy(at, &values[i++], sizeof(T)); });
}

template <class T>
std::vector<T> values(const Tensor& t) {
  EXPECT_EQ(kDType<T>, t.view.dtype);
  std::vector<T> all;
  each_element(t, [&](unsigned char* at) {
    T value;
    std::memcpy(&value, at, sizeof(T));
    all.push_back(value);
  });
  return all;
}

template <class T>
Tensor tensor(const Shape& shape, const std::vector<T>& values, Lie lie = Lie::kDense) {
  Tensor t = empty<T>(shape, lie);
  set(t, values);
  return t;
}

// One number without memory.
template <class T>
Tensor scalar(T value) {
  Tensor t;
  t.view.dtype = kDType<T>;
  std::memcpy(&t.view.scalar, &value, sizeof(T));
  return t;
}

// Numbers in [low, high) from a seed, the same everywhere; whole ones for integers, either for bool.
template <class T>
std::vector<T> random_values(int64_t n, double low, double high, uint32_t seed = 1) {
  std::mt19937 bits(seed);
  std::vector<T> x(static_cast<size_t>(n));
  for (T& value : x) {
    const double number = low + (high - low) * (static_cast<double>(bits()) / 4294967296.0);
    if constexpr (std::is_same_v<T, Bool>)
      value = Bool{static_cast<uint8_t>(bits() & 1)};
    else if constexpr (std::is_integral_v<T>)
      value = static_cast<T>(static_cast<int64_t>(number));
    else
      value = static_cast<T>(number);
  }
  return x;
}

template <class T>
Tensor random_tensor(const Shape& shape, double low, double high, uint32_t seed = 1, Lie lie = Lie::kDense) {
  return tensor(shape, random_values<T>(count_of(shape), low, high, seed), lie);
}

// Views -------------------------------------------------------------------------------------------------------

inline Tensor transpose(Tensor t, int a, int b) {
  std::swap(t.view.shape[a], t.view.shape[b]);
  std::swap(t.view.strides[a], t.view.strides[b]);
  return t;
}

// Elements [begin, end) of a dimension, each `step`th.
inline Tensor slice(Tensor t, int dim, int64_t begin, int64_t end, int64_t step = 1) {
  t.view.offset += begin * t.view.strides[dim];
  t.view.shape[dim] = (end - begin + step - 1) / step;
  t.view.strides[dim] *= step;
  return t;
}

inline Tensor expand(const Tensor& t, const Shape& shape) {
  Tensor e = t;
  e.view.rank = static_cast<int32_t>(shape.size());
  for (int i = 0; i < e.view.rank; ++i) {
    const int own = i - (e.view.rank - t.view.rank);
    e.view.shape[i] = shape[i];
    e.view.strides[i] = own >= 0 && t.view.shape[own] != 1 ? t.view.strides[own] : 0;
  }
  return e;
}

// All bytes of a tensor's memory, gaps included: to see that a call left them alone.
inline std::string bytes(const Tensor& t) {
  int64_t n = 0;
  void* data = nullptr;
  EXPECT_EQ(nabla_buffer_get(t.view.buffer, &data, &n), NABLA_OK);
  return std::string(static_cast<const char*>(data), static_cast<size_t>(n));
}

// Expectations ------------------------------------------------------------------------------------------------

#define EXPECT_DONE(call) EXPECT_EQ(call, NABLA_OK) << nabla_last_error()

// The call fails with `status`, and its sentence says `words`.
#define EXPECT_REFUSED(call, status, words)                                                  \
  do {                                                                                       \
    EXPECT_EQ(call, status);                                                                 \
    EXPECT_NE(std::string(nabla_last_error()).find(words), std::string::npos) << nabla_last_error(); \
  } while (false)

// Runs body() or body(name) under each instruction set that this processor has, and leaves the best one chosen.
template <class Body>
void for_each_target(Body&& body) {
  for (const char* target : {"sse4", "avx2", "avx512"}) {
    if (nabla_set_cpu_target(target) != NABLA_OK) continue;
    SCOPED_TRACE(target);
    if constexpr (std::is_invocable_v<Body, const char*>)
      body(target);
    else
      body();
  }
  EXPECT_DONE(nabla_set_cpu_target(nullptr));
}

// Runs `body` with a number of threads, and then again as many as before.
template <class Body>
void with_threads(int threads, Body&& body) {
  nabla_library_info info;
  EXPECT_DONE(nabla_get_library_info(&info));
  EXPECT_DONE(nabla_set_thread_count(threads));
  body();
  EXPECT_DONE(nabla_set_thread_count(info.threads));
}

}  // namespace test
}  // namespace nabla

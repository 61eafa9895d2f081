// A tensor as a benchmark needs it: memory, a view, and contents inside an op's range.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <stdexcept>

#include "core/dtype.h"
#include "nabla/nabla.h"

namespace nabla::bench {

inline void check(nabla_status status) {
  if (status != NABLA_OK) throw std::runtime_error(nabla_last_error());
}

class Operand {
 public:
  Operand(int32_t dtype, std::initializer_list<int64_t> shape) {
    view_.dtype = dtype;
    for (int64_t size : shape) view_.shape[view_.rank++] = size;
    int64_t step = 1;
    for (int i = view_.rank; i-- > 0; step *= view_.shape[i]) view_.strides[i] = step;
    count_ = step;
    check(nabla_buffer_allocate({NABLA_DEVICE_CPU, 0}, count_ * dtype_size(dtype), 0, nullptr, &view_.buffer));
  }
  Operand(int32_t dtype, std::initializer_list<int64_t> shape, double low, double high) : Operand(dtype, shape) {
    const bool floating = (kFloating & dtype_bit(dtype)) != 0;
    check(nabla_random(floating ? NABLA_RANDOM_UNIFORM : NABLA_RANDOM_INTEGER, low, high, 1, 0, &view_, nullptr));
  }
  ~Operand() { nabla_buffer_release(view_.buffer); }
  Operand(const Operand&) = delete;
  Operand& operator=(const Operand&) = delete;

  const nabla_view* view() const { return &view_; }
  int64_t count() const { return count_; }
  int64_t bytes() const { return count_ * dtype_size(view_.dtype); }

  // The same memory with its last two dimensions exchanged.
  nabla_view transposed() const {
    nabla_view v = view_;
    for (int64_t* pair : {v.shape + v.rank - 2, v.strides + v.rank - 2}) {
      const int64_t first = pair[0];
      pair[0] = pair[1];
      pair[1] = first;
    }
    return v;
  }

 private:
  nabla_view view_{};
  int64_t count_ = 0;
};

}  // namespace nabla::bench

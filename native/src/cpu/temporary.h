// A tensor for the length of one call: contiguous, from the cache that callers' buffers come from.
#pragma once

#include "core/dtype.h"
#include "core/view.h"
#include "cpu/memory.h"

namespace nabla::cpu {

class Temporary {
 public:
  Temporary(int32_t dtype, const nabla_view& shape_of) : view_(shape_of) {
    view_.dtype = dtype;
    view_.offset = 0;
    int64_t step = 1;
    for (int i = view_.rank; i-- > 0; step *= view_.shape[i]) view_.strides[i] = step;
    view_.buffer = allocate(step * dtype_size(dtype), 0);
  }
  ~Temporary() { release(view_.buffer); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  const nabla_view& view() const { return view_; }
  template <class T>
  T* data() const {
    return static_cast<T*>(view_.buffer->data);
  }

 private:
  nabla_view view_;
};

// A number as a view, which every shape can be broadcast from.
template <class T>
nabla_view number(T value) {
  nabla_view v{};
  v.dtype = kDType<T>;
  __builtin_memcpy(&v.scalar, &value, sizeof value);
  return v;
}

}  // namespace nabla::cpu

// Checks on views: after them a kernel may trust every shape, stride and bound.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "core/buffer.h"
#include "core/dtype.h"
#include "core/status.h"
#include "nabla/nabla.h"

namespace nabla {

// A view and the name that messages call it by. The name is a literal.
struct Named {
  const char* name;
  const nabla_view* view;

  const nabla_view* operator->() const { return view; }
  const nabla_view& operator*() const { return *view; }
};

inline bool is_scalar(const nabla_view& v) { return v.buffer == nullptr; }

// The number of elements. Only for a checked view: the product is known to fit.
inline int64_t count_of(const nabla_view& v) {
  int64_t n = 1;
  for (int i = 0; i < v.rank; ++i) n *= v.shape[i];
  return n;
}

// The address of element (0, …, 0); of the value itself for a scalar view.
inline const char* data_of(const nabla_view& v) {
  if (is_scalar(v)) return reinterpret_cast<const char*>(&v.scalar);
  return static_cast<const char*>(v.buffer->data) + v.offset * dtype_size(v.dtype);
}
// The bytes from a checked view's first to its last one; none for an empty view or a number.
struct Span {
  const char* begin;
  const char* end;
};
Span span_of(const nabla_view& v);

inline char* writable(const nabla_view& v) { return const_cast<char*>(data_of(v)); }

// Parts of a sentence (core/status.h), put into words only where a check fails.
struct ShapeText {
  const nabla_view& view;
};
struct Description {
  const nabla_view& view;
};
inline ShapeText shape_text(const nabla_view& v) { return {v}; }  // "[2, 3]"
inline Description describe(const nabla_view& v) { return {v}; }  // "float32[2, 3]"
void append(std::string& to, ShapeText part);
void append(std::string& to, Description part);

// An input: rank, dtype, sizes and strides are sane, and every element, were it reached, lies inside the buffer.
void check_input(Named v);
// An output: as an input, but no scalar, and no two elements share memory.
void check_output(Named v);
// `input` is the very same view as `out` (same place, shape, strides and dtype) or shares no byte with it.
void check_overlap(Named out, Named input);

void check_same_dtype(Named v, Named as);
void check_same_shape(Named v, Named as);
void check_dtype(Named v, int32_t dtype);
// `dtypes`: a set of bits. `op` is the name in the message.
void check_op_takes(const char* op, uint32_t dtypes, Named v);
// v's shape, aligned at the last dimension, is out's or 1 in every dimension.
void check_broadcasts(Named v, Named out);
// The one device that all buffers are on. Scalars are on every device.
nabla_device common_device(std::initializer_list<Named> views);

// All that an elementwise call needs: inputs and output each sane, on one device, inputs broadcasting to the output and
// overlapping it only as the very same view. Null views among the inputs are skipped.
void check_elementwise(std::initializer_list<Named> inputs, Named out);

}  // namespace nabla

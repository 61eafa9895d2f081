#include "core/view.h"

#include <algorithm>
#include <utility>

namespace nabla {
namespace {

// The first and the last byte + 1 that a view touches, relative to its buffer. Empty views touch nothing.
struct Extent {
  int64_t begin;
  int64_t end;
};

// All products are checked, also for empty views: an offset outside the buffer is an error even where nothing is read.
bool extent_of(const nabla_view& v, Extent& extent) {
  int64_t low = v.offset, high = v.offset, count = 1;
  for (int i = 0; i < v.rank; ++i) {
    int64_t reach;
    if (__builtin_mul_overflow(count, v.shape[i], &count)) return false;
    if (v.shape[i] == 0) continue;
    if (__builtin_mul_overflow(v.shape[i] - 1, v.strides[i], &reach)) return false;
    int64_t& side = reach < 0 ? low : high;
    if (__builtin_add_overflow(side, reach, &side)) return false;
  }
  const int64_t size = dtype_size(v.dtype);
  if (count == 0) {
    low = high = v.offset;
  } else if (__builtin_add_overflow(high, int64_t{1}, &high)) {
    return false;
  }
  return !__builtin_mul_overflow(low, size, &extent.begin) && !__builtin_mul_overflow(high, size, &extent.end);
}

// For a handful of dimensions; and g++ 12 warns of std::sort's inlined larger half.
template <class T, class Before>
void insertion_sort(T* at, int n, Before before) {
  for (int i = 1; i < n; ++i)
    for (int j = i; j > 0 && before(at[j], at[j - 1]); --j) std::swap(at[j], at[j - 1]);
}

bool same_view(const nabla_view& a, const nabla_view& b) {
  if (a.buffer != b.buffer || a.offset != b.offset || a.dtype != b.dtype || a.rank != b.rank) return false;
  for (int i = 0; i < a.rank; ++i) {
    if (a.shape[i] != b.shape[i]) return false;
    if (a.shape[i] > 1 && a.strides[i] != b.strides[i]) return false;
  }
  return true;
}

// True where no two index tuples reach one element. Dimensions sorted by stride must each step over all smaller ones;
// that is exact for every layout that slicing, transposing and permuting can make.
bool self_overlaps(const nabla_view& v) {
  int order[NABLA_MAX_RANK], n = 0;
  for (int i = 0; i < v.rank; ++i) {
    if (v.shape[i] == 0) return false;
    if (v.shape[i] > 1) order[n++] = i;
  }
  auto step = [&](int i) { return v.strides[i] < 0 ? -v.strides[i] : v.strides[i]; };
  insertion_sort(order, n, [&](int a, int b) { return step(a) < step(b); });
  int64_t reach = 0;  // the farthest element that the dimensions so far reach
  for (int k = 0; k < n; ++k) {
    if (step(order[k]) <= reach) return true;
    reach += (v.shape[order[k]] - 1) * step(order[k]);
  }
  return false;
}

// One stride and how far each of two views runs along it.
struct Axis {
  int64_t step, a, b;  // sizes; 1 where a view does not run along it
};

// Whether some sum of (i - j) * step is `distance`, where i runs over a view A and j over B. Axes are sorted, the longest
// step first, and each step is longer than all later ones reach together: so only the two nearest multiples can be right.
bool can_meet(const Axis* axis, int n, int64_t distance) {
  if (n == 0) return distance == 0;
  int64_t q = distance / axis->step;
  if (q * axis->step > distance) --q;
  for (const int64_t k : {q, q + 1})
    if (k < axis->a && -k < axis->b && can_meet(axis + 1, n - 1, distance - k * axis->step)) return true;
  return false;
}

// True where no element of a is an element of b: exact for views of one dtype and buffer whose strides nest, as two columns
// of a matrix do. False where that cannot be told.
bool interleave(const nabla_view& a, const nabla_view& b) {
  if (a.buffer != b.buffer || dtype_size(a.dtype) != dtype_size(b.dtype)) return false;
  Axis axes[2 * NABLA_MAX_RANK];
  int n = 0;
  auto gather = [&](const nabla_view& v, int64_t Axis::*size) {
    for (int i = 0; i < v.rank; ++i) {
      if (v.shape[i] <= 1 || v.strides[i] == 0) continue;
      if (v.strides[i] < 0) return false;
      Axis* at = std::find_if(axes, axes + n, [&](const Axis& x) { return x.step == v.strides[i]; });
      if (at == axes + n) axes[n++] = {v.strides[i], 1, 1};
      at->*size = v.shape[i];
    }
    return true;
  };
  if (!gather(a, &Axis::a) || !gather(b, &Axis::b)) return false;
  insertion_sort(axes, n, [](const Axis& x, const Axis& y) { return x.step > y.step; });
  int64_t reach = 0;
  for (int k = n; k-- > 0;) {
    if (axes[k].step <= reach) return false;
    reach += (std::max(axes[k].a, axes[k].b) - 1) * axes[k].step;
  }
  return !can_meet(axes, n, b.offset - a.offset);
}

}  // namespace

Span span_of(const nabla_view& v) {
  if (is_scalar(v)) return {nullptr, nullptr};
  Extent extent;
  extent_of(v, extent);
  const char* at = static_cast<const char*>(v.buffer->data);
  return {at + extent.begin, at + extent.end};
}

void append(std::string& to, ShapeText part) {
  to += '[';
  for (int i = 0; i < std::min<int>(part.view.rank, NABLA_MAX_RANK); ++i) {
    if (i > 0) to += ", ";
    to += std::to_string(part.view.shape[i]);
  }
  to += ']';
}

void append(std::string& to, Description part) {
  to += dtype_name(part.view.dtype);
  append(to, shape_text(part.view));
}

void check_input(Named v) {
  require(v.view != nullptr, v.name, " is null");
  require(v->rank >= 0 && v->rank <= NABLA_MAX_RANK, v.name, " has rank ", v->rank, "; 0 to ", NABLA_MAX_RANK,
          " is possible");
  require(is_dtype(v->dtype), v.name, " has dtype ", v->dtype, ", which is none");
  if (is_scalar(*v)) {
    require(v->rank == 0, v.name, " has no buffer; only a view of rank 0 may stand for a number");
    return;
  }
  for (int i = 0; i < v->rank; ++i)
    require(v->shape[i] >= 0, v.name, " has size ", v->shape[i], " in dimension ", i, "; sizes are not negative");
  Extent extent;
  require(extent_of(*v, extent), v.name, ": ", describe(*v), " has more elements than can be counted");
  require(extent.begin >= 0 && extent.end <= v->buffer->bytes, v.name, ": ", describe(*v), " at element ", v->offset,
          " reaches bytes ", extent.begin, " to ", extent.end, " of a buffer of ", v->buffer->bytes);
}

void check_output(Named v) {
  check_input(v);
  require(!is_scalar(*v), v.name, " has no buffer to write to");
  require(!self_overlaps(*v), v.name, ": ", describe(*v),
          " has elements that share memory (an expanded view?); write to a contiguous copy instead");
}

void check_overlap(Named out, Named input) {
  if (is_scalar(*input) || out->buffer->device.type != input->buffer->device.type) return;
  const Span a = span_of(*out), b = span_of(*input);
  const bool apart = a.begin == a.end || b.begin == b.end || a.end <= b.begin || b.end <= a.begin;
  require(apart || same_view(*out, *input) || interleave(*out, *input), out.name, " overlaps ", input.name,
          " without being the same view; write to a new tensor, or clone ", input.name, " first");
}

void check_same_dtype(Named v, Named as) {
  require(v->dtype == as->dtype, v.name, " is ", dtype_name(v->dtype), " and ", as.name, " is ", dtype_name(as->dtype),
          "; they must be equal");
}

void check_same_shape(Named v, Named as) {
  const bool same = v->rank == as->rank && std::equal(v->shape, v->shape + v->rank, as->shape);
  require(same, v.name, " has shape ", shape_text(*v), "; ", as.name, "'s is ", shape_text(*as), "; they must be equal");
}

void check_dtype(Named v, int32_t dtype) {
  require(v->dtype == dtype, v.name, " is ", dtype_name(v->dtype), "; it must be ", dtype_name(dtype));
}

void check_op_takes(const char* op, uint32_t dtypes, Named v) {
  if (dtypes & dtype_bit(v->dtype)) return;
  std::string takes;
  for (int d = 0; d < NABLA_DTYPE_COUNT; ++d) {
    if (!(dtypes & dtype_bit(d))) continue;
    if (!takes.empty()) takes += ", ";
    takes += dtype_name(d);
  }
  fail(NABLA_UNSUPPORTED, op, " does not take ", dtype_name(v->dtype), " (", v.name, "); it takes ", takes);
}

void check_broadcasts(Named v, Named out) {
  bool fits = v->rank <= out->rank;
  for (int i = 1; fits && i <= v->rank; ++i) {
    const int64_t size = v->shape[v->rank - i];
    fits = size == 1 || size == out->shape[out->rank - i];
  }
  require(fits, v.name, " with shape ", shape_text(*v), " does not broadcast to ", out.name, "'s ", shape_text(*out));
}

nabla_device common_device(std::initializer_list<Named> views) {
  const Named* first = nullptr;
  for (const Named& v : views) {
    if (v.view == nullptr || is_scalar(*v)) continue;
    if (first == nullptr) {
      first = &v;
      continue;
    }
    const nabla_device a = (*first)->buffer->device, b = v->buffer->device;
    require(a.type == b.type && a.index == b.index, v.name, " and ", first->name,
            " are on different devices; copy one of them over first");
  }
  return first == nullptr ? nabla_device{NABLA_DEVICE_CPU, 0} : (*first)->buffer->device;
}

void check_elementwise(std::initializer_list<Named> inputs, Named out) {
  check_output(out);
  for (const Named& input : inputs) {
    if (input.view == nullptr) continue;
    check_input(input);
    check_broadcasts(input, out);
    check_overlap(out, input);
    common_device({out, input});
  }
}

}  // namespace nabla

// Indices.
#include "cpu/index.h"

#include "abi/devices.h"

using namespace nabla;

namespace {

// What gather and scatter ask of an index into `whole` along `dim`: its shape and dtype.
void check_index(Named index, Named whole, int32_t dim) {
  check_input(index);
  check_dtype(index, NABLA_INT64);
  require(dim >= 0 && dim < whole->rank, "dim is ", dim, "; ", whole.name, " has rank ", whole->rank);
  require(index->rank == whole->rank, index.name, " has rank ", index->rank, ", ", whole.name, " has rank ",
          whole->rank, "; they must be equal");
  for (int i = 0; i < whole->rank; ++i)
    require(i == dim || index->shape[i] <= whole->shape[i], index.name, "'s shape ", shape_text(*index), " passes ",
            whole.name, "'s ", shape_text(*whole), " in dimension ", i);
}

}  // namespace

extern "C" nabla_status nabla_gather(const nabla_view* x, int32_t dim, const nabla_view* index, const nabla_view* out,
                                     nabla_stream*) {
  return guarded(__func__, [&] {
    const Named from{"x", x}, where{"index", index}, to{"out", out};
    check_input(from);
    check_output(to);
    check_index(where, from, dim);
    check_same_shape(to, where);
    check_same_dtype(to, from);
    check_overlap(to, from);
    check_overlap(to, where);
    on_device(common_device({to, from, where}), [&] { cpu::gather(*x, dim, *index, *out); });
  });
}

extern "C" nabla_status nabla_scatter(nabla_scatter_op op, int32_t dim, const nabla_view* index, const nabla_view* src,
                                      const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named where{"index", index}, from{"src", src}, to{"out", out};
    require(op >= 0 && op < NABLA_SCATTER_COUNT, int{op}, " is not a nabla_scatter_op");
    check_output(to);
    check_input(from);
    check_index(where, to, dim);
    check_same_shape(from, where);
    check_same_dtype(from, to);
    if (op == NABLA_SCATTER_ADD) check_op_takes("scatter's addition", kFloating | kIntegral, to);
    check_overlap(to, from);
    check_overlap(to, where);
    on_device(common_device({to, from, where}), [&] { cpu::scatter(op, dim, *index, *src, *out); });
  });
}

// Matrices.
#include "cpu/matmul.h"

#include "abi/devices.h"

using namespace nabla;

namespace {

void check_matrix(Named v) {
  require(v->rank >= 2, v.name, " has shape ", shape_text(*v), "; a matrix has rank 2 at least");
}

int64_t rows(Named v) { return v->shape[v->rank - 2]; }
int64_t columns(Named v) { return v->shape[v->rank - 1]; }

// v's leading dimensions, aligned at the last of them, are those of `of` or 1.
void check_leading(Named v, Named of) {
  bool fits = v->rank <= of->rank;
  for (int i = 3; fits && i <= v->rank; ++i) {
    const int64_t size = v->shape[v->rank - i];
    fits = size == 1 || size == of->shape[of->rank - i];
  }
  require(fits, v.name, "'s shape ", shape_text(*v), " does not broadcast to ", of.name, "'s ", shape_text(*of),
          " in its leading dimensions");
}

// `v` is rows x columns of what the other two say.
void check_sizes(Named v, int64_t m, int64_t n, Named a, Named b) {
  require(rows(v) == m && columns(v) == n, v.name, " has shape ", shape_text(*v), "; for ", a.name, " of shape ",
          shape_text(*a), " and ", b.name, " of shape ", shape_text(*b), " its matrices must be ", m, " x ", n);
}

void check_gradient(Named gradient, Named dy, std::initializer_list<Named> inputs) {
  check_output(gradient);
  check_matrix(gradient);
  check_same_dtype(gradient, dy);
  check_leading(gradient, dy);
  for (const Named& input : inputs) {
    if (input.view == nullptr) continue;  // not read, or found missing when its own gradient is looked at
    check_input(input);
    common_device({gradient, input});
    check_overlap(gradient, input);
  }
}

// What one gradient is made of besides dy. Its name is for the message where it is missing.
void check_factor(Named factor, Named dy, const char* gradient) {
  require(factor.view != nullptr, gradient, " is made of ", factor.name, ", which is null");
  check_input(factor);
  check_matrix(factor);
  check_same_dtype(factor, dy);
  check_leading(factor, dy);
}

}  // namespace

extern "C" nabla_status nabla_matmul(const nabla_view* a, const nabla_view* b, const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named x{"a", a}, y{"b", b}, to{"out", out};
    check_output(to);
    check_matrix(to);
    check_op_takes("matmul", kFloating | kIntegral, to);
    for (const Named& v : {x, y}) {
      check_input(v);
      check_matrix(v);
      check_same_dtype(v, to);
      check_leading(v, to);
      check_overlap(to, v);
      common_device({to, v});
    }
    require(columns(x) == rows(y), "a with shape ", shape_text(*a), " has ", columns(x), " columns, b with shape ",
            shape_text(*b), " has ", rows(y), " rows; they must be equal");
    check_sizes(to, rows(x), columns(y), x, y);
    on_device(out->buffer->device, [&] { cpu::matmul(*a, *b, *out); });
  });
}

extern "C" nabla_status nabla_matmul_backward(const nabla_view* a, const nabla_view* b, const nabla_view* dy,
                                              const nabla_view* da, const nabla_view* db, nabla_stream*) {
  return guarded(__func__, [&] {
    // Each gradient reads the other operand only; what is not read may be anything.
    const Named x{"a", db == nullptr ? nullptr : a}, y{"b", da == nullptr ? nullptr : b};
    const Named slope{"dy", dy}, dx{"da", da}, dz{"db", db};
    check_input(slope);
    check_matrix(slope);
    check_op_takes("matmul's gradient", kFloating, slope);
    if (da != nullptr) {
      check_factor(y, slope, "da");
      check_gradient(dx, slope, {slope, x, y});
      require(columns(y) == columns(slope), "b with shape ", shape_text(*b), " and dy with shape ", shape_text(*dy),
              " must have equally many columns");
      check_sizes(dx, rows(slope), rows(y), slope, y);
    }
    if (db != nullptr) {
      check_factor(x, slope, "db");
      check_gradient(dz, slope, {slope, x, y});
      require(rows(x) == rows(slope), "a with shape ", shape_text(*a), " and dy with shape ", shape_text(*dy),
              " must have equally many rows");
      check_sizes(dz, columns(x), columns(slope), x, slope);
    }
    if (da != nullptr && db != nullptr) {
      check_same_shape(dx, x);
      check_same_shape(dz, y);
      check_overlap(dx, dz);
      require(data_of(*da) != data_of(*db) || count_of(*da) == 0 || count_of(*db) == 0, "da and db are the same view");
    }
    on_device(common_device({slope}), [&] { cpu::matmul_backward(x.view, y.view, *dy, da, db); });
  });
}

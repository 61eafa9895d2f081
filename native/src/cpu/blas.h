// The matrix library behind nabla_matmul on a CPU: OpenBLAS, its single-threaded build, linked into ours.
#pragma once

#include <cstdint>

namespace nabla::cpu {

// Its name and version, for nabla_library_info.
const char* blas_name();

// A matrix as BLAS takes it: row-major with `leading` elements from row to row, or the transpose of one such.
template <class T>
struct Matrix {
  const T* data;
  int64_t leading;
  bool transposed;
};

// c = a b (or c += a b), c row-major. Bits depend on m, n and k alone: one thread does it all.
void gemm(int64_t m, int64_t n, int64_t k, Matrix<float> a, Matrix<float> b, float* c, int64_t leading_c, bool add);
void gemm(int64_t m, int64_t n, int64_t k, Matrix<double> a, Matrix<double> b, double* c, int64_t leading_c, bool add);

}  // namespace nabla::cpu

#include "cpu/blas.h"

#include <cblas.h>

#include <algorithm>
#include <string>

#include "core/status.h"

namespace nabla::cpu {
namespace {

blasint narrow(int64_t n) {
  require(n == static_cast<blasint>(n), "a matrix dimension of ", n, " is more than OpenBLAS counts to");
  return static_cast<blasint>(n);
}

CBLAS_TRANSPOSE order(bool transposed, bool turned = false) { return transposed != turned ? CblasTrans : CblasNoTrans; }

void call_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, blasint m, blasint n, blasint k, const float* a, blasint lda,
               const float* b, blasint ldb, float beta, float* c, blasint ldc) {
  cblas_sgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
}
void call_gemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, blasint m, blasint n, blasint k, const double* a, blasint lda,
               const double* b, blasint ldb, double beta, double* c, blasint ldc) {
  cblas_dgemm(CblasRowMajor, ta, tb, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
}
void call_gemv(CBLAS_TRANSPOSE t, blasint rows, blasint columns, const float* a, blasint lda, const float* x,
               blasint step_x, float* y, blasint step_y) {
  cblas_sgemv(CblasRowMajor, t, rows, columns, 1, a, lda, x, step_x, 1, y, step_y);
}
void call_gemv(CBLAS_TRANSPOSE t, blasint rows, blasint columns, const double* a, blasint lda, const double* x,
               blasint step_x, double* y, blasint step_y) {
  cblas_dgemv(CblasRowMajor, t, rows, columns, 1, a, lda, x, step_x, 1, y, step_y);
}

// y = M x (or y += M x) for M of n x k, or of k x n where it is `turned`. gemm would pack all of M first.
template <class T>
void vector_product(int64_t n, int64_t k, Matrix<T> m, bool turned, const T* x, int64_t step_x, T* y, int64_t step_y,
                    bool add) {
  if (!add)
    for (int64_t i = 0; i < n; ++i) y[i * step_y] = 0;  // not by gemv's factor for y: what stands there may be NaN
  const bool stored_turned = turned != m.transposed;
  call_gemv(order(m.transposed, turned), narrow(stored_turned ? k : n), narrow(stored_turned ? n : k), m.data,
            narrow(m.leading), x, narrow(step_x), y, narrow(step_y));
}

template <class T>
void product(int64_t m, int64_t n, int64_t k, Matrix<T> a, Matrix<T> b, T* c, int64_t leading_c, bool add) {
  if (n == 1) return vector_product(m, k, a, false, b.data, b.transposed ? 1 : b.leading, c, leading_c, add);
  if (m == 1) return vector_product(n, k, b, true, a.data, a.transposed ? a.leading : 1, c, 1, add);
  call_gemm(order(a.transposed), order(b.transposed), narrow(m), narrow(n), narrow(k), a.data, narrow(a.leading),
            b.data, narrow(b.leading), add ? T(1) : T(0), c, narrow(leading_c));
}

}  // namespace

const char* blas_name() {
  static const std::string name = [] {
    std::string config = openblas_get_config();  // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …"
    config.resize(std::min(config.size(), config.find(' ', config.find(' ') + 1)));
    return config + " (" + openblas_get_corename() + ")";
  }();
  return name.c_str();
}

void gemm(int64_t m, int64_t n, int64_t k, Matrix<float> a, Matrix<float> b, float* c, int64_t leading_c, bool add) {
  product(m, n, k, a, b, c, leading_c, add);
}

void gemm(int64_t m, int64_t n, int64_t k, Matrix<double> a, Matrix<double> b, double* c, int64_t leading_c, bool add) {
  product(m, n, k, a, b, c, leading_c, add);
}

}  // namespace nabla::cpu

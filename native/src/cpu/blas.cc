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

CBLAS_TRANSPOSE order(bool transposed) { return transposed ? CblasTrans : CblasNoTrans; }

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
  cblas_sgemm(CblasRowMajor, order(a.transposed), order(b.transposed), narrow(m), narrow(n), narrow(k), 1.0f, a.data,
              narrow(a.leading), b.data, narrow(b.leading), add ? 1.0f : 0.0f, c, narrow(leading_c));
}

void gemm(int64_t m, int64_t n, int64_t k, Matrix<double> a, Matrix<double> b, double* c, int64_t leading_c, bool add) {
  cblas_dgemm(CblasRowMajor, order(a.transposed), order(b.transposed), narrow(m), narrow(n), narrow(k), 1.0, a.data,
              narrow(a.leading), b.data, narrow(b.leading), add ? 1.0 : 0.0, c, narrow(leading_c));
}

}  // namespace nabla::cpu

#include "abi/op_rows.h"

#include "core/status.h"
#include "ops/info.h"

namespace nabla {
namespace {

void check_op(int op, int count, const char* family) {
  require(op >= 0 && op < count, op, " is not a ", family, "; there are 0 to ", count - 1);
}

template <class Op>
nabla_status write_row(const char* entry, Op op, nabla_op_info* info) {
  return guarded(entry, [&] {
    require(info != nullptr, "info is null");
    *info = row_of(op);
  });
}

}  // namespace

const nabla_op_info& row_of(nabla_unary_op op) {
  check_op(op, NABLA_UNARY_COUNT, "nabla_unary_op");
  return unary_info(op);
}
const nabla_op_info& row_of(nabla_binary_op op) {
  check_op(op, NABLA_BINARY_COUNT, "nabla_binary_op");
  return binary_info(op);
}
const nabla_op_info& row_of(nabla_compare_op op) {
  check_op(op, NABLA_COMPARE_COUNT, "nabla_compare_op");
  return compare_info(op);
}
const nabla_op_info& row_of(nabla_ternary_op op) {
  check_op(op, NABLA_TERNARY_COUNT, "nabla_ternary_op");
  return ternary_info(op);
}
const nabla_op_info& row_of(nabla_reduce_op op) {
  check_op(op, NABLA_REDUCE_COUNT, "nabla_reduce_op");
  return reduce_info(op);
}

}  // namespace nabla

using namespace nabla;

extern "C" nabla_status nabla_unary_info(nabla_unary_op op, nabla_op_info* info) {
  return write_row(__func__, op, info);
}
extern "C" nabla_status nabla_binary_info(nabla_binary_op op, nabla_op_info* info) {
  return write_row(__func__, op, info);
}
extern "C" nabla_status nabla_compare_info(nabla_compare_op op, nabla_op_info* info) {
  return write_row(__func__, op, info);
}
extern "C" nabla_status nabla_ternary_info(nabla_ternary_op op, nabla_op_info* info) {
  return write_row(__func__, op, info);
}
extern "C" nabla_status nabla_reduce_info(nabla_reduce_op op, nabla_op_info* info) {
  return write_row(__func__, op, info);
}

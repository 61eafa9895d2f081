#include "cpu/unary.h"

namespace nabla::cpu {

TileKernel unary_forward(nabla_unary_op op, int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return unary_forward_float32(op);
    case NABLA_FLOAT64: return unary_forward_float64(op);
    case NABLA_UINT8: return unary_forward_uint8(op);
    case NABLA_INT32: return unary_forward_int32(op);
    case NABLA_INT64: return unary_forward_int64(op);
    case NABLA_BOOL: return unary_forward_bool(op);
    default: return nullptr;
  }
}

TileKernel unary_backward(nabla_unary_op op, int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return unary_backward_float32(op);
    case NABLA_FLOAT64: return unary_backward_float64(op);
    default: return nullptr;
  }
}

}  // namespace nabla::cpu

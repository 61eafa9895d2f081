#include "cpu/binary.h"

namespace nabla::cpu {

TileKernel binary_forward(nabla_binary_op op, int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return binary_forward_float32(op);
    case NABLA_FLOAT64: return binary_forward_float64(op);
    case NABLA_UINT8: return binary_forward_uint8(op);
    case NABLA_INT32: return binary_forward_int32(op);
    case NABLA_INT64: return binary_forward_int64(op);
    case NABLA_BOOL: return binary_forward_bool(op);
    default: return nullptr;
  }
}

GradientLoop binary_gradient(nabla_binary_op op, int operand, int32_t dtype) {
  return (dtype == NABLA_FLOAT32 ? binary_gradients_float32() : binary_gradients_float64())[op].of[operand];
}

}  // namespace nabla::cpu

// The header's structs as this compiler lays them out, in words: tests hold them against the bindings.
#include <cstddef>
#include <initializer_list>
#include <string>

#include "nabla/nabla.h"

namespace {

struct Field {
  const char* name;
  size_t offset;
};

void add(std::string& text, const char* name, size_t size, size_t alignment, std::initializer_list<Field> fields) {
  text += std::string(name) + ' ' + std::to_string(size) + ' ' + std::to_string(alignment) + '\n';
  for (const Field& field : fields) text += std::string(" ") + field.name + ' ' + std::to_string(field.offset) + '\n';
}

#define FIELD(field) \
  Field { #field, offsetof(S, field) }
#define STRUCT(name, ...)                                   \
  {                                                         \
    using S = name;                                         \
    add(text, #name, sizeof(S), alignof(S), {__VA_ARGS__}); \
  }

std::string layout() {
  std::string text;
  STRUCT(nabla_device, FIELD(type), FIELD(index))
  STRUCT(nabla_view, FIELD(buffer), FIELD(offset), FIELD(dtype), FIELD(rank), FIELD(shape), FIELD(strides),
         FIELD(scalar))
  STRUCT(nabla_op_info, FIELD(name), FIELD(operands), FIELD(saves), FIELD(gradients), FIELD(dtypes), FIELD(low),
         FIELD(high), FIELD(ulp))
  STRUCT(nabla_library_info, FIELD(version), FIELD(cpu_target), FIELD(blas), FIELD(compiler), FIELD(abi_major),
         FIELD(abi_minor), FIELD(threads), FIELD(reserved))
  STRUCT(nabla_device_info, FIELD(name), FIELD(total_bytes), FIELD(major), FIELD(minor), FIELD(multiprocessors),
         FIELD(reserved))
  STRUCT(nabla_memory_info, FIELD(live), FIELD(cached), FIELD(peak), FIELD(buffers), FIELD(allocations))
  STRUCT(nabla_sgd_options, FIELD(learning_rate), FIELD(momentum), FIELD(dampening), FIELD(weight_decay),
         FIELD(nesterov), FIELD(maximize), FIELD(first_step), FIELD(reserved))
  STRUCT(nabla_adam_options, FIELD(learning_rate), FIELD(beta1), FIELD(beta2), FIELD(epsilon), FIELD(weight_decay),
         FIELD(step), FIELD(decoupled), FIELD(amsgrad), FIELD(maximize), FIELD(reserved))
  return text;
}

}  // namespace

extern "C" const char* nabla_abi_layout(void) {
  static const std::string text = layout();
  return text.c_str();
}

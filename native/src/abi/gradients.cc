#include "abi/gradients.h"

namespace nabla {
namespace {

bool is_saved(const BackwardCall& call, int i) { return (call.row.saves >> i & 1) != 0; }

void check_inputs(const BackwardCall& call) {
  check_input(call.dy);
  check_op_takes(call.row.name, call.row.dtypes & kFloating, call.dy);
  for (int i = 0; i < 4; ++i) {
    if (!is_saved(call, i)) continue;
    const Named& saved = call.saved[i];
    require(saved.view != nullptr, saved.name, " is null; the backward of ", call.row.name, " reads it");
    check_input(saved);
    if (i == 0 && call.condition)
      check_dtype(saved, NABLA_BOOL);
    else
      check_same_dtype(saved, call.dy);
    if (i < 3)
      check_broadcasts(saved, call.dy);
    else
      check_same_shape(saved, call.dy);
  }
}

void check_gradient(const BackwardCall& call, int i) {
  const Named& gradient = call.gradient[i];
  require((call.row.gradients >> i & 1) != 0, call.row.name, " has no gradient for ", call.saved[i].name, ", so ",
          gradient.name, " must be null");
  check_output(gradient);
  check_same_dtype(gradient, call.dy);
  check_broadcasts(gradient, call.dy);
  if (is_saved(call, i)) check_same_shape(gradient, call.saved[i]);
  check_overlap(gradient, call.dy);
  common_device({gradient, call.dy});
  for (int k = 0; k < 4; ++k) {
    if (!is_saved(call, k)) continue;
    check_overlap(gradient, call.saved[k]);
    common_device({gradient, call.saved[k]});
  }
}

void check_apart(Named a, Named b) {
  check_overlap(a, b);
  const bool empty = count_of(*a) == 0 || count_of(*b) == 0;
  require(empty || data_of(*a) != data_of(*b), a.name, " and ", b.name, " share memory; each needs its own");
}

}  // namespace

nabla_device check_backward(const BackwardCall& call) {
  require(call.row.gradients != 0, call.row.name, " has no gradient");
  check_inputs(call);
  nabla_device device = common_device({call.dy});
  for (int i = 0; i < call.row.operands; ++i) {
    if (call.gradient[i].view == nullptr) continue;
    check_gradient(call, i);
    device = call.gradient[i]->buffer->device;
    for (int k = 0; k < i; ++k) {
      if (call.gradient[k].view == nullptr) continue;
      check_apart(call.gradient[i], call.gradient[k]);
      common_device({call.gradient[i], call.gradient[k]});
    }
  }
  return device;
}

}  // namespace nabla

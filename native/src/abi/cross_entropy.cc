#include "cpu/cross_entropy.h"

#include "abi/devices.h"
#include "core/view.h"

using namespace nabla;

namespace {

void check_shape(Named v, int rank, const int64_t* shape) {
  bool fits = v->rank == rank;
  for (int i = 0; fits && i < rank; ++i) fits = v->shape[i] == shape[i];
  require(fits, v.name, " has shape ", shape_text(*v), "; with these logits it must be [", shape[0],
          rank > 1 ? ", " + std::to_string(shape[1]) : std::string(), "]");
}

// As check_overlap, but the very same view is refused, too: every row reads all of `input`, or both are written.
void check_apart(Named out, Named input) {
  check_overlap(out, input);
  require(data_of(*out) != data_of(*input) || count_of(*out) == 0, out.name, " is the same view as ", input.name);
}

cpu::CrossEntropyCall check_call(Named logits, Named target, Named weight, int64_t ignore_index, double smoothing) {
  check_input(logits);
  check_input(target);
  require(logits->rank == 2, "logits has shape ", shape_text(*logits), "; it must be [rows, classes]");
  check_shape(target, 1, logits->shape);
  check_dtype(target, NABLA_INT64);
  if (weight.view != nullptr) {
    check_input(weight);
    check_shape(weight, 1, logits->shape + 1);
    check_same_dtype(weight, logits);
  }
  require(smoothing >= 0 && smoothing <= 1, "smoothing is ", smoothing, "; it must be in [0, 1]");
  check_op_takes("cross_entropy", kFloating, logits);
  return {*logits, *target, weight.view, ignore_index, smoothing};
}

void check_targets(const cpu::CrossEntropyCall& call) {
  const cpu::BadTarget bad = cpu::find_bad_target(call);
  if (bad.row < 0) return;
  fail(NABLA_OUT_OF_RANGE, "target[", bad.row, "] is ", bad.target, "; there are ", call.logits.shape[1],
       " classes, and ignore_index is ", call.ignore_index);
}

}  // namespace

extern "C" nabla_status nabla_cross_entropy(const nabla_view* logits, const nabla_view* target,
                                            const nabla_view* weight, int64_t ignore_index, double smoothing,
                                            const nabla_view* losses, const nabla_view* lse, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named x{"logits", logits}, t{"target", target}, w{"weight", weight}, loss{"losses", losses}, sum{"lse", lse};
    const cpu::CrossEntropyCall call = check_call(x, t, w, ignore_index, smoothing);
    for (const Named& out : {loss, sum}) {
      check_output(out);
      check_shape(out, 1, logits->shape);
      check_same_dtype(out, x);
      check_apart(out, x);
      check_apart(out, t);
      if (weight != nullptr) check_apart(out, w);
    }
    check_apart(loss, sum);
    on_device(common_device({x, t, w, loss, sum}), [&] {
      check_targets(call);
      cpu::cross_entropy(call, *losses, *lse);
    });
  });
}

extern "C" nabla_status nabla_cross_entropy_backward(const nabla_view* logits, const nabla_view* target,
                                                     const nabla_view* weight, int64_t ignore_index, double smoothing,
                                                     const nabla_view* lse, const nabla_view* dlosses,
                                                     const nabla_view* dlogits, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named x{"logits", logits}, t{"target", target}, w{"weight", weight}, out{"dlogits", dlogits};
    const Named sum{"lse", lse}, slope{"dlosses", dlosses};
    const cpu::CrossEntropyCall call = check_call(x, t, w, ignore_index, smoothing);
    for (const Named& v : {sum, slope}) {
      check_input(v);
      check_shape(v, 1, logits->shape);
      check_same_dtype(v, x);
    }
    check_output(out);
    check_shape(out, 2, logits->shape);
    check_same_dtype(out, x);
    check_overlap(out, x);
    check_apart(out, t);
    check_apart(out, sum);
    check_apart(out, slope);
    if (weight != nullptr) check_apart(out, w);
    on_device(common_device({x, t, w, sum, slope, out}), [&] {
      check_targets(call);
      cpu::cross_entropy_backward(call, *lse, *dlosses, *dlogits);
    });
  });
}

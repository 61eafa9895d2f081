// Cross entropy on a CPU.
#pragma once

#include <cstdint>

#include "nabla/nabla.h"

namespace nabla::cpu {

// What both directions read. Views must have been checked, but not the targets' values.
struct CrossEntropyCall {
  const nabla_view& logits;  // [n, c]
  const nabla_view& target;  // [n]
  const nabla_view* weight;  // [c], or null for 1
  int64_t ignore_index;
  double smoothing;
};

// The first row whose target is neither a class nor ignore_index, and that target; row -1 where there is none.
struct BadTarget {
  int64_t row, target;
};
BadTarget find_bad_target(const CrossEntropyCall& call);

// Targets must have been checked.
void cross_entropy(const CrossEntropyCall& call, const nabla_view& losses, const nabla_view& lse);
void cross_entropy_backward(const CrossEntropyCall& call, const nabla_view& lse, const nabla_view& dlosses,
                            const nabla_view& dlogits);

}  // namespace nabla::cpu

// Optimizer steps on a CPU: many tensors in one loop.
#pragma once

#include <cstdint>

#include "core/view.h"

namespace nabla::cpu {

// Checked options and views; see nabla_sgd_step and nabla_adam_step. Null where the options leave an array out.
void sgd_step(const nabla_sgd_options& options, int count, const nabla_view* parameters, const nabla_view* gradients,
              const nabla_view* momenta);
void adam_step(const nabla_adam_options& options, int count, const nabla_view* parameters, const nabla_view* gradients,
               const nabla_view* first, const nabla_view* second, const nabla_view* max_second);

}  // namespace nabla::cpu

#include "cpu/optimizer.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/plan.h"
#include "cpu/optimizer_kernels.h"
#include "cpu/threads.h"
#include "cpu/tiles.h"

namespace nabla::cpu {
namespace {

constexpr int kMostArrays = 5;
constexpr int kGradients = 1;  // the array that is only read

// Elements [begin, end) of one parameter and its arrays.
template <class Kernel>
void step_range(const Plan& plan, int64_t begin, int64_t end, Kernel&& kernel) {
  void* runs[kMostArrays];
  if (plan.all_linear()) {
    for (int k = 0; k < plan.operands; ++k) runs[k] = plan.operand[k].data + begin * plan.operand[k].size;
    return kernel(plan.operand[0].dtype, runs, end - begin);
  }
  alignas(64) char tiles[kMostArrays][kTileBytes];
  for (int64_t n; begin < end; begin += n) {
    n = std::min(tile_elements(plan), end - begin);
    for (int k = 0; k < plan.operands; ++k) pack(plan, plan.operand[k], begin, n, runs[k] = tiles[k]);
    kernel(plan.operand[0].dtype, runs, n);
    for (int k = 0; k < plan.operands; ++k)
      if (k != kGradients) unpack(plan, plan.operand[k], begin, n, tiles[k]);
  }
}

// All parameters one behind the other, cut into equal chunks.
template <class Kernel>
void step_all(int count, std::initializer_list<const nabla_view*> arrays, Kernel&& kernel) {
  std::vector<Plan> plans;
  std::vector<int64_t> ends;  // of each parameter's elements
  int64_t total = 0;
  for (int i = 0; i < count; ++i) {
    const nabla_view* views[kMostArrays];
    int n = 0;
    for (const nabla_view* array : arrays)
      if (array != nullptr) views[n++] = &array[i];
    plans.push_back(make_plan(*views[0], views, n));
    ends.push_back(total += plans.back().count);
  }
  parallel_ranges(total, kChunkElements, 0.3 * static_cast<double>(arrays.size()), [&](int64_t begin, int64_t end) {
    size_t i = static_cast<size_t>(std::upper_bound(ends.begin(), ends.end(), begin) - ends.begin());
    for (; begin < end; ++i) {
      const int64_t start = ends[i] - plans[i].count, stop = std::min(end, ends[i]);
      if (begin < stop) step_range(plans[i], begin - start, stop - start, kernel);
      begin = std::max(begin, stop);
    }
  });
}

}  // namespace

void sgd_step(const nabla_sgd_options& options, int count, const nabla_view* parameters, const nabla_view* gradients,
              const nabla_view* momenta) {
  SgdStep step{};
  step.sign = options.maximize ? -1 : 1;
  step.weight_decay = options.weight_decay;
  step.decays = options.weight_decay != 0;
  step.learning_rate = options.learning_rate;
  step.momentum = options.momentum;
  step.gradient_share = 1 - options.dampening;
  step.nesterov = options.nesterov != 0;
  step.first = options.first_step != 0;
  const auto kernel = momenta == nullptr ? optimizer_kernels().sgd : optimizer_kernels().sgd_momentum;
  step_all(count, {parameters, gradients, momenta},
           [&](int32_t dtype, void* const* arrays, int64_t n) { kernel(step, dtype, arrays, n); });
}

void adam_step(const nabla_adam_options& options, int count, const nabla_view* parameters, const nabla_view* gradients,
               const nabla_view* first, const nabla_view* second, const nabla_view* max_second) {
  const double t = static_cast<double>(options.step);
  AdamStep step{};
  step.sign = options.maximize ? -1 : 1;
  step.weight_decay = options.weight_decay;
  step.decays = options.weight_decay != 0 && !options.decoupled;
  step.shrink = 1 - options.learning_rate * options.weight_decay;
  step.shrinks = options.weight_decay != 0 && options.decoupled;
  step.beta2 = options.beta2;
  step.share1 = 1 - options.beta1;
  step.share2 = 1 - options.beta2;
  step.step_size = options.learning_rate / (1 - std::pow(options.beta1, t));
  step.root_correction = std::sqrt(1 - std::pow(options.beta2, t));
  step.epsilon = options.epsilon;
  const auto kernel = max_second == nullptr ? optimizer_kernels().adam : optimizer_kernels().amsgrad;
  step_all(count, {parameters, gradients, first, second, max_second},
           [&](int32_t dtype, void* const* arrays, int64_t n) { kernel(step, dtype, arrays, n); });
}

}  // namespace nabla::cpu

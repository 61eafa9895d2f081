#include "cpu/cross_entropy.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/dtype.h"
#include "core/view.h"
#include "cpu/cross_entropy_kernels.h"
#include "cpu/pairwise.h"
#include "cpu/reduce_kernels.h"
#include "cpu/threads.h"
#include "cpu/window.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kTileElements = 32768;  // rows are taken together until they have so many logits
constexpr double kNanoseconds = 0.4;      // about what a logit costs

// Element (i, j) of a view of rank 2, (i) of one of rank 1.
template <class T>
T& at(const nabla_view& v, int64_t i, int64_t j = 0) {
  return reinterpret_cast<T*>(writable(v))[i * v.strides[0] + (v.rank > 1 ? j * v.strides[1] : 0)];
}

template <class T>
class CrossEntropyRows {
 public:
  explicit CrossEntropyRows(const CrossEntropyCall& call)
      : call_(call), rows_(call.logits.shape[0]), classes_(call.logits.shape[1]),
        kernels_(std::is_same_v<T, float> ? *cross_entropy_float32() : *cross_entropy_float64()),
        kernel_(call.smoothing > 0 ? kernels_.smoothed : kernels_.plain),
        spread_(call.smoothing > 0 ? call.smoothing / static_cast<double>(classes_) : 0) {
    if (spread_ == 0 && call.weight == nullptr) return;
    weight_.assign(static_cast<size_t>(classes_), T(1));
    for (int64_t j = 0; j < classes_ && call.weight != nullptr; ++j) weight_[static_cast<size_t>(j)] = at<T>(*call.weight, j);
  }

  void forward(const nabla_view& losses, const nabla_view& lse) const {
    for_tiles([&](int64_t first, int64_t count) {
      const int64_t width = padded(count);
      const Scratch memory((kernel_.values + 4) * width * kSize);
      T* states = reinterpret_cast<T*>(memory.data());
      T *targets = states + kernel_.values * width, *weights = targets + width, *loss = weights + width, *sum = loss + width;
      reduce(first, count, states, width);
      for (int64_t i = 0; i < count; ++i) {
        const int64_t target = at<int64_t>(call_.target, first + i);
        const bool ignored = target == call_.ignore_index;
        targets[i] = ignored ? T(0) : at<T>(call_.logits, first + i, target);
        weights[i] = ignored ? T(0) : target_weight(target);
      }
      kernel_.finish(states, targets, weights, spread_, count, width, loss, sum);
      for (int64_t i = 0; i < count; ++i) {
        const bool ignored = at<int64_t>(call_.target, first + i) == call_.ignore_index;
        at<T>(losses, first + i) = ignored ? T(0) : loss[i];
        at<T>(lse, first + i) = sum[i];
      }
    });
  }

  void backward(const nabla_view& lse, const nabla_view& dlosses, const nabla_view& dlogits) const {
    double total = 0;  // of the weights, which smoothing spreads over all classes
    for (const T w : weight_) total += static_cast<double>(w);
    for_tiles([&](int64_t first, int64_t count) {
      Window x = window(call_.logits), dx = window(dlogits);
      for (int64_t i = first; i < first + count; ++i) {
        const int64_t target = at<int64_t>(call_.target, i);
        const bool ignored = target == call_.ignore_index;
        const double slope = ignored ? 0 : static_cast<double>(at<T>(dlosses, i));
        const double own = ignored ? 0 : static_cast<double>(target_weight(target));
        for (int64_t j = 0, n; j < classes_; j += n) {
          n = std::min(kBlock, classes_ - j);
          dx.open(i * dlogits.strides[0] + j * dlogits.strides[1], 0, 1, n, false);
          if (ignored) {
            std::memset(dx.rows()[0], 0, static_cast<size_t>(n * kSize));
          } else {
            x.open(i * call_.logits.strides[0] + j * call_.logits.strides[1], 0, 1, n, true);
            kernels_.map(x.rows()[0], weight_.data() + (weight_.empty() ? 0 : j), n, slope * (own + spread_ * total),
                         static_cast<double>(at<T>(lse, i)), slope * spread_, dx.rows()[0]);
          }
          dx.close();
        }
        if (!ignored) at<T>(dlogits, i, target) -= static_cast<T>(slope * own);
      }
    });
  }

 private:
  static constexpr int64_t kSize = sizeof(T), kBlock = kRowBlockBytes / kSize;

  template <class Body>
  void for_tiles(Body&& body) const {
    const int64_t tile = std::clamp<int64_t>(kTileElements / std::max<int64_t>(classes_, 1), 1, 1024);
    parallel_ranges(rows_, tile, kNanoseconds * static_cast<double>(classes_),
                    [&](int64_t begin, int64_t end) { body(begin, end - begin); });
  }

  T target_weight(int64_t target) const {
    return static_cast<T>((1 - call_.smoothing) * (weight_.empty() ? 1 : weight_[static_cast<size_t>(target)]));
  }

  // The logits of one row, a block at a time.
  static Window window(const nabla_view& v) {
    return Window(writable(v), static_cast<int>(kSize), v.strides[1], false, v.strides[1] == 1 ? 0 : kRowBlockBytes);
  }

  void reduce(int64_t first, int64_t count, T* states, int64_t width) const {
    const nabla_view& x = call_.logits;
    if (classes_ == 0 || (x.strides[1] == 1 && classes_ <= kBlock))
      return kernel_.reduce(&at<T>(x, first), x.strides[0], count, classes_, weight_.data(), states, width);
    Window row = window(x);
    auto merge = [&](void* a, double na, const void* b, double nb) { kernel_.merge(a, na, b, nb, 1, kStateLanes); };
    for (int64_t i = 0; i < count; ++i) {
      Pairwise<decltype(merge)> tree((classes_ + kBlock - 1) / kBlock, kernel_.values * kStateLanes * kSize, merge);
      for (int64_t j = 0, n; j < classes_; j += n) {
        n = std::min(kBlock, classes_ - j);
        row.open((first + i) * x.strides[0] + j * x.strides[1], 0, 1, n, true);
        kernel_.reduce(row.rows()[0], 0, 1, n, weight_.data() + (weight_.empty() ? 0 : j), tree.next(), kStateLanes);
        tree.add(static_cast<double>(n));
      }
      const T* root = static_cast<const T*>(tree.root());
      for (int k = 0; k < kernel_.values; ++k) states[k * width + i] = root[k * kStateLanes];
    }
  }

  const CrossEntropyCall& call_;
  const int64_t rows_, classes_;
  const CrossEntropyKernels& kernels_;
  const CrossEntropyKernel& kernel_;
  const double spread_;
  std::vector<T> weight_;  // side by side; empty where all are 1 and none is read
};

template <class Body>
void visit_floating(int32_t dtype, Body&& body) {
  if (dtype == NABLA_FLOAT32)
    body(float{});
  else
    body(double{});
}

}  // namespace

BadTarget find_bad_target(const CrossEntropyCall& call) {
  for (int64_t i = 0; i < call.target.shape[0]; ++i) {
    const int64_t target = at<int64_t>(call.target, i);
    if (target != call.ignore_index && (target < 0 || target >= call.logits.shape[1])) return {i, target};
  }
  return {-1, 0};
}

void cross_entropy(const CrossEntropyCall& call, const nabla_view& losses, const nabla_view& lse) {
  visit_floating(call.logits.dtype, [&](auto type) { CrossEntropyRows<decltype(type)>(call).forward(losses, lse); });
}

void cross_entropy_backward(const CrossEntropyCall& call, const nabla_view& lse, const nabla_view& dlosses,
                            const nabla_view& dlogits) {
  visit_floating(call.logits.dtype,
                 [&](auto type) { CrossEntropyRows<decltype(type)>(call).backward(lse, dlosses, dlogits); });
}

}  // namespace nabla::cpu

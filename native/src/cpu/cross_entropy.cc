#include "cpu/cross_entropy.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/view.h"
#include "cpu/cross_entropy_kernels.h"
#include "cpu/pairwise.h"
#include "cpu/reduce_kernels.h"
#include "cpu/scratch.h"
#include "cpu/threads.h"
#include "cpu/window.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kFewClasses = 128;      // rows of fewer logits are turned, many at a time
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
        turned_(classes_ < kFewClasses || call.logits.strides[0] == 1),
        block_(turned_ ? kColumnBlockRows : kRowBlockBytes / kSize),
        kernels_(std::is_same_v<T, float> ? *cross_entropy_float32() : *cross_entropy_float64()),
        kernel_(call.smoothing > 0 ? kernels_.smoothed : kernels_.plain),
        spread_(call.smoothing > 0 ? call.smoothing / static_cast<double>(classes_) : 0) {
    if (spread_ == 0 && call.weight == nullptr) return;
    weight_.assign(static_cast<size_t>(classes_), T(1));
    if (call.weight == nullptr) return;
    for (int64_t j = 0; j < classes_; ++j) weight_[static_cast<size_t>(j)] = at<T>(*call.weight, j);
  }

  void forward(const nabla_view& losses, const nabla_view& lse) const {
    for_tiles([&](int64_t first, int64_t count) {
      const int64_t width = padded(count);
      const Scratch memory((kernel_.values + 4) * width * kSize);
      T* states = reinterpret_cast<T*>(memory.data());
      T* targets = states + kernel_.values * width;
      T *weights = targets + width, *loss = weights + width, *sum = loss + width;
      reduce(first, count, states, width);
      for (int64_t i = 0; i < count; ++i) {
        const bool counts = !ignored(first + i);
        targets[i] = counts ? at<T>(call_.logits, first + i, target(first + i)) : T(0);
        weights[i] = counts ? static_cast<T>(own_weight(first + i)) : T(0);
      }
      kernel_.finish(states, targets, weights, spread_, count, width, loss, sum);
      for (int64_t i = 0; i < count; ++i) {
        at<T>(losses, first + i) = ignored(first + i) ? T(0) : loss[i];
        at<T>(lse, first + i) = sum[i];
      }
    });
  }

  void backward(const nabla_view& lse, const nabla_view& dlosses, const nabla_view& dlogits) const {
    double total = 0;  // of the weights, which smoothing spreads over all classes
    for (const T w : weight_) total += static_cast<double>(w);
    for_tiles([&](int64_t first, int64_t count) {
      const int64_t width = padded(count);
      const Scratch memory(3 * width * kSize);
      T* scales = reinterpret_cast<T*>(memory.data());
      T *sums = scales + width, *spreads = sums + width;
      for (int64_t i = 0; i < count; ++i) {
        const double slope = ignored(first + i) ? 0 : static_cast<double>(at<T>(dlosses, first + i));
        scales[i] = ignored(first + i) ? T(0) : static_cast<T>(slope * (own_weight(first + i) + spread_ * total));
        sums[i] = at<T>(lse, first + i);
        spreads[i] = static_cast<T>(slope * spread_);
      }
      map(dlogits, first, count, scales, sums, spreads);
      for (int64_t i = first; i < first + count; ++i)
        if (!ignored(i)) at<T>(dlogits, i, target(i)) -= static_cast<T>(at<T>(dlosses, i) * own_weight(i));
    });
  }

 private:
  static constexpr int64_t kSize = sizeof(T);

  template <class Body>
  void for_tiles(Body&& body) const {
    const int64_t rows = std::clamp<int64_t>(kTileElements / std::max<int64_t>(classes_, 1), 1, kColumnBytes / kSize);
    parallel_ranges(rows_, turned_ ? padded(rows) : rows, kNanoseconds * static_cast<double>(classes_),
                    [&](int64_t begin, int64_t end) { body(begin, end - begin); });
  }

  int64_t target(int64_t i) const { return at<int64_t>(call_.target, i); }
  bool ignored(int64_t i) const { return target(i) == call_.ignore_index; }
  // What the target's own term is multiplied by.
  double own_weight(int64_t i) const {
    const double weight = weight_.empty() ? 1 : static_cast<double>(weight_[static_cast<size_t>(target(i))]);
    return (1 - call_.smoothing) * weight;
  }
  const T* weights_from(int64_t j) const { return weight_.empty() ? nullptr : weight_.data() + j; }

  // Blocks of logits: of one row; or, turned, of `count` rows.
  Window window(const nabla_view& v, int64_t count) const {
    const int64_t step = v.strides[turned_ ? 0 : 1];
    const bool packs = step != 1 || (turned_ && count % kStateLanes != 0);
    const int64_t bytes = turned_ ? kColumnBlockRows * padded(count) * kSize : kRowBlockBytes;
    return Window(writable(v), static_cast<int>(kSize), step, turned_, packs ? bytes : 0);
  }
  void open(Window& w, const nabla_view& v, int64_t row, int64_t count, int64_t j, int64_t n, bool load) const {
    const int64_t offset = row * v.strides[0] + j * v.strides[1];
    if (turned_)
      w.open(offset, v.strides[1], n, count, load);
    else
      w.open(offset, 0, 1, n, load);
  }

  // The states of whole rows.
  void reduce(int64_t first, int64_t count, T* states, int64_t width) const {
    Window x = window(call_.logits, count);
    if (turned_) return reduce_lines(x, first, count, states, width, width);
    for (int64_t i = 0; i < count; ++i) reduce_lines(x, first + i, 1, states + i, width, kStateLanes);
  }
  // Of `count` rows at once, if turned, or of one. `lanes`: how wide the states of blocks are.
  void reduce_lines(Window& x, int64_t first, int64_t count, T* states, int64_t width, int64_t lanes) const {
    auto merge = [&](void* a, double na, const void* b, double nb) { kernel_.merge(a, na, b, nb, count, lanes); };
    const int64_t blocks = std::max<int64_t>(1, (classes_ + block_ - 1) / block_);
    auto block = [&](int64_t j, void* to, int64_t to_width) {
      const int64_t n = std::min(block_, classes_ - j);
      open(x, call_.logits, first, count, j, n, true);
      if (turned_)
        kernel_.reduce_turned(x.rows(), n, count, weights_from(j), to, to_width);
      else
        kernel_.reduce(x.rows()[0], n, weights_from(j), to, to_width);
      return static_cast<double>(n);
    };
    if (blocks == 1) {
      block(0, states, width);
      return;
    }
    Pairwise<decltype(merge)> tree(blocks, kernel_.values * lanes * kSize, merge);
    for (int64_t b = 0; b < blocks; ++b) tree.add(block(b * block_, tree.next(), lanes));
    const T* root = static_cast<const T*>(tree.root());
    for (int k = 0; k < kernel_.values; ++k) std::copy(root + k * lanes, root + k * lanes + count, states + k * width);
  }

  // The gradients of whole rows, but for what the targets take away.
  void map(const nabla_view& dlogits, int64_t first, int64_t count, T* scales, T* sums, T* spreads) const {
    Window x = window(call_.logits, count), dx = window(dlogits, count);
    for (int64_t i = 0; i < (turned_ ? 1 : count); ++i)
      for (int64_t j = 0, n; j < classes_; j += n) {
        n = std::min(block_, classes_ - j);
        open(x, call_.logits, first + i, count, j, n, true);
        open(dx, dlogits, first + i, count, j, n, false);
        if (turned_)
          kernels_.map_turned(x.rows(), weights_from(j), n, count, scales, sums, spreads, dx.rows());
        else
          kernels_.map(x.rows()[0], weights_from(j), n, static_cast<double>(scales[i]), static_cast<double>(sums[i]),
                       static_cast<double>(spreads[i]), dx.rows()[0]);
        clear_ignored(dx, first + i, count, n);
        dx.close();
      }
  }
  // An ignored row's gradient is 0, also where its logits are infinite or NaN.
  void clear_ignored(const Window& dx, int64_t first, int64_t count, int64_t n) const {
    for (int64_t i = 0; i < (turned_ ? count : 1); ++i) {
      if (!ignored(first + i)) continue;
      for (int64_t k = 0; k < n; ++k) (turned_ ? static_cast<T*>(dx.rows()[k])[i] : static_cast<T*>(dx.rows()[0])[k]) = 0;
    }
  }

  const CrossEntropyCall& call_;
  const int64_t rows_, classes_;
  const bool turned_;
  const int64_t block_;  // logits
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

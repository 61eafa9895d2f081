#include "cpu/product_plain.h"

#include "cpu/target.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cpu/product_plain.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <type_traits>

#include "core/dtype.h"

HWY_BEFORE_NAMESPACE();
namespace nabla::cpu::HWY_NAMESPACE {
namespace {

// A block of b is packed, so that its rows are runs whatever its strides; each row of a then adds multiples of those
// rows to a row of sums. Unsigned, so that overflow wraps around.
template <class T>
void plain(int64_t m, int64_t n, int64_t k, const Stack& a, const Stack& b, const Stack& c, bool add) {
  using U = std::make_unsigned_t<T>;
  constexpr int64_t kDeep = 64, kWide = 128;
  const U* x = reinterpret_cast<const U*>(a.data);
  const U* y = reinterpret_cast<const U*>(b.data);
  U* z = reinterpret_cast<U*>(c.data);
  alignas(64) U block[kDeep][kWide], sums[kWide];
  for (int64_t j0 = 0; j0 < n; j0 += kWide) {
    const int64_t wide = std::min(kWide, n - j0);
    for (int64_t l0 = 0; l0 < k; l0 += kDeep) {
      const int64_t deep = std::min(kDeep, k - l0);
      for (int64_t l = 0; l < deep; ++l)
        for (int64_t j = 0; j < wide; ++j) block[l][j] = y[(l0 + l) * b.row + (j0 + j) * b.column];
      for (int64_t i = 0; i < m; ++i) {
        U* to = z + i * c.row + j0 * c.column;
        const bool fresh = l0 == 0 && !add;
        for (int64_t j = 0; j < wide; ++j) sums[j] = fresh ? U{0} : to[j * c.column];
        for (int64_t l = 0; l < deep; ++l) {
          const U factor = x[i * a.row + (l0 + l) * a.column];
          for (int64_t j = 0; j < wide; ++j) sums[j] = static_cast<U>(sums[j] + factor * block[l][j]);
        }
        for (int64_t j = 0; j < wide; ++j) to[j * c.column] = sums[j];
      }
    }
  }
}

PlainProduct find_plain(int32_t dtype) {
  switch (dtype) {
    case NABLA_UINT8: return plain<uint8_t>;
    case NABLA_INT32: return plain<int32_t>;
    default: return plain<int64_t>;
  }
}

}  // namespace

decltype(&plain_product) PlainProducts() { return find_plain; }

}  // namespace nabla::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nabla::cpu {
static NABLA_TARGET_TABLE(decltype(&plain_product), PlainProducts);

PlainProduct plain_product(int32_t dtype) { return PlainProducts()(dtype); }
}  // namespace nabla::cpu
#endif

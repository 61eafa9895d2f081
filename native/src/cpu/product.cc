#include "cpu/product.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cpu/blas.h"
#include "cpu/copy.h"
#include "cpu/product_plain.h"
#include "cpu/temporary.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kLargestTile = 512;  // rows or columns
constexpr int64_t kSmallestTile = 64;
constexpr int64_t kEnoughTiles = 32;      // what makes many threads busy
constexpr int64_t kTileWork = 1 << 20;    // multiply-adds below which a tile is not cut any more: some 20 microseconds
constexpr int64_t kMostParts = 16;        // cuts of one sum
constexpr int64_t kChunkWork = 1 << 18;   // multiply-adds that a thread takes at a time
constexpr int64_t kLongestSum = 1 << 24;  // of one call to BLAS, which counts in 32 bits
constexpr int64_t kLargestStep = INT32_MAX;

int64_t div_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Elements of a stack of `rows` by `columns` matrices as a view with the product's batch dimensions in front.
nabla_view view_of(const Product& p, const Stack& s, int64_t rows, int64_t columns, nabla_buffer& buffer) {
  buffer = {};
  buffer.data = s.data;
  nabla_view v{};
  v.buffer = &buffer;
  v.dtype = p.dtype;
  for (int i = 0; i < p.rank; ++i) {
    v.shape[i] = s.batch[i] == 0 ? 1 : p.shape[i];
    v.strides[i] = s.batch[i];
  }
  v.shape[p.rank] = rows;
  v.strides[p.rank] = s.row;
  v.shape[p.rank + 1] = columns;
  v.strides[p.rank + 1] = s.column;
  v.rank = p.rank + 2;
  return v;
}

Stack stack_of(const nabla_view& v) {
  Stack s{writable(v), v.strides[v.rank - 2], v.strides[v.rank - 1], {}};
  for (int i = 0; i < v.rank - 2; ++i) s.batch[i] = v.shape[i] == 1 ? 0 : v.strides[i];
  return s;
}

// Folding: a batch dimension becomes part of m, n or k where strides allow: one large product instead of many small ones.

bool extends(int64_t size, int64_t step, int64_t batch) { return size == 1 || batch == size * step; }

void fold_into(int64_t& size, int64_t& step1, int64_t batch1, int64_t& step2, int64_t batch2, int64_t count) {
  if (size == 1) step1 = batch1, step2 = batch2;
  size *= count;
}

bool fold(Product& p, int d) {
  const int64_t count = p.shape[d], a = p.a.batch[d], b = p.b.batch[d], c = p.c.batch[d];
  if (count == 1) return true;
  if (!p.summed[d] && b == 0 && extends(p.m, p.a.row, a) && extends(p.m, p.c.row, c))
    return fold_into(p.m, p.a.row, a, p.c.row, c, count), true;
  if (!p.summed[d] && a == 0 && extends(p.n, p.b.column, b) && extends(p.n, p.c.column, c))
    return fold_into(p.n, p.b.column, b, p.c.column, c, count), true;
  if (p.summed[d] && extends(p.k, p.a.column, a) && extends(p.k, p.b.row, b))
    return fold_into(p.k, p.a.column, a, p.b.row, b, count), true;
  return false;
}

void fold_dimensions(Product& p) {
  for (int d = p.rank; d-- > 0;) {
    if (!fold(p, d)) continue;
    --p.rank;
    for (int i = d; i < p.rank; ++i) {
      p.shape[i] = p.shape[i + 1];
      p.summed[i] = p.summed[i + 1];
      for (Stack* s : {&p.a, &p.b, &p.c}) s->batch[i] = s->batch[i + 1];
    }
  }
}

// Whether BLAS takes such matrices as they are, rows first.
bool fits_rows(int64_t rows, int64_t columns, int64_t row, int64_t column) {
  return (columns == 1 || column == 1) && (rows == 1 || (row >= columns && row <= kLargestStep));
}
bool fits(int64_t rows, int64_t columns, const Stack& s) {
  return fits_rows(rows, columns, s.row, s.column) || fits_rows(columns, rows, s.column, s.row);
}

template <class T>
Matrix<T> matrix(int64_t rows, int64_t columns, const Stack& s, int64_t i, int64_t j) {
  const T* data = reinterpret_cast<const T*>(s.data) + i * s.row + j * s.column;
  if (fits_rows(rows, columns, s.row, s.column))
    return {data, rows == 1 ? std::min(columns, kLargestStep) : s.row, false};
  return {data, columns == 1 ? std::min(rows, kLargestStep) : s.column, true};
}

// c^T = b^T a^T
void transpose_all(Product& p) {
  std::swap(p.m, p.n);
  std::swap(p.a, p.b);
  for (Stack* s : {&p.a, &p.b, &p.c}) std::swap(s->row, s->column);
}

// A product in tiles: each is one thread's work, and what they are follows from sizes and strides. `p` must stay; its
// stacks may be exchanged for others that hold the same.
class Tiles {
 public:
  explicit Tiles(const Product& p) : p_(p), tile_m_(p.m), tile_n_(p.n) {
    for (int i = 0; i < p.rank; ++i) (p.summed[i] ? summed_ : kept_) *= p.shape[i];
    choose_tiles();
    choose_parts();
  }

  bool empty() const { return kept_ * p_.m * p_.n == 0; }
  int64_t terms() const { return summed_ * p_.k; }  // in the sum of each element
  int64_t parts() const { return parts_; }

  // Each part's sums go to c plus that part times `part_step` elements.
  void run(int64_t part_step) const {
    const int64_t tiles = parts_ * kept_ * down() * across();
    const double each = p_.dtype == NABLA_FLOAT32 ? 0.02 : p_.dtype == NABLA_FLOAT64 ? 0.04 : 0.2;  // nanoseconds
    const double work = tile_work() / static_cast<double>(parts_);
    parallel_ranges(tiles, static_cast<int64_t>(std::max(1.0, kChunkWork / std::max(1.0, work))), 100 + each * work,
                    [&](int64_t begin, int64_t end) {
                      for (int64_t tile = begin; tile < end; ++tile) run_tile(tile, part_step);
                    });
  }

 private:
  int64_t down() const { return div_up(p_.m, tile_m_); }
  int64_t across() const { return div_up(p_.n, tile_n_); }
  // Multiply-adds for a tile's sums. (Expanded operands may have more than 64 bits count.)
  double tile_work() const { return static_cast<double>(tile_m_ * tile_n_) * static_cast<double>(terms()); }

  void choose_tiles() {
    if (empty()) return;
    for (;;) {
      int64_t& larger = tile_m_ > tile_n_ ? tile_m_ : tile_n_;
      const bool idle = kept_ * down() * across() < kEnoughTiles && tile_work() > kTileWork;
      if (larger <= kLargestTile && (larger <= kSmallestTile || !idle)) return;
      larger = div_up(div_up(larger, 2), 16) * 16;  // BLAS works in blocks of up to 16
    }
  }

  // Few tiles of long sums: the sums are cut as well.
  void choose_parts() {
    segment_ = std::min(p_.k, kLongestSum);
    if (empty() || terms() == 0 || kept_ * down() * across() * 2 > kMostParts) return;
    const auto most = static_cast<int64_t>(std::min<double>(kMostParts, tile_work() / kTileWork));
    if (most <= 1) return;
    if (summed_ < most) segment_ = std::min(segment_, div_up(p_.k, div_up(most, summed_)));
    parts_ = std::min(most, summed_ * div_up(p_.k, segment_));
  }

  void run_tile(int64_t tile, int64_t part_step) const {
    const int64_t j = tile % across() * tile_n_, i = tile / across() % down() * tile_m_;
    tile /= across() * down();
    const int64_t part = tile / kept_, segments = div_up(p_.k, segment_), all = summed_ * segments;
    Stack a = p_.a, b = p_.b, c = p_.c;
    move(tile % kept_, false, a, b, c);
    c.data += part * part_step * dtype_size(p_.dtype);
    const int64_t first = part * all / parts_, last = (part + 1) * all / parts_;
    for (int64_t term = first; term < last; ++term) {
      Stack x = a, y = b;
      move(term / segments, true, x, y, c);
      const int64_t l = term % segments * segment_;
      multiply(x, y, c, i, j, l, std::min(segment_, p_.k - l), term > first);
    }
  }

  // To the matrices with a number among the batch dimensions that are summed, or among those that are not.
  void move(int64_t number, bool summed, Stack& a, Stack& b, Stack& c) const {
    for (int d = p_.rank; d-- > 0;) {
      if (p_.summed[d] != summed) continue;
      const int64_t at = number % p_.shape[d] * dtype_size(p_.dtype);
      number /= p_.shape[d];
      for (Stack* s : {&a, &b, &c}) s->data += at * s->batch[d];
    }
  }

  void multiply(Stack a, Stack b, Stack c, int64_t i, int64_t j, int64_t l, int64_t k, bool add) const {
    const int64_t m = std::min(tile_m_, p_.m - i), n = std::min(tile_n_, p_.n - j);
    if (p_.dtype == NABLA_FLOAT32) return blas<float>(a, b, c, i, j, l, m, n, k, add);
    if (p_.dtype == NABLA_FLOAT64) return blas<double>(a, b, c, i, j, l, m, n, k, add);
    const int size = dtype_size(p_.dtype);
    a.data += (i * a.row + l * a.column) * size;
    b.data += (l * b.row + j * b.column) * size;
    c.data += (i * c.row + j * c.column) * size;
    plain_product(p_.dtype)(m, n, k, a, b, c, add);
  }

  template <class T>
  void blas(const Stack& a, const Stack& b, const Stack& c, int64_t i, int64_t j, int64_t l, int64_t m, int64_t n,
            int64_t k, bool add) const {
    gemm(m, n, k, matrix<T>(p_.m, p_.k, a, i, l), matrix<T>(p_.k, p_.n, b, l, j),
         reinterpret_cast<T*>(c.data) + i * c.row + j * c.column, p_.m == 1 ? n : c.row, add);
  }

  const Product& p_;
  int64_t kept_ = 1, summed_ = 1;  // how many matrices along the batch dimensions
  int64_t tile_m_, tile_n_;
  int64_t parts_ = 1;  // of each sum, joined afterwards
  int64_t segment_;    // of k: what one call sums
};

// The first of `parts` runs becomes the sum of all, added in order.
void join(int32_t dtype, void* data, int64_t n, int64_t parts) {
  visit_dtype(dtype, [&](auto type) {
    using T = typename decltype(type)::type;
    if constexpr (!std::is_same_v<T, Bool>) {  // products have none
      // Integers wrap around, which only unsigned ones may.
      using U = typename std::conditional_t<std::is_integral_v<T>, std::make_unsigned<T>, Type<T>>::type;
      U* sum = static_cast<U*>(data);
      parallel_ranges(n, 16384, 0.2 * static_cast<double>(parts), [&](int64_t begin, int64_t end) {
        for (int64_t part = 1; part < parts; ++part)
          for (int64_t i = begin; i < end; ++i) sum[i] = static_cast<U>(sum[i] + sum[part * n + i]);
      });
    }
  });
}

}  // namespace

void run_product(Product p) {
  fold_dimensions(p);
  const bool floating = (kFloating & dtype_bit(p.dtype)) != 0;
  if (floating && !fits_rows(p.m, p.n, p.c.row, p.c.column) && fits_rows(p.n, p.m, p.c.column, p.c.row))
    transpose_all(p);

  const Tiles tiles(p);
  if (tiles.empty()) return;
  nabla_buffer lent;
  if (tiles.terms() == 0) return copy(number(0.0), view_of(p, p.c, p.m, p.n, lent));

  // What BLAS cannot take as it is goes through a copy.
  std::optional<Temporary> packed_a, packed_b;
  const auto pack = [&](Stack& s, int64_t rows, int64_t columns, std::optional<Temporary>& packed) {
    if (!floating || fits(rows, columns, s)) return;
    const nabla_view from = view_of(p, s, rows, columns, lent);
    packed.emplace(p.dtype, from);
    copy(from, packed->view());
    s = stack_of(packed->view());
  };
  pack(p.a, p.m, p.k, packed_a);
  pack(p.b, p.k, p.n, packed_b);
  if (tiles.parts() == 1 && (!floating || fits_rows(p.m, p.n, p.c.row, p.c.column))) return tiles.run(0);

  // The parts of each sum one behind the other, each contiguous; joined, then copied to where they belong.
  const nabla_view out = view_of(p, p.c, p.m, p.n, lent);
  nabla_view all = out;
  all.shape[0] *= tiles.parts();
  const Temporary sums(p.dtype, all);
  nabla_view first = sums.view();
  first.shape[0] = out.shape[0];
  p.c = stack_of(first);
  tiles.run(count_of(out));
  join(p.dtype, sums.data<void>(), count_of(out), tiles.parts());
  copy(first, out);
}

}  // namespace nabla::cpu

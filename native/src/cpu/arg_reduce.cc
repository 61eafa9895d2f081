#include "cpu/arg_reduce.h"

#include <algorithm>
#include <cstring>

#include "cpu/arg_reduce_kernels.h"
#include "cpu/reduce_plan.h"
#include "cpu/reduce_reader.h"
#include "cpu/scratch.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

constexpr double kNanoseconds = 0.2;
constexpr int64_t kManyTiles = 64;  // from here on threads take whole tiles, and need not cut them

// The best of each column of a tile so far.
struct Candidates {
  int64_t* indices;
  char* values;
};

class ArgReduction {
 public:
  ArgReduction(const ArgReducer& reducer, const ReducePlan& plan)
      : reducer_(reducer), plan_(plan), reader_(plan), size_(plan.size()) {}

  void run() const {
    const double elements = static_cast<double>(plan_.rows ? 1 : plan_.tile * plan_.glue);
    if (plan_.chunks == 1 || plan_.tiles >= kManyTiles) {
      const double cost = static_cast<double>(plan_.tile) * static_cast<double>(plan_.reduced.count) * kNanoseconds;
      return parallel_for(plan_.tiles, {cost}, [&](int64_t t) {
        const ReduceTile tile = reader_.tile(t);
        const Scratch memory(bytes(tile.width));
        const Candidates best = candidates(memory.data(), tile.width);
        accumulate(tile, 0, plan_.length(), best);
        complete(tile, best);
      });
    }
    const int64_t width = padded(plan_.tile * plan_.glue), each = bytes(width);
    const Scratch parts(plan_.tiles * plan_.chunks * each);
    const double cost = elements * static_cast<double>(plan_.chunk) * kNanoseconds;
    parallel_for(plan_.tiles * plan_.chunks, {cost}, [&](int64_t i) {
      const int64_t begin = i % plan_.chunks * plan_.chunk;
      accumulate(reader_.tile(i / plan_.chunks), begin, std::min(begin + plan_.chunk, plan_.length()),
                 candidates(parts.data() + i * each, width));
    });
    for (int64_t t = 0; t < plan_.tiles; ++t) {
      const ReduceTile tile = reader_.tile(t);
      const Candidates best = candidates(parts.data() + t * plan_.chunks * each, width);
      for (int64_t c = 1; c < plan_.chunks; ++c)
        join(best, candidates(parts.data() + (t * plan_.chunks + c) * each, width), tile.columns);
      complete(tile, best);
    }
  }

 private:
  int64_t bytes(int64_t width) const { return width * (static_cast<int64_t>(sizeof(int64_t)) + size_); }
  static Candidates candidates(char* memory, int64_t width) {
    return {reinterpret_cast<int64_t*>(memory), memory + width * static_cast<int64_t>(sizeof(int64_t))};
  }
  void join(Candidates a, Candidates b, int64_t count) const {
    reducer_.join(a.values, a.indices, b.values, b.indices, count);
  }

  void accumulate(const ReduceTile& tile, int64_t begin, int64_t end, Candidates best) const {
    reducer_.begin(best.values, best.indices, tile.columns);
    if (!plan_.rows) return columns(tile.first, tile.columns, plan_.glue, begin, end, best);
    for (int64_t i = 0; i < tile.results; ++i) {
      const int64_t base = reader_.base(tile.first + i);
      for (int64_t at = begin, n; at < end; at += n) {
        n = std::min(plan_.block, end - at);
        alignas(64) char packed[kRowBlockBytes];
        reducer_.row(reader_.row(base, at, n, packed), n, at, best.values + i * size_, best.indices + i);
      }
    }
  }

  void columns(int64_t first, int64_t columns, int64_t glue, int64_t begin, int64_t end, Candidates best) const {
    const Scratch packed(reader_.packed_bytes(columns));
    for (int64_t at = begin, n; at < end; at += n) {
      n = std::min(kColumnBlockRows, end - at);
      const void* rows[kColumnBlockRows];
      reader_.columns(first, columns, glue, at, n, packed.data(), rows);
      reducer_.columns(rows, n, columns, glue, at, best.values, best.indices);
    }
  }

  void complete(const ReduceTile& tile, Candidates best) const {
    for (int64_t half = plan_.glue / 2; half > 0; half /= 2)
      join(best, {best.indices + half * tile.results, best.values + half * tile.results * size_}, half * tile.results);
    const int64_t done = plan_.length() * plan_.glue;  // rows that were left over when rows were glued
    if (done < plan_.reduced.count) columns(tile.first, tile.results, 1, done, plan_.reduced.count, best);
    unpack(plan_.kept, plan_.kept.operand[1], tile.first, tile.results, best.indices);
    if (plan_.kept.operands > 2) unpack(plan_.kept, plan_.kept.operand[2], tile.first, tile.results, best.values);
  }

  const ArgReducer& reducer_;
  const ReducePlan& plan_;
  const ReduceReader reader_;
  const int64_t size_;
};

const ArgReducer* reducers_for(int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return arg_reducers_float32();
    case NABLA_FLOAT64: return arg_reducers_float64();
    case NABLA_INT32: return arg_reducers_int32();
    case NABLA_INT64: return arg_reducers_int64();
    default: return arg_reducers_uint8();  // and bool: a byte that is 0 or 1
  }
}

}  // namespace

void arg_reduce(nabla_arg_reduce_op op, const nabla_view& x, const nabla_view* values, const nabla_view& indices) {
  const nabla_view* const outputs[] = {&indices, values};
  const ReducePlan plan = plan_reduction(x, outputs, values == nullptr ? 1 : 2);
  if (plan.kept.count > 0) ArgReduction(reducers_for(x.dtype)[op], plan).run();
}

}  // namespace nabla::cpu

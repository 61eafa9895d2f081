#include "cpu/reduce.h"

#include <algorithm>
#include <cstring>

#include "core/dtype.h"
#include "cpu/pairwise.h"
#include "cpu/reduce_plan.h"
#include "cpu/reduce_reader.h"
#include "cpu/scratch.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kManyTiles = 64;  // from here on threads take whole tiles, and need not cut them

class Reduction {
 public:
  Reduction(const Reducer& reducer, const ReducePlan& plan, double parameter)
      : reducer_(reducer), plan_(plan), reader_(plan), parameter_(parameter), size_(plan.size()) {}

  void run() const {
    if (plan_.kept.count == 0) return;
    if (plan_.reduced.count == 0) return run_empty();
    if (plan_.chunks == 1 || plan_.tiles >= kManyTiles) {
      const double elements = static_cast<double>(plan_.tile) * static_cast<double>(plan_.reduced.count);
      parallel_for(plan_.tiles, {elements * reducer_.nanoseconds}, [&](int64_t t) {
        const ReduceTile tile = reader_.tile(t);
        const Scratch states(bytes(tile.width));
        accumulate(tile, 0, plan_.length(), states.data());
        complete(tile, states.data());
      });
    } else {
      run_in_chunks();
    }
  }

 private:
  int64_t bytes(int64_t width) const { return (reducer_.values * width + kStateLanes) * size_; }

  auto pairwise(int64_t blocks, int64_t columns, int64_t width) const {
    auto merge = [=](void* a, double na, const void* b, double nb) { reducer_.merge(a, na, b, nb, columns, width); };
    return Pairwise<decltype(merge)>(blocks, bytes(width), merge);
  }

  // Few tiles, each of them long: first all their subtrees, then what joins these.
  void run_in_chunks() const {
    const int64_t each = bytes(padded(plan_.tile * plan_.glue));
    const Scratch parts(plan_.tiles * plan_.chunks * each);
    auto part = [&](int64_t t, int64_t c) { return parts.data() + (t * plan_.chunks + c) * each; };
    const double elements =
        static_cast<double>(plan_.chunk * plan_.glue) * static_cast<double>(plan_.rows ? 1 : plan_.tile);
    parallel_for(plan_.tiles * plan_.chunks, {elements * reducer_.nanoseconds}, [&](int64_t i) {
      const int64_t t = i / plan_.chunks, c = i % plan_.chunks;
      accumulate(reader_.tile(t), c * plan_.chunk, end_of_chunk(c), part(t, c));
    });
    for (int64_t t = 0; t < plan_.tiles; ++t) {
      const ReduceTile tile = reader_.tile(t);
      auto tree = pairwise(plan_.chunks, tile.columns, tile.width);
      for (int64_t c = 0; c < plan_.chunks; ++c) {
        std::memcpy(tree.next(), part(t, c), static_cast<size_t>(bytes(tile.width)));
        tree.add(static_cast<double>(end_of_chunk(c) - c * plan_.chunk));
      }
      const Scratch states(bytes(tile.width));
      std::memcpy(states.data(), tree.root(), static_cast<size_t>(bytes(tile.width)));
      complete(tile, states.data());
    }
  }
  int64_t end_of_chunk(int64_t c) const { return std::min((c + 1) * plan_.chunk, plan_.length()); }

  // The states of elements [begin, end) of each result of a tile.
  void accumulate(const ReduceTile& tile, int64_t begin, int64_t end, char* states) const {
    if (plan_.rows)
      accumulate_rows(tile, begin, end, states);
    else
      accumulate_columns(tile.first, tile.columns, tile.width, plan_.glue, begin, end, states);
  }

  void accumulate_rows(const ReduceTile& tile, int64_t begin, int64_t end, char* states) const {
    const Plan::Operand& x = plan_.kept.operand[0];
    if (plan_.direct && end - begin <= plan_.block) {
      const int64_t step = plan_.kept.rank == 0 ? 0 : x.strides[plan_.kept.rank - 1], inner = plan_.kept.inner();
      for (int64_t i = 0, run; i < tile.results; i += run) {
        run = std::min(tile.results - i, inner - (tile.first + i) % inner);
        reducer_.rows(reader_.element(reader_.base(tile.first + i) + begin), step, run, end - begin, parameter_,
                      states + i * size_, tile.width);
      }
      return;
    }
    for (int64_t i = 0; i < tile.results; ++i) {
      const int64_t base = reader_.base(tile.first + i);
      auto tree = pairwise((end - begin - 1) / plan_.block + 1, 1, kStateLanes);
      for (int64_t at = begin, n; at < end; at += n) {
        n = std::min(plan_.block, end - at);
        alignas(64) char packed[kRowBlockBytes];
        reducer_.rows(reader_.row(base, at, n, packed), 0, 1, n, parameter_, tree.next(), kStateLanes);
        tree.add(static_cast<double>(n));
      }
      const char* root = static_cast<const char*>(tree.root());
      for (int k = 0; k < reducer_.values; ++k)
        std::memcpy(states + (k * tile.width + i) * size_, root + k * kStateLanes * size_, static_cast<size_t>(size_));
    }
  }

  // Rows [begin, end), each of `glue` elements of every result side by side.
  void accumulate_columns(int64_t first, int64_t columns, int64_t width, int64_t glue, int64_t begin, int64_t end,
                          char* states) const {
    const int64_t blocks = (end - begin - 1) / kColumnBlockRows + 1;
    const Scratch packed(reader_.packed_bytes(columns));
    auto add = [&](int64_t at, int64_t n, void* to) {
      const void* rows[kColumnBlockRows];
      reader_.columns(first, columns, glue, at, n, packed.data(), rows);
      reducer_.columns(rows, n, columns, parameter_, to, width);
    };
    if (blocks == 1) return add(begin, end - begin, states);
    auto tree = pairwise(blocks, columns, width);
    for (int64_t at = begin, n; at < end; at += n) {
      n = std::min(kColumnBlockRows, end - at);
      add(at, n, tree.next());
      tree.add(static_cast<double>(n));
    }
    std::memcpy(states, tree.root(), static_cast<size_t>(bytes(width)));
  }

  // Glued rows come apart: their halves are joined, then the halves' halves; and then the rows that were left over.
  void unglue(const ReduceTile& tile, char* states) const {
    double n = static_cast<double>(plan_.length());
    for (int64_t half = plan_.glue / 2; half > 0; half /= 2, n *= 2)
      reducer_.merge(states, n, states + half * tile.results * size_, n, half * tile.results, tile.width);
    const int64_t done = plan_.length() * plan_.glue, left = plan_.reduced.count - done;
    if (left == 0) return;
    const Scratch rest(bytes(tile.width));
    accumulate_columns(tile.first, tile.results, tile.width, 1, done, plan_.reduced.count, rest.data());
    reducer_.merge(states, n, rest.data(), static_cast<double>(left), tile.results, tile.width);
  }

  void complete(const ReduceTile& tile, char* states) const {
    if (plan_.glue > 1) unglue(tile, states);
    reducer_.finish(states, static_cast<double>(plan_.reduced.count), parameter_, tile.results, tile.width);
    for (int k = 0; k < reducer_.results; ++k)
      unpack(plan_.kept, plan_.kept.operand[1 + k], tile.first, tile.results, states + k * tile.width * size_);
  }

  void run_empty() const {
    const Scratch states(bytes(kStateLanes));
    for (int64_t first = 0; first < plan_.kept.count; first += kStateLanes) {
      const ReduceTile tile{first, std::min(kStateLanes, plan_.kept.count - first), 0, kStateLanes};
      reducer_.rows(nullptr, 0, tile.results, 0, parameter_, states.data(), tile.width);
      complete(tile, states.data());
    }
  }

  const Reducer& reducer_;
  const ReducePlan& plan_;
  const ReduceReader reader_;
  const double parameter_;
  const int64_t size_;
};

const ReduceForms* forms_for(int32_t dtype) {
  switch (dtype) {
    case NABLA_FLOAT32: return reduce_forms_float32();
    case NABLA_FLOAT64: return reduce_forms_float64();
    case NABLA_INT32: return reduce_forms_int32();
    case NABLA_INT64: return reduce_forms_int64();
    default: return reduce_forms_uint8();  // and bool: a byte that is 0 or 1
  }
}

}  // namespace

const ReduceForm& reduce_form(nabla_reduce_op op, int32_t dtype, double parameter) {
  const ReduceForm* form = forms_for(dtype)[op].form;
  while (!form->fits(parameter)) ++form;  // the last one fits always
  return *form;
}

void run_reducer(const Reducer& reducer, const nabla_view& x, double parameter, const nabla_view* const* outputs) {
  const ReducePlan plan = plan_reduction(x, outputs, reducer.results);
  Reduction(reducer, plan, parameter).run();
}

void reduce(nabla_reduce_op op, const nabla_view& x, double parameter, const nabla_view& out) {
  const nabla_view* const outputs[] = {&out};
  run_reducer(reduce_form(op, x.dtype, parameter).forward, x, parameter, outputs);
}

}  // namespace nabla::cpu

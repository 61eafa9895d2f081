#include "cpu/lines.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "cpu/line_plan.h"
#include "cpu/pairwise.h"
#include "cpu/reduce_plan.h"
#include "cpu/threads.h"
#include "cpu/window.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kManyTiles = 64;  // from here on threads take whole tiles, and need not cut them

class Lines {
 public:
  Lines(const LineKernel& kernel, const LinePlan& plan)
      : kernel_(kernel), plan_(plan), size_(plan.size()), width_(padded(plan.tile)), result_(kernel.inputs) {}

  void run() const {
    const double tile = static_cast<double>(plan_.tile) * static_cast<double>(plan_.length) * kernel_.nanoseconds;
    const int64_t chunks = plan_.chunks, bytes = tile_bytes();
    if (chunks == 1 || plan_.tiles >= kManyTiles) {
      return parallel_for(plan_.tiles, {tile}, [&](int64_t t) {
        const Scratch memory(bytes);
        if (!plan_.rows && plan_.blocks == 1) return reduce_and_map(t, memory.data());
        for (int64_t c = 0; c < chunks; ++c) reduce(t, c, memory.data());
        join(t, memory.data());
        for (int64_t c = 0; c < chunks; ++c) map(t, c, memory.data());
      });
    }
    // Few tiles, each of them long: threads share their chunks.
    const Scratch memory(plan_.tiles * bytes);
    const Cost cost{tile / static_cast<double>(chunks)};
    auto of = [&](int64_t t) { return memory.data() + t * bytes; };
    parallel_for(plan_.tiles * chunks, cost, [&](int64_t i) { reduce(i / chunks, i % chunks, of(i / chunks)); });
    for (int64_t t = 0; t < plan_.tiles; ++t) join(t, of(t));
    parallel_for(plan_.tiles * chunks, cost, [&](int64_t i) { map(i / chunks, i % chunks, of(i / chunks)); });
  }

 private:
  // A tile's memory: the states of its lines for each chunk, the first of which becomes the state for all; and the
  // state of each block where the second pass needs it, else of the block at hand in each chunk. A block's state is
  // `values` numbers in a row if it is one line's, and that of several lines as in reduce_kernels.h.
  int64_t state_bytes() const { return kernel_.values * width_ * size_; }
  int64_t block_bytes() const { return plan_.rows ? kernel_.values * size_ : state_bytes(); }
  int64_t blocks() const { return kernel_.writes ? plan_.blocks * (plan_.rows ? plan_.tile : 1) : plan_.chunks; }
  int64_t tile_bytes() const { return padded(plan_.chunks * state_bytes() + blocks() * block_bytes()); }
  char* chunk_state(char* memory, int64_t c) const { return memory + c * state_bytes(); }
  char* block_state(char* memory, int64_t line, int64_t block) const {
    const int64_t number = kernel_.writes ? line * plan_.blocks + block : block / plan_.chunk;
    return memory + plan_.chunks * state_bytes() + number * block_bytes();
  }
  // One line's state, from one layout of states to another.
  void copy_values(char* to, int64_t to_step, const char* from, int64_t from_step) const {
    for (int k = 0; k < kernel_.values; ++k)
      std::memcpy(to + k * to_step * size_, from + k * from_step * size_, static_cast<size_t>(size_));
  }

  auto pairwise(int64_t count, int64_t columns, int64_t width) const {
    auto merge = [=](void* a, double na, const void* b, double nb) { kernel_.merge(a, na, b, nb, columns, width); };
    return Pairwise<decltype(merge)>(count, kernel_.values * width * size_, merge);
  }

  // The operands of one tile, a block at a time.
  struct Block {
    Block(const Lines& lines, int64_t t) : lines_(lines), tile(lines.plan_.tile_at(t)) {
      const LinePlan& plan = lines.plan_;
      for (int k = 0; k <= lines.result_; ++k) {
        const int64_t step = plan.rows ? plan.along[k] : plan.beside(k);
        const bool packs = step != 1 || (!plan.rows && tile.lines % kStateLanes != 0);
        const int64_t bytes = plan.rows ? kRowBlockBytes : kColumnBlockRows * lines.width_ * lines.size_;
        window[k].emplace(plan.kept.operand[k].data, plan.kept.operand[k].size, step, !plan.rows, packs ? bytes : 0);
      }
    }
    // Of line `line` of the tile, or of all if they are columns.
    void open(int operand, int64_t line, int64_t block, bool load) {
      const LinePlan& plan = lines_.plan_;
      const int64_t base = offset_of(plan.kept, plan.kept.operand[operand], tile.first + line);
      const int64_t offset = base + block * plan.block * plan.along[operand], n = plan.elements(block);
      if (plan.rows)
        window[operand]->open(offset, 0, 1, n, load);
      else
        window[operand]->open(offset, plan.along[operand], n, tile.lines, load);
      rows[operand] = window[operand]->rows();
      row[operand] = window[operand]->rows()[0];
    }

    const Lines& lines_;
    const LinePlan::Tile tile;
    std::optional<Window> window[LinePlan::kMostOperands];
    const void* const* rows[LinePlan::kMostOperands];
    void* row[LinePlan::kMostOperands];
  };

  // The states of a chunk.
  void reduce(int64_t t, int64_t c, char* memory) const {
    Block block(*this, t);
    for (int64_t line = 0; line < (plan_.rows ? block.tile.lines : 1); ++line) {
      char* total = chunk_state(memory, c) + line * size_;
      const int64_t begin = c * plan_.chunk, end = plan_.end_of_chunk(c);
      const int64_t columns = plan_.rows ? 1 : block.tile.lines, width = plan_.rows ? kStateLanes : width_;
      if (end - begin == 1) {
        copy_states(total, width_, reduce_block(block, line, begin, memory));
        continue;
      }
      auto tree = pairwise(end - begin, columns, width);
      for (int64_t b = begin; b < end; ++b) {
        copy_states(static_cast<char*>(tree.next()), width, reduce_block(block, line, b, memory));
        tree.add(static_cast<double>(plan_.elements(b)));
      }
      const char* root = static_cast<const char*>(tree.root());
      if (plan_.rows)
        copy_values(total, width_, root, kStateLanes);
      else
        std::memcpy(total, root, static_cast<size_t>(state_bytes()));
    }
  }
  const char* reduce_block(Block& block, int64_t line, int64_t b, char* memory) const {
    for (int k = 0; k < kernel_.inputs; ++k) block.open(k, line, b, true);
    block.open(result_, line, b, false);
    char* state = block_state(memory, line, b);
    const int64_t n = plan_.elements(b);
    if (plan_.rows)
      kernel_.reduce_row(block.row, block.row[result_], n, state);
    else
      kernel_.reduce_columns(block.rows, block.window[result_]->rows(), n, block.tile.lines, state, width_);
    if (kernel_.writes) block.window[result_]->close();
    return state;
  }
  // From a block's state to one among those of `width` lines.
  void copy_states(char* to, int64_t width, const char* block) const {
    if (plan_.rows)
      copy_values(to, width, block, 1);
    else
      std::memcpy(to, block, static_cast<size_t>(state_bytes()));
  }

  // Short columns, in one go: what had to be packed is packed once.
  void reduce_and_map(int64_t t, char* memory) const {
    Block block(*this, t);
    const int64_t n = plan_.length, lines = block.tile.lines;
    for (int k = 0; k <= result_; ++k) block.open(k, 0, 0, k != result_);
    void* const* out = block.window[result_]->rows();
    char* own = block_state(memory, 0, 0);
    kernel_.reduce_columns(block.rows, out, n, lines, own, width_);
    copy_states(memory, width_, own);
    kernel_.prepare(memory, lines, width_);
    kernel_.map_columns(block.rows + (kernel_.writes ? result_ : 0), out, n, lines, own, memory, width_);
    block.window[result_]->close();
  }

  // The chunks' states become the tile's.
  void join(int64_t t, char* memory) const {
    const int64_t lines = plan_.tile_at(t).lines;
    if (plan_.chunks > 1) {
      auto tree = pairwise(plan_.chunks, lines, width_);
      for (int64_t c = 0; c < plan_.chunks; ++c) {
        std::memcpy(tree.next(), chunk_state(memory, c), static_cast<size_t>(state_bytes()));
        const int64_t end = std::min(plan_.end_of_chunk(c) * plan_.block, plan_.length);
        tree.add(static_cast<double>(end - c * plan_.chunk * plan_.block));
      }
      std::memcpy(memory, tree.root(), static_cast<size_t>(state_bytes()));
    }
    kernel_.prepare(memory, lines, width_);
  }

  // The elements of a chunk.
  void map(int64_t t, int64_t c, char* memory) const {
    Block block(*this, t);
    for (int64_t line = 0; line < (plan_.rows ? block.tile.lines : 1); ++line) {
      alignas(double) char total[2 * sizeof(double)];
      if (plan_.rows) copy_values(total, 1, memory + line * size_, width_);
      for (int64_t b = c * plan_.chunk; b < plan_.end_of_chunk(c); ++b) {
        for (int k = 0; k < kernel_.inputs && !kernel_.writes; ++k) block.open(k, line, b, true);
        block.open(result_, line, b, kernel_.writes);
        const int from = kernel_.writes ? result_ : 0;
        const char* own = block_state(memory, line, b);
        const int64_t n = plan_.elements(b);
        if (plan_.rows)
          kernel_.map_row(block.row + from, block.row[result_], n, own, total);
        else
          kernel_.map_columns(block.rows + from, block.window[result_]->rows(), n, block.tile.lines, own, memory,
                              width_);
        block.window[result_]->close();
      }
    }
  }

  const LineKernel& kernel_;
  const LinePlan& plan_;
  const int64_t size_, width_;
  const int result_;  // the number of the result among the operands: the last
};

}  // namespace

void run_lines(const LineKernel& kernel, const nabla_view* const* views, int dim) {
  const LinePlan plan = plan_lines(views, kernel.inputs + 1, dim);
  if (plan.tiles > 0) Lines(kernel, plan).run();
}

}  // namespace nabla::cpu

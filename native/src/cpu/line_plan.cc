#include "cpu/line_plan.h"

#include <algorithm>
#include <cstdlib>

#include "core/view.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kShortLine = 16;        // lines this short are better read as columns, even if they must be packed
constexpr int64_t kTileElements = 8192;   // short lines are taken together until they have so many elements
constexpr int64_t kPassedTwice = 262144;  // a tile of columns is read twice: the second time from a second-level cache
constexpr int64_t kShareElements = 131072;  // what is worth a thread's while, when one tile is cut

bool lines_are_rows(const LinePlan& p) {
  const int64_t beside = p.kept.rank == 0 ? 0 : std::abs(p.beside(0)), along = std::abs(p.along[0]);
  if (beside != 0 && beside < along) return false;
  return p.length >= kShortLine || p.kept.inner() < kShortLine;
}

}  // namespace

LinePlan plan_lines(const nabla_view* const* views, int count, int dim) {
  LinePlan p{};
  nabla_view kept[LinePlan::kMostOperands] = {};
  const nabla_view* pointers[LinePlan::kMostOperands] = {};
  const bool number = views[0]->rank == 0;
  for (int k = 0; k < count; ++k) {
    kept[k] = *views[k];
    if (!number) kept[k].shape[dim] = 1;
    pointers[k] = &kept[k];
    p.along[k] = number ? 1 : views[k]->strides[dim];
  }
  p.length = number ? 1 : views[0]->shape[dim];
  p.kept = make_plan(kept[0], pointers, count);
  for (int k = 0; k < count; ++k) p.kept.operand[k].data = writable(*views[k]);  // a scalar's bits outlive its copy
  if (p.length == 0 || p.kept.count == 0) return p;

  p.rows = lines_are_rows(p);
  if (p.rows) {
    p.tile = std::clamp<int64_t>(kTileElements / p.length, 1, kColumnBytes / p.size());
    p.tiles = (p.kept.count - 1) / p.tile + 1;
    p.block = kRowBlockBytes / p.size();
  } else {
    const int64_t run = p.kept.inner(), widest = kColumnBytes / p.size();
    const int64_t fitting = kPassedTwice / (count * p.length * p.size()) / kStateLanes * kStateLanes;
    p.tile = std::min(fitting > 0 && fitting < widest ? fitting : widest, run);  // if none fits, whole pages are best
    p.tiles_a_run = (run - 1) / p.tile + 1;
    p.tiles = p.kept.count / run * p.tiles_a_run;
    p.block = kColumnBlockRows;
  }
  p.blocks = (p.length - 1) / p.block + 1;
  p.chunk = 1;
  while (p.chunk * p.block * (p.rows ? 1 : p.tile) < kShareElements) p.chunk *= 2;
  p.chunks = (p.blocks - 1) / p.chunk + 1;
  return p;
}

LinePlan::Tile LinePlan::tile_at(int64_t t) const {
  if (rows) return {t * tile, std::min(tile, kept.count - t * tile)};
  const int64_t run = kept.inner(), part = t % tiles_a_run * tile;
  return {t / tiles_a_run * run + part, std::min(tile, run - part)};
}

}  // namespace nabla::cpu

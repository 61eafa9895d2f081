#include "cpu/gradients.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "cpu/box_sums.h"
#include "cpu/boxes.h"
#include "cpu/reader.h"
#include "cpu/scratch.h"
#include "cpu/stream.h"
#include "cpu/threads.h"

namespace nabla::cpu {
namespace {

constexpr double kNanoseconds = 0.3;    // about what an element of a gradient costs
constexpr int64_t kJoinElements = 512;  // sums that are joined at a time

void store_rounded(const double* sums, int64_t n, int32_t dtype, void* tile) {
  if (dtype == NABLA_FLOAT32)
    std::transform(sums, sums + n, static_cast<float*>(tile), [](double sum) { return static_cast<float>(sum); });
  else
    std::memcpy(tile, sums, static_cast<size_t>(n) * sizeof(double));
}

void write_zeros(const nabla_view& out) {
  const Plan plan = make_plan_over(out, out);
  alignas(64) const char zeros[kTileBytes] = {};
  const int64_t tile = tile_elements(plan);
  for (int64_t at = 0; at < plan.count; at += tile) unpack(plan, plan.operand[0], at, std::min(tile, plan.count - at), zeros);
}

// The part of a plan that lies in a box. Operands keep their numbers.
Plan part_of(const Plan& plan, const Box& box) {
  Plan part;
  part.operands = plan.operands;
  part.count = 1;
  std::copy(plan.operand, plan.operand + plan.operands, part.operand);
  for (int i = 0; i < plan.rank; ++i) {
    for (int k = 0; k < plan.operands; ++k)
      part.operand[k].data += box.begin[i] * plan.operand[k].strides[i] * plan.operand[k].size;
    if (box.extent[i] == 1) continue;
    part.shape[part.rank] = box.extent[i];
    for (int k = 0; k < plan.operands; ++k) part.operand[k].strides[part.rank] = plan.operand[k].strides[i];
    part.count *= box.extent[i];
    ++part.rank;
  }
  for (int k = 0; k < part.operands; ++k) part.operand[k].layout = layout_of(part, part.operand[k]);
  return part;
}

// Rounds sums [begin, begin + n) of one operand over a box, and writes them where they belong.
void write_sums(const Plan& part, const Plan::Operand& output, const double* sums, int64_t begin, int64_t n) {
  Plan kept;
  kept.operands = 1;
  kept.operand[0] = output;
  for (int i = 0; i < part.rank; ++i) {
    if (output.strides[i] == 0) continue;
    kept.shape[kept.rank] = part.shape[i];
    kept.operand[0].strides[kept.rank++] = output.strides[i];
  }
  alignas(64) char tile[kTileBytes];
  const int64_t most = kTileBytes / output.size;
  for (const int64_t end = begin + n; begin < end; begin += most, sums += most) {
    const int64_t some = std::min(most, end - begin);
    store_rounded(sums, some, output.dtype, tile);
    unpack(kept, kept.operand[0], begin, some, tile);
  }
}

// One gradient that is wanted.
struct Output {
  int operand = 0;  // its number in the plan
  TileKernel kernel = nullptr;
  int inputs = 0;
  int input[5];  // the numbers of what the kernel reads

  bool summed = false;
  bool shares_input = false;  // it is the same view as something read
  uint32_t kept = 0, lost = 0;
  int64_t parts = 1;             // partial sums of each result
  int64_t most_sums = 1;         // of one box
  double* partial = nullptr;     // for each place along what is kept, `parts` runs of most_sums
  std::optional<Scratch> scratch;

  // The partial sums of the boxes at one place along what is kept.
  double* partial_of(const Boxes& boxes, const int64_t* place) const {
    return partial + boxes.index(kept, place) * parts * most_sums;
  }
};

class Pass {
 public:
  explicit Pass(const Backward& backward) {
    plan_outputs(backward);
    if (plan_.count == 0) return;
    uint32_t kept[NABLA_MAX_OPERANDS];
    int sums = 0;
    for (int o = 0; o < outputs_; ++o) {
      find_kept(output_[o]);
      if (output_[o].summed) kept[sums++] = output_[o].kept;
    }
    boxes_ = cut_boxes(plan_, kept, sums);
    streaming_ = worth_streaming(bytes_of(plan_));
    for (int o = 0; o < outputs_; ++o)
      if (output_[o].summed) prepare_sums(output_[o]);
  }

  void run() {
    const int64_t boxes = boxes_.count(boxes_.all());
    const double elements = static_cast<double>(plan_.count) / static_cast<double>(boxes);
    parallel_for(boxes, {kNanoseconds * elements * outputs_}, [&](int64_t box) { run_box(box); });
    for (int o = 0; o < outputs_; ++o)
      if (output_[o].parts > 1) join(output_[o]);
  }

  bool empty() const { return plan_.count == 0; }

 private:
  // The plan: dy, which decides the order of dimensions as the largest operand; what is read; what is written.
  void plan_outputs(const Backward& backward) {
    const nabla_view* views[Plan::kMaxOperands] = {backward.dy};
    int operands = 1, place[4] = {};
    int reads = 0;
    for (int i = 0; i < NABLA_MAX_OPERANDS; ++i)
      if (backward.gradient[i] != nullptr) reads |= backward.loop[i].reads;
    for (int k = 0; k < 4; ++k) {
      if ((reads >> k & 1) == 0) continue;
      place[k] = operands;
      views[operands++] = backward.saved[k];
    }
    const int inputs = operands;
    for (int i = 0; i < NABLA_MAX_OPERANDS; ++i) {
      if (backward.gradient[i] == nullptr) continue;
      Output& output = output_[outputs_++];
      output.operand = operands;
      output.kernel = backward.loop[i].kernel;
      for (int k = 0; k < 4; ++k)
        if ((backward.loop[i].reads >> k & 1) != 0) output.input[output.inputs++] = place[k];
      output.input[output.inputs++] = 0;
      for (int k = 0; k < inputs; ++k)
        output.shares_input = output.shares_input || data_of(*views[k]) == data_of(*backward.gradient[i]);
      views[operands++] = backward.gradient[i];
    }
    inputs_ = inputs;
    plan_ = make_plan(*backward.dy, views, operands);
  }

  void find_kept(Output& output) const {
    for (int i = 0; i < plan_.rank; ++i)
      (plan_.operand[output.operand].strides[i] != 0 ? output.kept : output.lost) |= 1u << i;
    output.summed = output.lost != 0;
  }

  void prepare_sums(Output& output) const {
    for (int i = 0; i < plan_.rank; ++i)
      if ((output.kept >> i & 1) != 0) output.most_sums *= boxes_.piece[i];
    output.parts = boxes_.count(output.lost);
    if (output.parts > 1) {
      const int64_t sums = boxes_.count(output.kept) * output.parts * output.most_sums;
      output.scratch.emplace(sums * static_cast<int64_t>(sizeof(double)));
      output.partial = reinterpret_cast<double*>(output.scratch->data());
    }
  }

  void run_box(int64_t number) const {
    int64_t place[NABLA_MAX_RANK];
    boxes_.locate(boxes_.all(), number, place);
    Plan part = part_of(plan_, boxes_.at(place));
    // What is summed stays in its tile; and a gradient in the place of an input waits there until all gradients have read it.
    for (int o = 0; o < outputs_; ++o)
      if (output_[o].summed || (output_[o].shares_input && outputs_ > 1))
        part.operand[output_[o].operand].layout = Layout::kStrided;

    const Tiling tiling = tiling_of(part);
    BoxSums sums[NABLA_MAX_OPERANDS];
    std::unique_ptr<double[]> own[NABLA_MAX_OPERANDS];
    for (int o = 0; o < outputs_; ++o) {
      const Output& output = output_[o];
      if (!output.summed) continue;
      sums[o].open(part, part.operand[output.operand]);
      double* to;
      if (output.parts > 1) {
        to = output.partial_of(boxes_, place) + boxes_.index(output.lost, place) * output.most_sums;
      } else {
        own[o].reset(new double[static_cast<size_t>(sums[o].size())]);
        to = own[o].get();
      }
      sums[o].begin(to, tiling.rows ? 0 : tiling.tile);
    }
    run_tiles_of(part, tiling, sums);
    for (int o = 0; o < outputs_; ++o) {
      const Output& output = output_[o];
      if (!output.summed) continue;
      sums[o].end();
      if (output.parts == 1) write_sums(part, part.operand[output.operand], own[o].get(), 0, sums[o].size());
    }
  }

  void run_tiles_of(const Plan& part, Tiling tiling, BoxSums* sums) const {
    Reader reader[Plan::kMaxOperands];
    for (int k = 0; k < inputs_; ++k) reader[k].open_input(part, part.operand[k], tiling, 0, part.count);
    for (int o = 0; o < outputs_; ++o) {
      const int k = output_[o].operand;
      reader[k].open_output(part, part.operand[k], tiling, streaming_);
    }
    for (int64_t begin = 0, n; begin < part.count; begin += n) {
      n = std::min(tiling.tile, part.count - begin);
      if (tiling.rows) n = std::min(n, part.inner() - begin % part.inner());
      run_tile(reader, begin, n, sums);
    }
    if (streaming_) end_streaming();
  }

  void run_tile(Reader* reader, int64_t begin, int64_t n, BoxSums* sums) const {
    const void* read[Plan::kMaxOperands];
    for (int k = 0; k < inputs_; ++k) read[k] = reader[k].read(begin, n);
    for (int o = 0; o < outputs_; ++o) {
      const Output& output = output_[o];
      const void* in[5];
      for (int k = 0; k < output.inputs; ++k) in[k] = read[output.input[k]];
      void* out = reader[output.operand].write(begin);
      output.kernel(in, &out, n);
      if (output.summed) sums[o].add(out, begin, n);
    }
    for (int o = 0; o < outputs_; ++o)
      if (!output_[o].summed) reader[output_[o].operand].close(begin, n);
  }

  // Adds up partial sums in pairs, in the order of their boxes, and writes the results.
  void join(const Output& output) const {
    const int64_t slices = (output.most_sums - 1) / kJoinElements + 1;
    const double additions = static_cast<double>(std::min(output.most_sums, kJoinElements) * output.parts);
    parallel_for(boxes_.count(output.kept) * slices, {kNanoseconds * additions}, [&](int64_t task) {
      int64_t place[NABLA_MAX_RANK] = {};
      boxes_.locate(output.kept, task / slices, place);
      const Plan part = part_of(plan_, boxes_.at(place));
      const Plan::Operand& operand = part.operand[output.operand];
      int64_t size = 1;
      for (int i = 0; i < part.rank; ++i)
        if (operand.strides[i] != 0) size *= part.shape[i];
      const int64_t begin = task % slices * kJoinElements, n = std::min(kJoinElements, size - begin);
      if (n <= 0) return;  // the last box may be smaller
      double* first = output.partial_of(boxes_, place) + begin;
      for (int64_t apart = 1; apart < output.parts; apart *= 2) {
        for (int64_t p = 0; p + apart < output.parts; p += 2 * apart) {
          double* to = first + p * output.most_sums;
          const double* from = to + apart * output.most_sums;
          for (int64_t i = 0; i < n; ++i) to[i] += from[i];
        }
      }
      write_sums(part, operand, first, begin, n);
    });
  }

  Plan plan_;
  int inputs_ = 0, outputs_ = 0;
  bool streaming_ = false;
  Output output_[NABLA_MAX_OPERANDS];
  Boxes boxes_;
};

}  // namespace

void run_gradients(const Backward& backward) {
  Pass pass(backward);
  if (!pass.empty()) return pass.run();
  for (const nabla_view* gradient : backward.gradient)
    if (gradient != nullptr) write_zeros(*gradient);
}

}  // namespace nabla::cpu

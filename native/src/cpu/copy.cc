#include "cpu/copy.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/plan.h"
#include "cpu/convert.h"
#include "cpu/runs.h"
#include "cpu/stream.h"
#include "cpu/threads.h"
#include "cpu/transpose.h"

namespace nabla::cpu {
namespace {

constexpr int64_t kSegment = 512;  // elements that are converted or packed at a time: 4 KiB, in the first-level cache
constexpr int64_t kChunk = 65536;  // elements that a thread takes at a time
constexpr int64_t kTurned = 512;   // bytes of a row of a transposed panel: eight lines written for each line read
constexpr int64_t kPad = 64;       // keeps a panel's rows apart in a set-associative cache
constexpr int64_t kTile = 64 * (kTurned + kPad);
constexpr double kNanoseconds = 0.3;  // an element, about

// A rectangle of the iteration: its innermost dimension and one more. In bytes from one row or column to the next.
struct Side {
  int64_t row = 0, column = 0;
};

// All of a copy: the same for each of its panels.
class Copy {
 public:
  Copy(const Plan& plan, ConvertRun convert) : to_(plan.operand[0]), from_(plan.operand[1]), convert_(convert) {
    choose_rectangle(plan);
    choose_panel();
    add_outer_dimensions(plan);
    add_dimension(div_up(rows_, panel_rows_), panel_rows_ * from_side_.row, panel_rows_ * to_side_.row);
    add_dimension(div_up(columns_, panel_columns_), panel_columns_ * from_side_.column,
                  panel_columns_ * to_side_.column);
    const int64_t bytes = plan.count * to_.size + (from_.layout == Layout::kScalar ? 0 : plan.count * from_.size);
    streaming_ = to_step() == 1 && panel_columns_ * to_.size >= kTurned && worth_streaming(bytes);
  }

  void run() const {
    int64_t panels = 1;
    for (int i = 0; i < rank_; ++i) panels *= shape_[i];
    const int64_t elements = panel_rows_ * panel_columns_;
    parallel_ranges(panels, std::max<int64_t>(1, kChunk / elements), kNanoseconds * static_cast<double>(elements),
                    [&](int64_t begin, int64_t end) { run_panels(begin, end); });
  }

 private:
  static int64_t div_up(int64_t a, int64_t b) { return (a + b - 1) / b; }
  int64_t from_step() const { return from_side_.column / from_.size; }
  int64_t to_step() const { return to_side_.column / to_.size; }

  // Columns are out's innermost dimension; rows the one along which x lies densest, so that a transposed x is read in
  // whole cache lines, too.
  void choose_rectangle(const Plan& plan) {
    if (plan.rank == 0) return;
    column_ = plan.rank - 1;
    row_ = plan.rank - 2;
    int64_t least = std::abs(from_.strides[column_]);
    for (int i = 0; i < column_; ++i) {
      const int64_t stride = std::abs(from_.strides[i]);
      if (stride == 0 || stride >= least) continue;
      least = stride;
      row_ = i;
      turned_ = true;
    }
    columns_ = plan.shape[column_];
    from_side_.column = from_.strides[column_] * from_.size;
    to_side_.column = to_.strides[column_] * to_.size;
    if (row_ < 0) return;
    rows_ = plan.shape[row_];
    from_side_.row = from_.strides[row_] * from_.size;
    to_side_.row = to_.strides[row_] * to_.size;
  }

  void choose_panel() {
    if (!turned_) {
      panel_columns_ = std::min(columns_, kChunk);
      panel_rows_ = std::min(rows_, std::max<int64_t>(1, kChunk / panel_columns_));
      return;
    }
    panel_columns_ = std::min(columns_, kTurned / from_.size);
    panel_rows_ = std::min(rows_, kTile / leading());
    panel_columns_ = std::min(columns_, (kTile / panel_rows_ - kPad) / from_.size);  // few rows: longer ones
  }

  int64_t leading() const { return panel_columns_ * from_.size + kPad; }  // bytes from row to row of the tile

  void add_outer_dimensions(const Plan& plan) {
    for (int i = 0; i < plan.rank; ++i)
      if (i != row_ && i != column_)
        add_dimension(plan.shape[i], from_.strides[i] * from_.size, to_.strides[i] * to_.size);
  }

  void add_dimension(int64_t size, int64_t from, int64_t to) {
    shape_[rank_] = size;
    from_steps_[rank_] = from;
    to_steps_[rank_++] = to;
  }

  void run_panels(int64_t begin, int64_t end) const {
    int64_t index[NABLA_MAX_RANK + 2], rest = begin;
    const char* from = from_.data;
    char* to = to_.data;
    for (int i = rank_; i-- > 0;) {
      index[i] = rest % shape_[i];
      rest /= shape_[i];
      from += index[i] * from_steps_[i];
      to += index[i] * to_steps_[i];
    }
    for (int64_t panel = begin; panel < end; ++panel) {
      run_panel(from, to, std::min(panel_rows_, rows_ - index[rank_ - 2] * panel_rows_),
                std::min(panel_columns_, columns_ - index[rank_ - 1] * panel_columns_));
      for (int i = rank_; i-- > 0;) {
        from += from_steps_[i];
        to += to_steps_[i];
        if (++index[i] < shape_[i]) break;
        from -= shape_[i] * from_steps_[i];
        to -= shape_[i] * to_steps_[i];
        index[i] = 0;
      }
    }
    if (streaming_) end_streaming();
  }

  void run_panel(const char* from, char* to, int64_t rows, int64_t columns) const {
    if (turned_) return turn(from, to, rows, columns);
    if (from_.layout == Layout::kScalar || from_step() == 0) return repeat(from, to, rows, columns);
    for (int64_t i = 0; i < rows; ++i) {
      const char* x = from + i * from_side_.row;
      char* y = to + i * to_side_.row;
      if (from_step() == 1)
        put(x, y, columns);
      else
        in_segments(columns, [&](int64_t at, int64_t n) {
          alignas(64) char packed[kSegment * 8];
          visit_size(from_.size,
                     [&](auto w) { gather_run<decltype(w)>(x + at * from_side_.column, from_step(), n, packed); });
          put(packed, y + at * to_side_.column, n);
        });
    }
  }

  void turn(const char* from, char* to, int64_t rows, int64_t columns) const {
    alignas(64) char tile[kTile];
    visit_size(from_.size, [&](auto w) {
      using Word = decltype(w);
      transpose(reinterpret_cast<const Word*>(from), from_side_.row / from_.size, from_step(), rows, columns,
                reinterpret_cast<Word*>(tile), leading() / from_.size);
    });
    for (int64_t i = 0; i < rows; ++i) put(tile + i * leading(), to + i * to_side_.row, columns);
  }

  // Rows of one value each: converted once, written as often as needed.
  void repeat(const char* from, char* to, int64_t rows, int64_t columns) const {
    alignas(64) char values[kSegment * 8];
    for (int64_t i = 0; i < rows; ++i) {
      if (i == 0 || from_side_.row != 0) fill(from + i * from_side_.row, std::min(columns, kSegment), values);
      in_segments(columns,
                  [&](int64_t at, int64_t n) { move(values, to + i * to_side_.row + at * to_side_.column, n); });
    }
  }

  void fill(const char* from, int64_t n, char* values) const {
    alignas(8) char one[8];
    std::memcpy(one, from, static_cast<size_t>(from_.size));
    if (convert_ != nullptr) {
      char converted[8];
      convert_(one, converted, 1);
      std::memcpy(one, converted, static_cast<size_t>(to_.size));
    }
    visit_size(to_.size, [&](auto w) { gather_run<decltype(w)>(one, 0, n, values); });
  }

  // A run of x's elements into a row of out.
  void put(const char* run, char* to, int64_t n) const {
    if (convert_ == nullptr) return move(run, to, n);
    if (to_step() == 1 && !streaming_) return convert_(run, to, n);
    in_segments(n, [&](int64_t at, int64_t length) {
      alignas(64) char converted[kSegment * 8];
      convert_(run + at * from_.size, converted, length);
      move(converted, to + at * to_side_.column, length);
    });
  }

  // A run of out's elements into a row of out.
  void move(const char* run, char* to, int64_t n) const {
    if (streaming_) return stream(to, run, n * to_.size);
    visit_size(to_.size, [&](auto w) { scatter_run<decltype(w)>(run, to_step(), n, to); });
  }

  template <class Body>
  static void in_segments(int64_t n, Body&& body) {
    for (int64_t at = 0; at < n; at += kSegment) body(at, std::min(kSegment, n - at));
  }

  const Plan::Operand &to_, &from_;
  ConvertRun convert_;   // null: one dtype
  bool turned_ = false;  // x runs down the columns
  bool streaming_ = false;
  int row_ = -1, column_ = -1;  // the plan's dimensions that make the rectangle
  int64_t rows_ = 1, columns_ = 1, panel_rows_ = 1, panel_columns_ = 1;
  Side from_side_, to_side_;

  // The iteration over panels: the plan's other dimensions, then panels down and across the rectangle.
  int rank_ = 0;
  int64_t shape_[NABLA_MAX_RANK + 2], from_steps_[NABLA_MAX_RANK + 2], to_steps_[NABLA_MAX_RANK + 2];
};

}  // namespace

void copy(const nabla_view& x, const nabla_view& out) {
  const Plan plan = make_plan_over(out, out, x);
  const ConvertRun convert = x.dtype == out.dtype ? nullptr : convert_run(x.dtype, out.dtype);
  const bool same = plan.operand[0].data == plan.operand[1].data && convert == nullptr;  // the very same view
  if (plan.count > 0 && !same) Copy(plan, convert).run();
}

}  // namespace nabla::cpu

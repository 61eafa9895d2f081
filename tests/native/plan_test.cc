// What views become before they are looped over.
#include <algorithm>
#include <random>

#include "core/plan.h"
#include "cpu/walk.h"
#include "tensor.h"

namespace nabla::test {
namespace {

Shape sizes(const Plan& plan) { return Shape(plan.shape, plan.shape + plan.rank); }
Shape strides(const Plan& plan, int operand) {
  return Shape(plan.operand[operand].strides, plan.operand[operand].strides + plan.rank);
}

TEST(Plan, ContiguousOperandsMergeIntoOneRun) {
  const Tensor a = empty<float>({3, 4, 5}), b = empty<double>({3, 4, 5});
  const Plan plan = make_plan_over(a.view, a.view, b.view);
  EXPECT_EQ(sizes(plan), (Shape{60}));
  EXPECT_EQ(plan.count, 60);
  EXPECT_TRUE(plan.all_linear());
  EXPECT_EQ(plan.operand[0].size, 4);
  EXPECT_EQ(plan.operand[1].size, 8);
}

TEST(Plan, DimensionsFollowTheFirstOperandsMemory) {
  const Tensor a = transpose(empty<float>({5, 4}), 0, 1), b = empty<float>({4, 5});
  EXPECT_TRUE(make_plan_over(a.view, a.view, a.view).all_linear());
  const Plan plan = make_plan_over(a.view, a.view, b.view);
  EXPECT_EQ(sizes(plan), (Shape{5, 4}));
  EXPECT_EQ(strides(plan, 0), (Shape{4, 1}));
  EXPECT_EQ(strides(plan, 1), (Shape{1, 5}));
  EXPECT_EQ(plan.operand[0].layout, Layout::kLinear);
  EXPECT_EQ(plan.operand[1].layout, Layout::kStrided);
}

TEST(Plan, BroadcastOperands) {
  const Tensor out = empty<float>({6, 7}), row = empty<float>({7}), column = empty<float>({6, 1}),
               one = empty<float>({1, 1});
  const Tensor number = scalar(2.0f);
  const Plan plan = make_plan_over(out.view, out.view, row.view, column.view, one.view, number.view);
  EXPECT_EQ(sizes(plan), (Shape{6, 7}));
  EXPECT_EQ(strides(plan, 1), (Shape{0, 1}));
  EXPECT_EQ(strides(plan, 2), (Shape{1, 0}));
  EXPECT_EQ(plan.operand[0].layout, Layout::kLinear);
  EXPECT_EQ(plan.operand[1].layout, Layout::kRows);
  EXPECT_EQ(plan.operand[2].layout, Layout::kRepeat);
  EXPECT_EQ(plan.operand[3].layout, Layout::kScalar);
  EXPECT_EQ(plan.operand[4].layout, Layout::kScalar);
  EXPECT_EQ(plan.operand[4].data, reinterpret_cast<const char*>(&number.view.scalar));
}

TEST(Plan, SizesOfOneAreGone) {
  const Tensor a = empty<float>({1, 3, 1, 4, 1}), one = empty<float>({1, 1, 1});
  EXPECT_EQ(sizes(make_plan_over(a.view, a.view)), (Shape{12}));
  const Plan plan = make_plan_over(one.view, one.view);
  EXPECT_EQ(plan.rank, 0);
  EXPECT_EQ(plan.count, 1);
  EXPECT_EQ(plan.inner(), 1);
  EXPECT_TRUE(plan.all_linear());
}

TEST(Plan, PartsMergeWhereAllOperandsAllow) {
  const Tensor a = empty<float>({2, 3, 4, 5}), part = slice(empty<float>({2, 3, 4, 9}), 3, 2, 7);
  EXPECT_EQ(sizes(make_plan_over(a.view, a.view, part.view)), (Shape{24, 5}));
  const Tensor b = slice(empty<float>({2, 6, 4, 5}), 1, 1, 4);
  EXPECT_EQ(sizes(make_plan_over(a.view, a.view, b.view)), (Shape{2, 60}));
  EXPECT_EQ(make_plan_over(a.view, b.view).operand[0].layout, Layout::kRows);
}

TEST(Plan, NothingToVisit) {
  const Tensor none = empty<float>({3, 0, 2});
  EXPECT_EQ(make_plan_over(none.view, none.view).count, 0);
  EXPECT_EQ(make_row_major_plan(none.view).count, 0);
}

TEST(Plan, RowMajorOrderStays) {
  const Tensor a = transpose(empty<float>({5, 4, 3}), 0, 2);  // 3 x 4 x 5
  EXPECT_EQ(sizes(make_row_major_plan(a.view)), (Shape{3, 4, 5}));
  EXPECT_EQ(strides(make_row_major_plan(a.view), 0), (Shape{1, 3, 12}));
  const Tensor b = empty<float>({5, 4, 3});
  EXPECT_EQ(make_row_major_plan(b.view).operand[0].layout, Layout::kLinear);
  EXPECT_EQ(sizes(make_row_major_plan(slice(b, 2, 0, 2).view)), (Shape{20, 2}));
}

// Offsets of all operands at each element, whatever the order.
using Visits = std::vector<std::vector<int64_t>>;

Visits by_loops(const Shape& shape, const std::vector<nabla_view>& views) {
  Visits all;
  for (int64_t i = 0; i < count_of(shape); ++i) {
    std::vector<int64_t> at(views.size(), 0);
    int64_t rest = i;
    for (size_t d = shape.size(); d-- > 0; rest /= shape[d])
      for (size_t k = 0; k < views.size(); ++k) {
        const int own = static_cast<int>(d) - (static_cast<int>(shape.size()) - views[k].rank);
        if (own >= 0 && views[k].shape[own] != 1) at[k] += rest % shape[d] * views[k].strides[own];
      }
    all.push_back(at);
  }
  return all;
}

TEST(Plan, VisitsWhatNestedLoopsVisit) {
  std::mt19937 random(5);
  const auto below = [&](int n) { return static_cast<int64_t>(random() % static_cast<unsigned>(n)); };
  const Tensor memory = empty<float>({1});
  for (int round = 0; round < 5000; ++round) {
    Shape shape(static_cast<size_t>(below(6)));
    for (int64_t& size : shape) size = below(12) == 0 ? 0 : 1 + below(4);
    std::vector<nabla_view> views(3, nabla_view{});
    for (nabla_view& v : views) {  // contiguous, permuted, or with any strides; some dimensions repeated or missing
      const int missing = &v == &views[0] ? 0 : static_cast<int>(below(static_cast<int>(shape.size()) + 1));
      v.buffer = memory.view.buffer;
      v.rank = static_cast<int32_t>(shape.size()) - missing;
      int64_t step = 1;
      const int64_t kind = below(3);
      for (int i = v.rank; i-- > 0;) {
        v.shape[i] = &v != &views[0] && below(4) == 0 ? 1 : shape[i + missing];
        v.strides[i] = kind == 0 ? below(30) - 10 : step;
        step *= v.shape[i];
      }
      if (kind == 1 && v.rank > 1 && v.shape[0] == v.shape[v.rank - 1]) std::swap(v.strides[0], v.strides[v.rank - 1]);
    }
    const nabla_view* pointers[] = {&views[0], &views[1], &views[2]};
    const Plan plan = make_plan(views[0], pointers, 3);
    Visits visited;
    if (plan.count > 0) {
      const int64_t cut = below(static_cast<int>(plan.count) + 1);
      for (const auto& [begin, end] : {std::pair{int64_t{0}, cut}, std::pair{cut, plan.count}})
        cpu::each_run<3>(plan, begin, end, [&](const cpu::Walk<3>& at, int64_t n) {
          for (int64_t i = 0; i < n; ++i)
            visited.push_back({at.offset(0) + i * cpu::inner_stride(plan, 0),
                               at.offset(1) + i * cpu::inner_stride(plan, 1),
                               at.offset(2) + i * cpu::inner_stride(plan, 2)});
        });
    }
    Visits expected = by_loops(shape, views);
    std::sort(visited.begin(), visited.end());
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(visited, expected) << testing::PrintToString(shape);
  }
}

}  // namespace
}  // namespace nabla::test

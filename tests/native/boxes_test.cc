// How summed iterations are cut: into boxes that cover every element once, without too many partial sums.
#include "cpu/boxes.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace nabla::cpu {
namespace {

Plan plan_of(const std::vector<int64_t>& shape) {
  Plan plan;
  plan.rank = static_cast<int>(shape.size());
  plan.count = 1;
  for (size_t i = 0; i < shape.size(); ++i) plan.count *= plan.shape[i] = shape[i];
  return plan;
}

int64_t volume(const Boxes& boxes, uint32_t dimensions, const int64_t* sizes) {
  int64_t n = 1;
  for (int i = 0; i < boxes.rank; ++i)
    if ((dimensions >> i & 1) != 0) n *= sizes[i];
  return n;
}

void expect_a_good_cut(const std::vector<int64_t>& shape, const std::vector<uint32_t>& kept) {
  SCOPED_TRACE(testing::PrintToString(shape) + " keeping " + testing::PrintToString(kept));
  const Plan plan = plan_of(shape);
  const Boxes boxes = cut_boxes(plan, kept.data(), static_cast<int>(kept.size()));
  int64_t covered = 0, place[NABLA_MAX_RANK] = {};
  for (int64_t b = 0; b < boxes.count(boxes.all()); ++b) {
    boxes.locate(boxes.all(), b, place);
    ASSERT_EQ(boxes.index(boxes.all(), place), b);
    const Box box = boxes.at(place);
    for (int i = 0; i < boxes.rank; ++i) {
      ASSERT_GT(box.extent[i], 0);
      ASSERT_EQ(box.begin[i], place[i] * boxes.piece[i]);  // so boxes meet without gap or overlap
      ASSERT_LE(box.begin[i] + box.extent[i], shape[i]);
    }
    covered += volume(boxes, boxes.all(), box.extent);
  }
  EXPECT_EQ(covered, plan.count);
  for (const uint32_t keeps : kept) {
    const uint32_t lost = boxes.all() & ~keeps;
    const int64_t parts = boxes.count(lost), partial = volume(boxes, keeps, boxes.shape) * parts;
    EXPECT_TRUE(parts == 1 || partial <= std::max(kFreePartialSums, plan.count / kPartialShare)) << partial << " partial sums";
  }
}

TEST(Boxes, CoverEverythingWithFewPartialSums) {
  expect_a_good_cut({}, {0});
  expect_a_good_cut({1}, {0});
  expect_a_good_cut({10'000'000}, {0});
  expect_a_good_cut({10'000'000}, {});
  expect_a_good_cut({4096, 1024}, {2});
  expect_a_good_cut({4096, 1024}, {1});
  expect_a_good_cut({4096, 1024}, {1, 2});
  expect_a_good_cut({4, 1 << 20}, {2});
  expect_a_good_cut({1 << 20, 4}, {1, 2, 0});
  expect_a_good_cut({5000, 5000}, {1, 2, 0});
  std::mt19937 random(1);
  for (int n = 0; n < 300; ++n) {
    std::vector<int64_t> shape(1 + random() % 5);
    for (int64_t& size : shape) size = 1 + static_cast<int64_t>(random()) % (1 << random() % 11);
    std::vector<uint32_t> kept(random() % 4);
    for (uint32_t& keeps : kept) keeps = random() & ((1u << shape.size()) - 1);
    expect_a_good_cut(shape, kept);
  }
}

TEST(Boxes, AreLargeEnoughToBeWorthATask) {
  for (const uint32_t keeps : {0u, 1u, 2u}) {
    const uint32_t kept[] = {keeps};
    const Boxes boxes = cut_boxes(plan_of({4096, 4096}), kept, 1);
    const int64_t count = boxes.count(boxes.all());
    EXPECT_GE(count, 64) << keeps;
    EXPECT_LE(count, 4096 * 4096 / (kBoxElements / 2)) << keeps;
  }
}

}  // namespace
}  // namespace nabla::cpu

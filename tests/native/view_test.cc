// The checks that every call's views go through.
#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "core/view.h"
#include "tensor.h"

namespace nabla::test {
namespace {

// "" where the check passes.
std::string refusal(const std::function<void()>& check) {
  try {
    check();
    return "";
  } catch (const Error& e) {
    EXPECT_TRUE(e.status() == NABLA_INVALID_ARGUMENT || e.status() == NABLA_UNSUPPORTED);
    return e.what();
  }
}
std::string input(const nabla_view& v) {
  return refusal([&] { check_input({"x", &v}); });
}
std::string output(const nabla_view& v) {
  return refusal([&] { check_output({"out", &v}); });
}
std::string overlap(const nabla_view& out, const nabla_view& x) {
  return refusal([&] { check_overlap({"out", &out}, {"x", &x}); });
}

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

// A window into a buffer that need not lie inside it.
nabla_view window(const Tensor& memory, int64_t offset, const Shape& shape, const Shape& strides,
                  int32_t dtype = NABLA_FLOAT32) {
  nabla_view v{};
  v.buffer = memory.view.buffer;
  v.offset = offset;
  v.dtype = dtype;
  v.rank = static_cast<int32_t>(shape.size());
  for (int i = 0; i < v.rank; ++i) v.shape[i] = shape[i], v.strides[i] = strides[i];
  return v;
}

TEST(View, ReachesExactlyItsBuffer) {
  const Tensor m = empty<float>({24});
  EXPECT_EQ(input(window(m, 0, {24}, {1})), "");
  EXPECT_SAYS(input(window(m, 0, {25}, {1})), "reaches bytes 0 to 100 of a buffer of 96");
  EXPECT_SAYS(input(window(m, 1, {24}, {1})), "reaches");
  EXPECT_EQ(input(window(m, 23, {24}, {-1})), "");
  EXPECT_SAYS(input(window(m, 22, {24}, {-1})), "reaches bytes -4");
  EXPECT_SAYS(input(window(m, -1, {1}, {1})), "reaches");
  EXPECT_EQ(input(window(m, 3, {4, 2}, {6, -3})), "");
  EXPECT_SAYS(input(window(m, 2, {4, 2}, {6, -3})), "reaches");
  EXPECT_SAYS(input(window(m, 6, {4, 2}, {6, -3})), "reaches");
  EXPECT_EQ(input(window(m, 23, {1000, 1}, {0, 1000})), "");
  EXPECT_EQ(input(window(m, 23, {}, {})), "");
  EXPECT_SAYS(input(window(m, 24, {}, {})), "reaches");
  EXPECT_EQ(input(window(m, 11, {1}, {1}, NABLA_FLOAT64)), "");
  EXPECT_SAYS(input(window(m, 12, {1}, {1}, NABLA_FLOAT64)), "reaches");
}

TEST(View, EmptyOnesTouchNothingButMustLieInside) {
  const Tensor m = empty<float>({4});
  EXPECT_EQ(input(window(m, 0, {0}, {1})), "");
  EXPECT_EQ(input(window(m, 4, {3, 0}, {100, 1})), "");
  EXPECT_SAYS(input(window(m, 5, {0}, {1})), "reaches");
  EXPECT_SAYS(input(window(m, -1, {0}, {1})), "reaches");
  EXPECT_EQ(output(window(m, 0, {0, 5}, {0, 0})), "");
}

// Products and sums that leave 64 bits must not come back as small numbers.
TEST(View, HugeSizesOverflowIntoErrors) {
  const Tensor m = empty<float>({4});
  const int64_t huge = int64_t{1} << 62, half = int64_t{1} << 32;
  const nabla_view cases[] = {
      window(m, 0, {huge}, {1}),
      window(m, 0, {huge, 4}, {1, 1}),
      window(m, 0, {5}, {huge}),
      window(m, 0, {3, 3}, {huge, -huge}),
      window(m, INT64_MAX, {1}, {1}),
      window(m, INT64_MIN, {1}, {1}),
      window(m, INT64_MAX, {2}, {1}),
      window(m, huge, {1}, {1}),
      window(m, 0, {2}, {INT64_MIN}),
      window(m, 0, {3}, {INT64_MAX}),
      window(m, 0, {half, half}, {0, 0}),
      window(m, 0, {half, half, 0}, {1, 1, 1}),
      window(m, INT64_MIN, {0}, {1}),
      window(m, INT64_MAX, {0}, {1}),
      window(m, 0, {2}, {INT64_MIN}, NABLA_UINT8),
  };
  for (const nabla_view& v : cases) {
    EXPECT_NE(input(v), "") << v.offset << " " << v.shape[0] << " " << v.strides[0];
    EXPECT_NE(output(v), "");
  }
}

TEST(View, RefusesWhatIsNoView) {
  const Tensor m = empty<float>({4});
  EXPECT_SAYS(refusal([] { check_input({"x", nullptr}); }), "x is null");
  nabla_view v = window(m, 0, {2, 2}, {2, 1});
  v.rank = 9;
  EXPECT_SAYS(input(v), "rank 9; 0 to 8");
  v.rank = -1;
  EXPECT_SAYS(input(v), "rank -1");
  v.rank = 2;
  v.shape[1] = -2;
  EXPECT_SAYS(input(v), "x has size -2 in dimension 1");
  v.shape[1] = 2;
  for (const int dtype : {-1, int{NABLA_DTYPE_COUNT}, 1000}) {
    v.dtype = dtype;
    EXPECT_SAYS(input(v), "which is none");
  }
  nabla_view number = scalar(1.0f).view;
  EXPECT_EQ(input(number), "");
  EXPECT_SAYS(output(number), "no buffer to write to");
  number.rank = 1;
  number.shape[0] = 1;
  EXPECT_SAYS(input(number), "rank 0");
}

// All that follows is measured against sets of elements, for small views of every kind.

using Elements = std::multiset<int64_t>;

Elements elements(const nabla_view& v) {
  Elements all;
  for (int64_t i = 0; i < count_of(Shape(v.shape, v.shape + v.rank)); ++i) {
    int64_t at = v.offset, rest = i;
    for (int d = v.rank; d-- > 0; rest /= v.shape[d]) at += rest % v.shape[d] * v.strides[d];
    all.insert(at);
  }
  return all;
}

bool distinct(const Elements& e) { return std::set<int64_t>(e.begin(), e.end()).size() == e.size(); }

bool meet(const Elements& a, const Elements& b) {
  return std::any_of(a.begin(), a.end(), [&](int64_t at) { return b.count(at) > 0; });
}

constexpr int kMemory = 60;

// What slicing, stepping, reversing and permuting can make of a contiguous tensor.
nabla_view sliced(const Tensor& m, std::mt19937& random) {
  const auto below = [&](int n) { return static_cast<int64_t>(random() % static_cast<unsigned>(n)); };
  static const Shape shapes[] = {{60}, {6, 10}, {12, 5}, {3, 4, 5}, {2, 5, 2, 3}};
  const Shape shape = shapes[below(5)];
  Shape strides(shape.size(), 1);
  for (size_t i = shape.size() - 1; i-- > 0;) strides[i] = strides[i + 1] * shape[i + 1];
  nabla_view v = window(m, 0, shape, strides);
  for (int i = 0; i < v.rank; ++i) {
    const int64_t begin = below(static_cast<int>(v.shape[i])), left = v.shape[i] - begin, step = 1 + below(3);
    v.offset += begin * v.strides[i];
    v.shape[i] = 1 + below(static_cast<int>((left - 1) / step + 1));
    v.strides[i] *= step;
    if (below(6) == 0) v.offset += (v.shape[i] - 1) * v.strides[i], v.strides[i] = -v.strides[i];
    const int other = static_cast<int>(below(v.rank));
    std::swap(v.shape[i], v.shape[other]);
    std::swap(v.strides[i], v.strides[other]);
  }
  return v;
}

// Any strides at all, inside the memory.
nabla_view wild(const Tensor& m, std::mt19937& random) {
  for (;;) {
    const auto below = [&](int n) { return static_cast<int64_t>(random() % static_cast<unsigned>(n)); };
    nabla_view v = window(m, below(kMemory), {}, {});
    v.rank = static_cast<int32_t>(below(4));
    for (int i = 0; i < v.rank; ++i) v.shape[i] = below(5), v.strides[i] = below(25) - 8;
    if (input(v).empty()) return v;
  }
}

TEST(View, OutputsHaveDistinctElements) {
  const Tensor m = empty<float>({kMemory});
  std::mt19937 random(1);
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    const nabla_view v = wild(m, random), s = sliced(m, random);
    const std::string said = output(v);
    if (said.empty()) {
      ASSERT_TRUE(distinct(elements(v)));
    } else {
      EXPECT_SAYS(said, "share memory");
      ++refused;
    }
    ASSERT_EQ(output(s), "");
  }
  EXPECT_GT(refused, 1000);
  EXPECT_SAYS(output(window(m, 0, {3, 4}, {0, 1})), "share memory");
  EXPECT_SAYS(output(window(m, 0, {3, 4}, {3, 1})), "share memory");
  EXPECT_EQ(output(window(m, 0, {4, 2}, {1, 30})), "");
  EXPECT_EQ(output(window(m, 5, {1, 2}, {0, 1})), "");
}

TEST(View, OverlapIsNeverMissed) {
  const Tensor m = empty<float>({kMemory});
  std::mt19937 random(2);
  int accepted = 0, met = 0;
  for (int i = 0; i < 40000; ++i) {
    const nabla_view a = sliced(m, random), b = i % 2 == 0 ? sliced(m, random) : wild(m, random);
    const bool meets = meet(elements(a), elements(b));
    const bool same =
        Shape(a.shape, a.shape + a.rank) == Shape(b.shape, b.shape + b.rank) && elements(a) == elements(b);
    met += meets;
    if (!overlap(a, b).empty()) continue;
    ++accepted;
    ASSERT_TRUE(!meets || same);
  }
  EXPECT_GT(accepted, 5000);
  EXPECT_GT(met, 5000);
}

// Views of one matrix that share no element: columns, blocks and steps, as code that updates a part from another uses
// them.
TEST(View, InterleavedPartsDoNotOverlap) {
  const Tensor m = empty<float>({kMemory});
  const nabla_view matrix = window(m, 0, {6, 10}, {10, 1});
  const auto column = [&](int64_t j) { return window(m, j, {6}, {10}); };
  EXPECT_EQ(overlap(column(0), column(1)), "");
  EXPECT_EQ(overlap(column(9), column(0)), "");
  EXPECT_SAYS(overlap(column(3), matrix), "out overlaps x");
  EXPECT_EQ(overlap(window(m, 0, {6, 3}, {10, 1}), window(m, 3, {6, 7}, {10, 1})), "");
  EXPECT_SAYS(overlap(window(m, 0, {6, 4}, {10, 1}), window(m, 3, {6, 7}, {10, 1})), "overlaps");
  EXPECT_EQ(overlap(window(m, 0, {30}, {2}), window(m, 1, {30}, {2})), "");
  EXPECT_SAYS(overlap(window(m, 0, {29}, {2}), window(m, 2, {29}, {2})), "overlaps");
  EXPECT_EQ(overlap(window(m, 0, {6, 5}, {10, 2}), window(m, 1, {6, 5}, {10, 2})), "");
  EXPECT_EQ(overlap(window(m, 0, {5}, {1}), window(m, 5, {5}, {1})), "");
  EXPECT_SAYS(overlap(window(m, 0, {6}, {1}), window(m, 5, {5}, {1})), "overlaps");
  EXPECT_EQ(overlap(window(m, 0, {3, 10}, {20, 1}), window(m, 10, {3, 10}, {20, 1})), "");

  std::mt19937 random(3);
  int apart = 0;
  for (int i = 0; i < 20000; ++i) {  // exact where both step along the matrix's own rows and columns
    const auto block = [&] {
      const auto below = [&](int64_t n) { return static_cast<int64_t>(random() % static_cast<unsigned>(n)); };
      const int64_t r = below(6), c = below(10);
      return window(m, r * 10 + c, {1 + below(6 - r), 1 + below(10 - c)}, {10, 1});
    };
    const nabla_view a = block(), b = block();
    if (meet(elements(a), elements(b))) continue;
    ++apart;
    ASSERT_EQ(overlap(a, b), "");
  }
  EXPECT_GT(apart, 1000);
}

TEST(View, TheVerySameViewIsNoOverlap) {
  const Tensor m = empty<float>({kMemory}), other = empty<float>({kMemory});
  const nabla_view a = window(m, 0, {6, 6}, {6, 1});
  EXPECT_EQ(overlap(a, a), "");
  EXPECT_EQ(overlap(window(m, 0, {6, 1}, {6, 1}), window(m, 0, {6, 1}, {6, 99})), "");  // a size of 1 has no stride
  EXPECT_SAYS(overlap(a, window(m, 0, {6, 6}, {1, 6})), "overlaps");
  EXPECT_SAYS(overlap(a, window(m, 0, {36}, {1})), "overlaps");
  EXPECT_SAYS(overlap(a, window(m, 0, {6, 6}, {6, 1}, NABLA_INT32)), "overlaps");
  EXPECT_SAYS(overlap(window(m, 0, {8}, {1}), window(m, 0, {8}, {1}, NABLA_UINT8)), "overlaps");
  EXPECT_EQ(overlap(a, window(other, 0, {6, 6}, {6, 1})), "");
  EXPECT_EQ(overlap(a, scalar(1.0f).view), "");
  EXPECT_EQ(overlap(a, window(m, 0, {0}, {1})), "");
}

TEST(View, TwoBuffersOverTheSameMemory) {
  const Tensor m = empty<float>({8});
  nabla_buffer* twin = nullptr;
  ASSERT_EQ(nabla_buffer_wrap({NABLA_DEVICE_CPU, 0}, m.data() + 16, 16, nullptr, nullptr, &twin), NABLA_OK);
  nabla_view v = window(m, 0, {4}, {1});
  v.buffer = twin;
  EXPECT_SAYS(overlap(window(m, 2, {4}, {1}), v), "overlaps");
  EXPECT_SAYS(overlap(window(m, 4, {4}, {1}), v), "overlaps");
  EXPECT_EQ(overlap(window(m, 0, {4}, {1}), v), "");
  EXPECT_DONE(nabla_buffer_release(twin));
}

TEST(View, BroadcastsAlignAtTheEnd) {
  const Tensor m = empty<float>({kMemory});
  const auto fits = [&](const Shape& from, const Shape& to) {
    const nabla_view a = window(m, 0, from, Shape(from.size(), 0)), b = window(m, 0, to, Shape(to.size(), 0));
    return refusal([&] { check_broadcasts({"x", &a}, {"out", &b}); }).empty();
  };
  EXPECT_TRUE(fits({}, {2, 3}));
  EXPECT_TRUE(fits({3}, {2, 3}));
  EXPECT_TRUE(fits({2, 1}, {2, 3}));
  EXPECT_TRUE(fits({1}, {0}));
  EXPECT_FALSE(fits({2}, {2, 3}));
  EXPECT_FALSE(fits({2, 3}, {3}));
  EXPECT_FALSE(fits({1, 3}, {3}));
  EXPECT_FALSE(fits({2, 3}, {1, 3}));
  EXPECT_FALSE(fits({0}, {1}));
}

TEST(View, SaysWhatWasGivenAndWanted) {
  const Tensor f = empty<float>({2, 3}), i = empty<int32_t>({3});
  EXPECT_EQ(refusal([&] { check_same_dtype({"a", f}, {"b", i}); }), "a is float32 and b is int32; they must be equal");
  EXPECT_EQ(refusal([&] {
              check_same_shape({"a", f}, {"b", i});
            }),
            "a has shape [2, 3]; b's is [3]; they must be equal");
  EXPECT_EQ(refusal([&] { check_dtype({"a", f}, NABLA_BOOL); }), "a is float32; it must be bool");
  EXPECT_EQ(refusal([&] {
              check_op_takes("exp", kFloating, {"a", i});
            }),
            "exp does not take int32 (a); it takes float32, float64");
}

}  // namespace
}  // namespace nabla::test

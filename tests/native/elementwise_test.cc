// Functions of two and three operands apart from their values: rows, layouts, broadcasting, threads, refusals.
#include "elementwise.h"

namespace nabla::test {
namespace {

TEST(Elementwise, RowsAreComplete) {
  int met = 0;
  for (int dtype = 0; dtype < NABLA_DTYPE_COUNT; ++dtype) {
    if ((kAllDTypes & dtype_bit(dtype)) == 0) continue;
    for (const Function& f : functions(dtype)) {
      SCOPED_TRACE(f.row.name);
      ++met;
      EXPECT_EQ(f.row.operands, f.ternary ? 3 : 2);
      EXPECT_EQ(f.row.dtypes & ~kAllDTypes, 0u);
      EXPECT_EQ(f.row.gradients >> f.row.operands, 0);
      EXPECT_EQ(f.row.gradients != 0, (f.row.dtypes & kFloating) != 0);
      EXPECT_GE(f.row.ulp, 0);
      for (int i = 0; i < f.row.operands; ++i) EXPECT_LT(f.row.low[i], f.row.high[i]);
    }
  }
  EXPECT_GT(met, NABLA_BINARY_COUNT + NABLA_TERNARY_COUNT);
  for (int op = 0; op < NABLA_BINARY_COUNT; ++op) EXPECT_NE(function_of(nabla_binary_op(op)).row.dtypes, 0u);
  for (int op = 0; op < NABLA_TERNARY_COUNT; ++op) EXPECT_NE(function_of(nabla_ternary_op(op)).row.dtypes, 0u);
}

// Shapes of three operands; functions of two leave the last one out.
const std::vector<std::vector<Shape>> kShapes{
    {{}, {}, {}},
    {{5}, {}, {5}},
    {{3, 200}, {200}, {3, 1}},
    {{1, 7}, {6, 1}, {6, 7}},
    {{4, 1, 5}, {1, 3, 5}, {3, 1}},
    {{1}, {2, 1, 2, 1, 2, 1, 2, 3}, {2, 1, 1, 2, 1, 1, 1}},
    {{0}, {3, 1}, {1}},
    {{2, 0, 3}, {3}, {2, 1, 1}},
};

// Operands laid out in any way give the bits that the same values give element by element in dense memory.
template <class T>
void expect_layouts_do_not_matter(const Function& f) {
  for (size_t k = 0; k < kShapes.size(); ++k) {
    const std::vector<Shape> shapes(kShapes[k].begin(), kShapes[k].begin() + f.row.operands);
    const Shape shape = broadcast(shapes);
    const auto operands = [&](Lie lie, bool full) {
      std::mt19937_64 random(k);
      std::vector<Tensor> in;
      for (int i = 0; i < f.row.operands; ++i) {
        Tensor t = sample<T>(f, i, shapes[i], random, lie);
        if (full) {  // a dense copy of the expanded operand
          const Tensor dense = empty(t.view.dtype, shape);
          EXPECT_DONE(nabla_copy(t, dense, nullptr));
          t = dense;
        }
        in.push_back(t);
      }
      return in;
    };
    const Tensor truth = empty<T>(shape);
    ASSERT_EQ(f.forward(operands(Lie::kDense, true), truth), NABLA_OK) << nabla_last_error();
    for (const Lie from : kLies) {
      for (const Lie to : kLies) {
        const Tensor out = empty<T>(shape, to);
        EXPECT_DONE(f.forward(operands(from, false), out));
        EXPECT_TRUE(same_bits<T>(out, truth)) << f.row.name << ", shapes " << k << ", " << name_of(from) << " to " << name_of(to);
      }
    }
  }
}

TEST(Elementwise, LayoutsDoNotMatter) {
  for (const Function& f : functions(NABLA_FLOAT32)) expect_layouts_do_not_matter<float>(f);
  for (const Function& f : functions(NABLA_FLOAT64)) expect_layouts_do_not_matter<double>(f);
  for (const Function& f : functions(NABLA_INT64)) expect_layouts_do_not_matter<int64_t>(f);
  for (const Function& f : functions(NABLA_UINT8)) expect_layouts_do_not_matter<uint8_t>(f);
}

// A value does not depend on where in a vector or tile its element stands.
TEST(Elementwise, PlacesDoNotMatter) {
  for_each_target([] {
    std::mt19937_64 random(3);
    for (const Function& f : functions(NABLA_FLOAT32)) {
      std::vector<Tensor> in;
      for (int i = 0; i < f.row.operands; ++i) in.push_back(sample<float>(f, i, {67}, random));
      const Tensor all = empty<float>({67}), alone = empty<float>({67});
      EXPECT_DONE(f.forward(in, all));
      for (int64_t k = 0; k < 67; ++k) {
        std::vector<Tensor> one;
        for (const Tensor& t : in) one.push_back(slice(t, 0, k, k + 1));
        EXPECT_DONE(f.forward(one, slice(alone, 0, k, k + 1)));
      }
      EXPECT_TRUE(same_bits<float>(alone, all)) << f.row.name;
    }
  });
}

TEST(Elementwise, WritesInPlaceOfAnyOperand) {
  std::mt19937_64 random(4);
  for (const Function& f : functions(NABLA_FLOAT32)) {
    for (int place = 0; place < f.row.operands; ++place) {
      if (f.dtype_of(place, NABLA_FLOAT32) != NABLA_FLOAT32) continue;
      std::vector<Tensor> in;
      for (int i = 0; i < f.row.operands; ++i) in.push_back(sample<float>(f, i, {7, 30}, random, Lie::kTransposed));
      const Tensor truth = empty<float>({7, 30});
      EXPECT_DONE(f.forward(in, truth));
      EXPECT_DONE(f.forward(in, in[place]));
      EXPECT_TRUE(same_bits<float>(in[place], truth)) << f.row.name << " in place of operand " << place;
    }
  }
}

TEST(Elementwise, ScalarsComeByValue) {
  const Tensor x = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}), out = empty<float>({2, 3});
  EXPECT_DONE(nabla_binary(NABLA_BINARY_SUB, scalar(10.0f), x, out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{9, 8, 7, 6, 5, 4}));
  EXPECT_DONE(nabla_binary(NABLA_BINARY_POW, x, scalar(2.0f), out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{1, 4, 9, 16, 25, 36}));
  EXPECT_DONE(nabla_ternary(NABLA_TERNARY_ADDCMUL, x, scalar(2.0f), x, out, nullptr));
  EXPECT_EQ(values<float>(out), (std::vector<float>{3, 6, 9, 12, 15, 18}));
  EXPECT_DONE(nabla_ternary(NABLA_TERNARY_WHERE, scalar(Bool{1}), scalar(7.0f), x, out, nullptr));
  EXPECT_EQ(values<float>(out), std::vector<float>(6, 7));
}

TEST(Elementwise, RefusesWhatDoesNotFit) {
  const Tensor x = tensor<float>({3}, {1, 2, 3}), out = empty<float>({3}), wide = tensor<double>({3}, {1, 2, 3});
  const Tensor whole = tensor<int32_t>({3}, {1, 2, 3}), truth = tensor<Bool>({3}, {{1}, {0}, {1}}), big = empty<float>({2, 3});
  const std::string before = bytes(out), before_big = bytes(big);
  const auto none = nabla_binary_op(NABLA_BINARY_COUNT);
  const auto none3 = nabla_ternary_op(NABLA_TERNARY_COUNT);
  const nabla_status invalid = NABLA_INVALID_ARGUMENT, unsupported = NABLA_UNSUPPORTED;
  EXPECT_REFUSED(nabla_binary(none, x, x, out, nullptr), invalid, "not a nabla_binary_op");
  EXPECT_REFUSED(nabla_binary(nabla_binary_op(-1), x, x, out, nullptr), invalid, "not a nabla_binary_op");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, nullptr, x, out, nullptr), invalid, "a is null");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, nullptr, out, nullptr), invalid, "b is null");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, x, nullptr, nullptr), invalid, "out is null");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, wide, out, nullptr), invalid, "float64");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, wide, wide, out, nullptr), invalid, "float64");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, big, out, nullptr), invalid, "does not broadcast");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, tensor<float>({2}, {1, 2}), out, nullptr), invalid, "does not broadcast");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_BITWISE_AND, x, x, out, nullptr), unsupported, "bitwise_and does not take float32");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_DIV, whole, whole, whole, nullptr), unsupported, "div does not take int32");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_SUB, truth, truth, truth, nullptr), unsupported, "sub does not take bool");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, x, x, scalar(1.0f), nullptr), invalid, "no buffer to write to");
  EXPECT_REFUSED(nabla_binary(NABLA_BINARY_ADD, slice(big, 0, 0, 1), x, expand(slice(big, 0, 1, 2), {2, 3}), nullptr), invalid, "share memory");
  EXPECT_REFUSED(nabla_ternary(none3, x, x, x, out, nullptr), invalid, "not a nabla_ternary_op");
  EXPECT_REFUSED(nabla_ternary(NABLA_TERNARY_LERP, x, x, nullptr, out, nullptr), invalid, "c is null");
  EXPECT_REFUSED(nabla_ternary(NABLA_TERNARY_LERP, truth, x, x, out, nullptr), invalid, "bool");
  EXPECT_REFUSED(nabla_ternary(NABLA_TERNARY_WHERE, x, x, x, out, nullptr), invalid, "a is float32; it must be bool");
  EXPECT_REFUSED(nabla_ternary(NABLA_TERNARY_WHERE, truth, x, wide, out, nullptr), invalid, "float64");
  EXPECT_REFUSED(nabla_ternary(NABLA_TERNARY_ADDCDIV, whole, whole, whole, whole, nullptr), unsupported, "addcdiv does not take int32");
  nabla_op_info row;
  EXPECT_REFUSED(nabla_binary_info(none, &row), invalid, "not a nabla_binary_op");
  EXPECT_REFUSED(nabla_ternary_info(none3, &row), invalid, "not a nabla_ternary_op");
  EXPECT_REFUSED(nabla_binary_info(NABLA_BINARY_ADD, nullptr), invalid, "null");
  EXPECT_REFUSED(nabla_ternary_info(NABLA_TERNARY_LERP, nullptr), invalid, "null");
  EXPECT_EQ(bytes(out), before);
  EXPECT_EQ(values<int32_t>(whole), (std::vector<int32_t>{1, 2, 3}));
  EXPECT_EQ(bytes(big), before_big);
}

}  // namespace
}  // namespace nabla::test

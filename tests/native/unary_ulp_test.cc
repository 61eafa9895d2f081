// Every unary function against its promise, over the whole range of float32 and under each instruction set.
//
// By default each 1021st of the 2^32 bit patterns, and all those near points where something happens. NABLA_ULP_STRIDE=1 in the
// environment takes them all: some minutes a function.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <vector>

#include "cpu/target.h"
#include "cpu/unary.h"
#include "references.h"
#include "ulp.h"

namespace nabla::test {
namespace {

float from_bits(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
uint32_t to_bits(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

uint64_t stride() {
  const char* text = std::getenv("NABLA_ULP_STRIDE");
  const uint64_t n = text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
  return n == 0 ? 1021 : n;
}

// Where functions change their formula, overflow, vanish, saturate or have a zero.
std::vector<float> near_critical_points() {
  std::vector<float> points{0,     0x1p-149f, 0x1p-126f, 0x1p-64f, 0x1p-25f, 0x1p-24f, 0x1p-12f, 0.25f, 0.34657359f, 0.5f,
                            0.70710678f, 0.6666667f, 0.75f, 1, 1.3333333f, 1.41421356f, 2, 3, 4, 6, 9, 10, 10.054f, 14.2f, 14.6f,
                            15, 17.3f, 20, 24, 30, 40, 87.3f, 88.02969f, 88.722839f, 89.415985f, 92, 103.27893f, 103.97208f,
                            105, 126, 127, 128, 149, 150, 152, 0x1p22f, 0x1p23f, 0x1p24f, 0x1p27f, 0x1p63f, 0x1p64f, 0x1p127f,
                            std::numeric_limits<float>::max(), std::numeric_limits<float>::infinity()};
  for (int n = 1; n < 200; ++n) points.push_back(static_cast<float>(n * std::acos(-1.0) / 2));
  for (int n = 1; n < 200; ++n) points.push_back(static_cast<float>((n + 0.5) * std::log(2.0)));
  std::vector<float> all;
  for (const float point : points)
    for (int64_t bits = int64_t{to_bits(point)} - 40; bits <= int64_t{to_bits(point)} + 40; ++bits)
      for (const uint32_t sign : {0u, 0x80000000u})
        if (bits >= 0) all.push_back(from_bits(static_cast<uint32_t>(bits) | sign));
  return all;
}

struct Worst {
  double error = 0;
  float at = 0;
};

// Keeps the worst of each target over blocks of arguments.
class Judge {
 public:
  explicit Judge(nabla_unary_op op) : op_(op) {
    for (const char* name : cpu::kTargetNames) {
      if (nabla_set_cpu_target(name) != NABLA_OK) continue;
      targets_.push_back({name, cpu::unary_forward(op, NABLA_FLOAT32), {}});
    }
    EXPECT_EQ(nabla_set_cpu_target(nullptr), NABLA_OK);
    EXPECT_FALSE(targets_.empty());
  }

  void operator()(const float* x, int n) {
    double truth[kBlock];
    float y[kBlock];
    for (int i = 0; i < n; ++i) truth[i] = unary_reference(op_, static_cast<double>(x[i]));
    const void* in[] = {x};
    void* out[] = {y};
    for (Target& target : targets_) {
      target.kernel(in, out, n);
      for (int i = 0; i < n; ++i) {
        double error = ulp_error(y[i], truth[i]);
        if (x[i] == 0 && truth[i] == 0 && std::signbit(y[i]) != std::signbit(truth[i])) error = 1e9;  // -0 counts at 0
        if (!(error <= target.worst.error)) target.worst = {error, x[i]};
      }
    }
  }

  void verdict(const nabla_op_info& row) const {
    for (const Target& target : targets_) {
      std::cout << "  " << row.name << " " << target.name << ": " << target.worst.error << " ULP at " << target.worst.at << "\n";
      EXPECT_LE(target.worst.error, std::max(row.ulp, 0.5)) << row.name << "(" << target.worst.at << ") under " << target.name;
    }
  }

  static constexpr int kBlock = 1024;

 private:
  struct Target {
    const char* name;
    cpu::TileKernel kernel;
    Worst worst;
  };
  nabla_unary_op op_;
  std::vector<Target> targets_;
};

class UnaryUlp : public ::testing::TestWithParam<int> {};

TEST_P(UnaryUlp, KeepsItsPromise) {
  const auto op = static_cast<nabla_unary_op>(GetParam());
  nabla_op_info row;
  ASSERT_EQ(nabla_unary_info(op, &row), NABLA_OK);
  ASSERT_LE(row.ulp, 4);
  Judge judge(op);
  const std::vector<float> critical = near_critical_points();
  for (size_t i = 0; i < critical.size(); i += Judge::kBlock)
    judge(&critical[i], static_cast<int>(std::min<size_t>(Judge::kBlock, critical.size() - i)));
  const uint64_t step = stride();
  float x[Judge::kBlock];
  int n = 0;
  for (uint64_t bits = 0; bits >> 32 == 0; bits += step) {
    x[n++] = from_bits(static_cast<uint32_t>(bits));
    if (n == Judge::kBlock) judge(x, n), n = 0;
  }
  judge(x, n);
  judge.verdict(row);
}

std::string name_of(const ::testing::TestParamInfo<int>& info) {
  nabla_op_info row;
  nabla_unary_info(static_cast<nabla_unary_op>(info.param), &row);
  return row.name;
}

std::vector<int> ops_of_floats() {
  std::vector<int> ops;
  for (int op = 0; op < NABLA_UNARY_COUNT; ++op) {
    nabla_op_info row;
    if (nabla_unary_info(static_cast<nabla_unary_op>(op), &row) == NABLA_OK && (row.dtypes & 1u << NABLA_FLOAT32) != 0)
      ops.push_back(op);
  }
  return ops;
}

INSTANTIATE_TEST_SUITE_P(Each, UnaryUlp, ::testing::ValuesIn(ops_of_floats()), name_of);

}  // namespace
}  // namespace nabla::test

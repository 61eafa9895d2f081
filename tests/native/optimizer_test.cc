#include <cmath>
#include <limits>

#include "tensor.h"

namespace nabla::test {
namespace {

template <class T>
std::vector<T> numbers(int64_t n, double seed) {
  std::vector<T> x(static_cast<size_t>(n));
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(std::sin(static_cast<double>(i) * 1.7 + seed));
  return x;
}

// Several tensors of each array, so that one call updates them all.
struct Arrays {
  std::vector<Tensor> tensors;
  std::vector<nabla_view> views;

  void add(const Tensor& t) {
    tensors.push_back(t);
    views.push_back(t.view);
  }
  const nabla_view* data() const { return views.data(); }
};

const Shape kShapes[] = {{3, 5}, {}, {0}, {33000}, {1}, {40, 70}};
constexpr int kCount = 6;

template <class T>
Arrays make(double seed, Lie lie, bool zero = false) {
  Arrays a;
  for (int i = 0; i < kCount; ++i) {
    std::vector<T> x = numbers<T>(count_of(kShapes[i]), seed + i);
    if (zero) std::fill(x.begin(), x.end(), T(0));
    a.add(tensor<T>(kShapes[i], x, lie));
  }
  return a;
}

template <class T>
std::vector<std::vector<double>> doubles(const Arrays& a) {
  std::vector<std::vector<double>> all;
  for (const Tensor& t : a.tensors) {
    const std::vector<T> x = values<T>(t);
    all.emplace_back(x.begin(), x.end());
  }
  return all;
}

template <class T>
void expect_near(const Arrays& a, const std::vector<std::vector<double>>& expected, const char* what) {
  const std::vector<std::vector<double>> got = doubles<T>(a);
  double worst = 0;
  for (size_t i = 0; i < got.size(); ++i)
    for (size_t j = 0; j < got[i].size(); ++j) {
      const double error = std::fabs(got[i][j] - expected[i][j]) / (1 + std::fabs(expected[i][j]));
      worst = error <= worst ? worst : error;  // NaN becomes the worst, and stays
    }
  EXPECT_LT(worst, sizeof(T) == 4 ? 3e-6 : 1e-14) << what;
}

// torch.optim.SGD's loop over one parameter, in double.
void reference(const nabla_sgd_options& o, std::vector<double>& p, std::vector<double> g, std::vector<double>& buffer,
               bool first) {
  for (size_t i = 0; i < p.size(); ++i) {
    if (o.maximize) g[i] = -g[i];
    if (o.weight_decay != 0) g[i] += o.weight_decay * p[i];
    if (o.momentum != 0) {
      buffer[i] = first ? g[i] : o.momentum * buffer[i] + (1 - o.dampening) * g[i];
      g[i] = o.nesterov ? g[i] + o.momentum * buffer[i] : buffer[i];
    }
    p[i] -= o.learning_rate * g[i];
  }
}

// torch.optim.Adam's and AdamW's.
void reference(const nabla_adam_options& o, std::vector<double>& p, std::vector<double> g, std::vector<double>& m,
               std::vector<double>& v, std::vector<double>& most) {
  const double t = static_cast<double>(o.step), c1 = 1 - std::pow(o.beta1, t), c2 = 1 - std::pow(o.beta2, t);
  for (size_t i = 0; i < p.size(); ++i) {
    if (o.maximize) g[i] = -g[i];
    if (o.decoupled)
      p[i] *= 1 - o.learning_rate * o.weight_decay;
    else
      g[i] += o.weight_decay * p[i];
    m[i] = o.beta1 * m[i] + (1 - o.beta1) * g[i];
    v[i] = o.beta2 * v[i] + (1 - o.beta2) * g[i] * g[i];
    most[i] = std::fmax(most[i], v[i]);
    p[i] -= o.learning_rate / c1 * m[i] / (std::sqrt((o.amsgrad ? most[i] : v[i]) / c2) + o.epsilon);
  }
}

const nabla_sgd_options kSgd[] = {
    {0.1, 0, 0, 0, 0, 0, 0, 0},        {0.1, 0, 0, 0.01, 0, 1, 0, 0},   {0.05, 0.9, 0, 0, 0, 0, 0, 0},
    {0.05, 0.9, 0.3, 0.1, 0, 0, 0, 0}, {0.05, 0.9, 0, 0.1, 1, 0, 0, 0}, {0.05, 0.9, 0.1, 0, 0, 1, 0, 0},
};

template <class T>
void check_sgd() {
  for (nabla_sgd_options o : kSgd)
    for (const Lie lie : kLies) {
      const Arrays p = make<T>(1, lie), momenta = make<T>(2, Lie::kDense);
      for (const Tensor& t : momenta.tensors)  // not to be read in the first step
        set(t, std::vector<T>(count_of(t.shape()), std::numeric_limits<T>::quiet_NaN()));
      std::vector<std::vector<double>> expected = doubles<T>(p), buffer = expected;
      for (int step = 1; step <= 5; ++step) {
        const Arrays g = make<T>(2 + step, lie == Lie::kStepped ? Lie::kTransposed : lie);
        o.first_step = step == 1;
        EXPECT_DONE(
            nabla_sgd_step(&o, kCount, p.data(), g.data(), o.momentum != 0 ? momenta.data() : nullptr, nullptr));
        const std::vector<std::vector<double>> slopes = doubles<T>(g);
        for (int i = 0; i < kCount; ++i) reference(o, expected[i], slopes[i], buffer[i], step == 1);
      }
      expect_near<T>(p, expected, name_of(lie));
      if (o.momentum != 0) expect_near<T>(momenta, buffer, name_of(lie));
    }
}
TEST(Sgd, AgreesWithTorchsLoopFloat32) { check_sgd<float>(); }
TEST(Sgd, AgreesWithTorchsLoopFloat64) { check_sgd<double>(); }

const nabla_adam_options kAdam[] = {
    {0.01, 0.9, 0.999, 1e-8, 0, 0, 0, 0, 0, 0},   {0.01, 0.9, 0.999, 1e-8, 0.1, 0, 0, 0, 0, 0},
    {0.01, 0.9, 0.999, 1e-8, 0.1, 0, 1, 0, 0, 0}, {0.01, 0.8, 0.9, 1e-6, 0, 0, 0, 1, 0, 0},
    {0.01, 0.8, 0.9, 1e-6, 0.2, 0, 1, 1, 1, 0},   {0.01, 0, 0.5, 1e-3, 0, 0, 0, 0, 1, 0},
};

template <class T>
void check_adam() {
  for (nabla_adam_options o : kAdam)
    for (const Lie lie : kLies) {
      const Arrays p = make<T>(1, lie), m = make<T>(0, lie, true), v = make<T>(0, Lie::kDense, true),
                   most = make<T>(0, lie, true);
      std::vector<std::vector<double>> expected = doubles<T>(p), em = doubles<T>(m), ev = em, emost = em;
      for (o.step = 1; o.step <= 5; ++o.step) {
        const Arrays g = make<T>(static_cast<double>(2 + 3 * o.step), lie);
        EXPECT_DONE(nabla_adam_step(&o, kCount, p.data(), g.data(), m.data(), v.data(),
                                    o.amsgrad ? most.data() : nullptr, nullptr));
        const std::vector<std::vector<double>> slopes = doubles<T>(g);
        for (int i = 0; i < kCount; ++i) reference(o, expected[i], slopes[i], em[i], ev[i], emost[i]);
      }
      expect_near<T>(p, expected, name_of(lie));
      expect_near<T>(m, em, "first");
      expect_near<T>(v, ev, "second");
      if (o.amsgrad) expect_near<T>(most, emost, "greatest");
    }
}
TEST(Adam, AgreesWithTorchsLoopFloat32) { check_adam<float>(); }
TEST(Adam, AgreesWithTorchsLoopFloat64) { check_adam<double>(); }

TEST(Adam, FirstStepIsTheLearningRate) {  // m / sqrt(v) is the gradient's sign then, whatever its size
  const Tensor p = tensor<double>({2}, {1, 1}), g = tensor<double>({2}, {1e-3, -50});
  const Tensor m = tensor<double>({2}, {0, 0}), v = tensor<double>({2}, {0, 0});
  const nabla_adam_options o{0.1, 0.9, 0.999, 0, 0, 1, 0, 0, 0, 0};
  EXPECT_DONE(nabla_adam_step(&o, 1, p, g, m, v, nullptr, nullptr));
  EXPECT_NEAR(values<double>(p)[0], 0.9, 1e-12);
  EXPECT_NEAR(values<double>(p)[1], 1.1, 1e-12);
}

TEST(Adam, AmsgradKeepsNaN) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor p = tensor<float>({2}, {1, 1}), g = tensor<float>({2}, {nan, 1}), m = tensor<float>({2}, {0, 0});
  const Tensor v = tensor<float>({2}, {0, 0}), most = tensor<float>({2}, {1, nan});
  const nabla_adam_options o{0.1, 0.9, 0.999, 1e-8, 0, 1, 0, 1, 0, 0};
  EXPECT_DONE(nabla_adam_step(&o, 1, p, g, m, v, most, nullptr));
  for (const float x : values<float>(most)) EXPECT_TRUE(std::isnan(x));
}

TEST(Optimizer, SameBitsForAllThreadsAndInstructionSets) {
  std::vector<std::vector<double>> first;
  for_each_target([&] {
    for (const int threads : {1, 2, 7})
      with_threads(threads, [&] {
        const Arrays p = make<float>(1, Lie::kDense), g = make<float>(2, Lie::kDense), m = make<float>(3, Lie::kDense);
        const Arrays v = make<float>(0, Lie::kDense, true), most = make<float>(0, Lie::kDense, true);
        nabla_sgd_options sgd = kSgd[4];
        nabla_adam_options adam = kAdam[4];
        adam.step = 3;
        EXPECT_DONE(nabla_sgd_step(&sgd, kCount, p.data(), g.data(), m.data(), nullptr));
        EXPECT_DONE(nabla_adam_step(&adam, kCount, p.data(), g.data(), m.data(), v.data(), most.data(), nullptr));
        if (first.empty()) first = doubles<float>(p);
        EXPECT_EQ(doubles<float>(p), first);
      });
  });
}

TEST(Optimizer, MixesDtypesAndTakesNone) {
  const Tensor p = tensor<float>({2}, {1, 2}), q = tensor<double>({1}, {3});
  const Tensor g = tensor<float>({2}, {1, 1}), h = tensor<double>({1}, {10});
  const nabla_view parameters[] = {p.view, q.view}, gradients[] = {g.view, h.view};
  const nabla_sgd_options o = kSgd[0];
  EXPECT_DONE(nabla_sgd_step(&o, 2, parameters, gradients, nullptr, nullptr));
  EXPECT_EQ(values<float>(p), (std::vector<float>{0.9f, 1.9f}));
  EXPECT_EQ(values<double>(q), (std::vector<double>{2}));
  EXPECT_DONE(nabla_sgd_step(&o, 0, nullptr, nullptr, nullptr, nullptr));
}

TEST(Optimizer, GradientAsItComes) {
  const Tensor p = tensor<float>({2, 2}, {1, 2, 3, 4}),
               one = expand(tensor<float>({1}, {1}), {2, 2});  // as sum()'s backward gives it
  const nabla_sgd_options o{1, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_DONE(nabla_sgd_step(&o, 1, p, one, nullptr, nullptr));
  EXPECT_EQ(values<float>(p), (std::vector<float>{0, 1, 2, 3}));
  EXPECT_DONE(nabla_sgd_step(&o, 1, p, p, nullptr, nullptr));  // the very same view
  EXPECT_EQ(values<float>(p), (std::vector<float>{0, 0, 0, 0}));
}

TEST(Optimizer, ParametersInOneBlock) {  // side by side, and as two columns of one matrix
  const Tensor block = tensor<float>({2, 4}, {1, 1, 1, 1, 1, 1, 1, 1}), g = tensor<float>({2, 2}, {1, 2, 3, 4});
  const nabla_view parameters[] = {slice(block, 1, 0, 4, 2).view, slice(block, 1, 1, 4, 2).view},
                   gradients[] = {g.view, g.view};
  const nabla_sgd_options o{1, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_DONE(nabla_sgd_step(&o, 2, parameters, gradients, nullptr, nullptr));
  EXPECT_EQ(values<float>(block), (std::vector<float>{0, 0, -1, -1, -2, -2, -3, -3}));
}

TEST(Sgd, RefusesAndWritesNothing) {
  const Tensor p = tensor<float>({4}, {1, 2, 3, 4}), g = tensor<float>({4}, {1, 1, 1, 1}),
               m = tensor<float>({4}, {1, 1, 1, 1});
  const auto refused = [&](const nabla_sgd_options& o, const char* words) {
    EXPECT_REFUSED(nabla_sgd_step(&o, 1, p, g, m, nullptr), NABLA_INVALID_ARGUMENT, words);
  };
  const double nan = std::nan("");
  EXPECT_REFUSED(nabla_sgd_step(nullptr, 1, p, g, m, nullptr), NABLA_INVALID_ARGUMENT, "options is null");
  refused({nan, 0, 0, 0, 0, 0, 0, 0}, "learning_rate");
  refused({-1, 0, 0, 0, 0, 0, 0, 0}, "learning_rate");
  refused({1, -1, 0, 0, 0, 0, 0, 0}, "momentum");
  refused({1, 0.9, nan, 0, 0, 0, 0, 0}, "dampening");
  refused({1, 0, 0, -1, 0, 0, 0, 0}, "weight_decay");
  refused({1, 0, 0, 0, 1, 0, 0, 0}, "nesterov needs");
  refused({1, 0.9, 0.1, 0, 1, 0, 0, 0}, "nesterov needs");
  refused({1, 0, 0, 0, 0, 2, 0, 0}, "maximize");

  const nabla_sgd_options o = kSgd[2];
  const auto step = [&](int count, const nabla_view* parameters, const nabla_view* gradients,
                        const nabla_view* momenta) {
    return nabla_sgd_step(&o, count, parameters, gradients, momenta, nullptr);
  };
  EXPECT_REFUSED(step(-1, p, g, m), NABLA_INVALID_ARGUMENT, "count");
  EXPECT_REFUSED(step(1, nullptr, g, m), NABLA_INVALID_ARGUMENT, "parameters is null");
  EXPECT_REFUSED(step(1, p, nullptr, m), NABLA_INVALID_ARGUMENT, "gradients is null");
  EXPECT_REFUSED(step(1, p, g, nullptr), NABLA_INVALID_ARGUMENT, "momenta is null");
  EXPECT_REFUSED(step(1, p, empty<float>({3}), m), NABLA_INVALID_ARGUMENT, "must be equal");
  EXPECT_REFUSED(step(1, p, g, empty<double>({4})), NABLA_INVALID_ARGUMENT, "must be equal");
  EXPECT_REFUSED(step(1, empty<int32_t>({4}), empty<int32_t>({4}), empty<int32_t>({4})), NABLA_UNSUPPORTED, "int32");
  EXPECT_REFUSED(step(1, p, g, p), NABLA_INVALID_ARGUMENT, "same memory");
  EXPECT_REFUSED(step(1, slice(p, 0, 0, 3), slice(p, 0, 1, 4), slice(m, 0, 0, 3)), NABLA_INVALID_ARGUMENT, "overlaps");

  // The second parameter is wrong: the first stays as it is.
  const Tensor q = tensor<float>({2}, {5, 6});
  const nabla_view parameters[] = {p.view, q.view}, gradients[] = {g.view, g.view}, momenta[] = {m.view, q.view};
  EXPECT_REFUSED(step(2, parameters, gradients, momenta), NABLA_INVALID_ARGUMENT, "parameter 1: gradients");
  const Tensor spare = empty<float>({4});
  const nabla_view twice[] = {p.view, p.view}, other[] = {m.view, spare.view};
  EXPECT_REFUSED(step(2, twice, gradients, other), NABLA_INVALID_ARGUMENT, "same memory");
  const nabla_view crossed[] = {g.view, p.view}, large[] = {p.view, m.view};  // one's gradient is the other's parameter
  EXPECT_REFUSED(nabla_sgd_step(&kSgd[0], 2, large, crossed, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "same memory");
  EXPECT_EQ(values<float>(p), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(values<float>(m), (std::vector<float>{1, 1, 1, 1}));
  EXPECT_EQ(values<float>(q), (std::vector<float>{5, 6}));
}

TEST(Adam, RefusesAndWritesNothing) {
  const Tensor p = tensor<float>({2}, {1, 2}), g = tensor<float>({2}, {1, 1}), m = tensor<float>({2}, {0, 0}),
               v = tensor<float>({2}, {0, 0});
  const auto refused = [&](const nabla_adam_options& o, const char* words) {
    EXPECT_REFUSED(nabla_adam_step(&o, 1, p, g, m, v, nullptr, nullptr), NABLA_INVALID_ARGUMENT, words);
  };
  EXPECT_REFUSED(nabla_adam_step(nullptr, 1, p, g, m, v, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "options is null");
  refused({-1, 0.9, 0.9, 1e-8, 0, 1, 0, 0, 0, 0}, "learning_rate");
  refused({1, 1, 0.9, 1e-8, 0, 1, 0, 0, 0, 0}, "beta1");
  refused({1, 0.9, -0.1, 1e-8, 0, 1, 0, 0, 0, 0}, "beta2");
  refused({1, 0.9, 0.9, -1, 0, 1, 0, 0, 0, 0}, "epsilon");
  refused({1, 0.9, 0.9, 1e-8, -1, 1, 0, 0, 0, 0}, "weight_decay");
  refused({1, 0.9, 0.9, 1e-8, 0, 0, 0, 0, 0, 0}, "step is 0");
  refused({1, 0.9, 0.9, 1e-8, 0, 1, 3, 0, 0, 0}, "decoupled");
  refused({1, 0.9, 0.9, 1e-8, 0, 1, 0, 1, 0, 0}, "max_second is null");
  const nabla_adam_options o = {1, 0.9, 0.9, 1e-8, 0, 1, 0, 0, 0, 0};
  EXPECT_REFUSED(nabla_adam_step(&o, 1, p, g, m, m, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "same memory");
  EXPECT_REFUSED(nabla_adam_step(&o, 1, p, g, m, nullptr, nullptr, nullptr), NABLA_INVALID_ARGUMENT, "second is null");
  EXPECT_EQ(values<float>(p), (std::vector<float>{1, 2}));
  EXPECT_EQ(values<float>(m), (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace nabla::test

using Nabla.Nn;

namespace Nabla.Tests.Nn;

internal sealed class InitTests
{
    private static Tensor Weights() => Tensor.Empty([300, 200], DType.Float64, requiresGrad: true);

    [Test]
    public void Uniform_distributions_have_PyTorchs_bounds()
    {
        void Bound(Func<Tensor, Generator, Tensor> init, double bound)
        {
            Tensor weights = Weights();
            Assert.That(init(weights, new Generator(1)), Is.SameAs(weights));
            Assert.That(weights.Abs().Max().Item<double>(), Is.InRange(0.999 * bound, bound));
            Assert.That(weights.Detach().Std().Item<double>(), Is.EqualTo(bound / Math.Sqrt(3)).Within(0.01 * bound));
            Assert.That(weights is { IsLeaf: true, RequiresGrad: true });
        }

        Bound(static (w, g) => Init.Uniform(w, -0.3, 0.3, g), 0.3);
        Bound(static (w, g) => Init.XavierUniform(w, 2, g), 2 * Math.Sqrt(6.0 / 500));
        Bound(static (w, g) => Init.KaimingUniform(w, generator: g), Math.Sqrt(2) * Math.Sqrt(3.0 / 200));
        Bound(static (w, g) => Init.KaimingUniform(w, Math.Sqrt(5), generator: g), 1 / Math.Sqrt(200));
        Bound(static (w, g) => Init.KaimingUniform(w, 0, Fan.Out, Nonlinearity.Tanh, g), 5.0 / 3 * Math.Sqrt(3.0 / 300));
    }

    [Test]
    public void Normal_distributions_have_PyTorchs_deviations()
    {
        void Deviation(Func<Tensor, Generator, Tensor> init, double mean, double deviation)
        {
            Tensor weights = init(Weights(), new Generator(1)).Detach();
            Assert.That(weights.Mean().Item<double>(), Is.EqualTo(mean).Within(0.02 * deviation));
            Assert.That(weights.Std().Item<double>(), Is.EqualTo(deviation).Within(0.01 * deviation));
        }

        Deviation(static (w, g) => Init.Normal(w, 5, 2, g), 5, 2);
        Deviation(static (w, g) => Init.XavierNormal(w, generator: g), 0, Math.Sqrt(2.0 / 500));
        Deviation(static (w, g) => Init.KaimingNormal(w, nonlinearity: Nonlinearity.ReLU, generator: g), 0, Math.Sqrt(2.0 / 200));
    }

    [Test]
    public void A_convolutions_window_counts() =>
        Assert.That(
            Init.KaimingUniform(Tensor.Empty([64, 8, 5, 5]), generator: new Generator(1)).Abs().Max().Item<float>(),
            Is.EqualTo(Math.Sqrt(2) * Math.Sqrt(3.0 / 200)).Within(1e-3));

    [Test]
    public void Filling_counts_as_a_change_in_place()
    {
        Tensor weights = Weights();
        int version = weights.Version;
        Assert.That(Init.Constant(weights, 3).ToArray<double>(), Is.All.EqualTo(3));
        Assert.That(Init.Zeros(weights).ToArray<double>(), Is.All.EqualTo(0));
        Assert.That(Init.Ones(weights).ToArray<double>(), Is.All.EqualTo(1));
        Init.Uniform(weights);
        Assert.That(weights.Version, Is.EqualTo(version + 4));
    }

    [Test]
    public void One_dimension_has_no_fans() =>
        Assert.That(() => Init.XavierUniform(Tensor.Zeros([3])), Throws.ArgumentException.With.Message.Contains("[3]"));
}

using Nabla.Nn;

namespace Nabla.Tests.Nn;

internal sealed class ClipTests
{
    /// <summary>Parameters with these gradients, and one without.</summary>
    private static Parameter[] Create(params double[][] gradients)
    {
        var without = new Parameter(Tensor.Zeros([1]));
        return [.. gradients.Select(static gradient => new Parameter(Tensor.Zeros([gradient.Length], DType.Float64)) { Grad = Tensor.From(gradient) }), without];
    }

    [Test]
    public void The_common_norm_is_brought_down()
    {
        Parameter[] parameters = Create([3, 0], [0, 4]);
        Assert.That(Utils.ClipGradNorm(parameters, 2).Item<double>(), Is.EqualTo(5).Within(1e-12));
        Assert.That(parameters[0].Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.2, 0 }).Within(1e-6));
        Assert.That(parameters[1].Grad!.ToArray<double>(), Is.EqualTo(new[] { 0, 1.6 }).Within(1e-6));
    }

    [Test]
    public void Smaller_gradients_stay()
    {
        Parameter[] parameters = Create([3], [4]);
        Utils.ClipGradNorm(parameters, 6);
        Assert.That(parameters[0].Grad!.Item<double>(), Is.EqualTo(3));
        Assert.That(Utils.ClipGradNorm([], 1).Item<float>(), Is.EqualTo(0));
    }

    [TestCase(1, 7)]
    [TestCase(double.PositiveInfinity, 4)]
    public void Other_norms_count_too(double type, double norm) =>
        Assert.That(Utils.ClipGradNorm(Create([3, 0], [0, -4]), 1, type).Item<double>(), Is.EqualTo(norm).Within(1e-12));

    [Test]
    public void NaN_is_told_where_it_is_asked_for()
    {
        Parameter[] parameters = Create([double.NaN, 1]);
        Assert.That(() => Utils.ClipGradNorm(parameters, 1, errorIfNonFinite: true), Throws.InvalidOperationException.With.Message.Contains("NaN"));
        Assert.That(parameters[0].Grad!.ToArray<double>()[1], Is.EqualTo(1));
        Assert.That(() => Utils.ClipGradNorm(parameters, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Values_are_cut()
    {
        Parameter[] parameters = Create([-3, 0.5, 4]);
        Utils.ClipGradValue(parameters, 1);
        Assert.That(parameters[0].Grad!.ToArray<double>(), Is.EqualTo(new[] { -1, 0.5, 1 }));
    }
}

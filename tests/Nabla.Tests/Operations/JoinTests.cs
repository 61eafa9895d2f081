namespace Nabla.Tests.Operations;

/// <summary>Cat, Stack and SumTo.</summary>
public sealed class JoinTests
{
    [Test]
    public void Cat_joins_along_every_dimension()
    {
        Tensor a = Tensor.Arange(6).Reshape(2, 3), b = Tensor.Arange(3).Reshape(1, 3) + 10;
        Assert.That(Tensor.Cat([a, b]).ToArray<long>(), Is.EqualTo(new[] { 0L, 1, 2, 3, 4, 5, 10, 11, 12 }));
        Assert.That(Tensor.Cat([a, b.T.Reshape(3, 1).Transpose(0, 1).Expand(2, 3)], -1).ToArray<long>(), Is.EqualTo(new[] { 0L, 1, 2, 10, 11, 12, 3, 4, 5, 10, 11, 12 }));
        Assert.That(Tensor.Cat([a, Tensor.Ones([2, 1], DType.Float64)], 1).DType, Is.EqualTo(DType.Float64));
        Assert.That(Tensor.Cat([Tensor.Ones([0]), a.To(DType.Float32)]).Shape.ToArray(), Is.EqualTo(new[] { 2L, 3 }), "an empty list joins with anything");
        Assert.That(() => Tensor.Cat([]), Throws.ArgumentException);
        Assert.That(() => Tensor.Cat([a, b], 1), Throws.ArgumentException.With.Message.Contains("at place 1"));
        Assert.That(() => Tensor.Cat([Tensor.From(1.0), Tensor.From(2.0)]), Throws.ArgumentException.With.Message.Contains("Stack"));
        Autograd.GradGradCheck(static x => [Tensor.Cat([x[0], x[1], x[0]], 1).Square()], [Samples.Uniform(-1, 1, 1, 2, 3).Leaf(), Samples.Uniform(-1, 1, 2, 2, 1).Leaf()]);
        Tensor single = Tensor.From(new[] { 1f }, requiresGrad: true);
        Tensor.Cat([single, Tensor.From(new[] { 2.0 })]).Sum().Backward();
        Assert.That(single.Grad!.DType, Is.EqualTo(DType.Float32));
    }

    [Test]
    public void Stack_adds_a_dimension()
    {
        Tensor a = Tensor.From(new[] { 1.0, 2 }), b = Tensor.From(new[] { 3.0, 4 });
        Assert.That(Tensor.Stack([a, b]).ToArray<double>(), Is.EqualTo(new[] { 1.0, 2, 3, 4 }));
        Assert.That(Tensor.Stack([a, b], -1).ToArray<double>(), Is.EqualTo(new[] { 1.0, 3, 2, 4 }));
        Near.Shape(Tensor.Stack([Tensor.From(1.0), Tensor.From(2.0), Tensor.From(3.0)]), 3);
        Assert.That(() => Tensor.Stack([a, Tensor.From(1.0)]), Throws.ArgumentException.With.Message.Contains("one shape"));
        Autograd.GradGradCheck(static x => [Tensor.Stack([x[0], x[1]], 1).Exp()], [a.Leaf(), b.Leaf()]);
    }

    [Test]
    public void SumTo_undoes_a_broadcast()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 2, 3, 4);
        Near.Check(x.SumTo(3, 1), x.Sum([0, 2]).Doubles(), 1e-14);
        Near.Check(x.SumTo(), x.Sum().Doubles(), 1e-14);
        Assert.That(x.SumTo(2, 3, 4), Is.SameAs(x));
        Near.Shape(Tensor.Ones([1, 3]).SumTo(3), 3);
        Assert.That(() => x.SumTo(2), Throws.ArgumentException);
        Autograd.GradGradCheck(static v => v.SumTo(3, 1).Square(), Samples.Uniform(-1, 1, 1, 2, 3, 2).Leaf());
    }
}

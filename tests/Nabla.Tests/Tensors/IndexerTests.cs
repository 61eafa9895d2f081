namespace Nabla.Tests.Tensors;

internal sealed class IndexerTests
{
    private static readonly TensorIndex dots = TensorIndex.Ellipsis;
    private static readonly TensorIndex axis = TensorIndex.NewAxis;

    private static IEnumerable<TestCaseData> Pieces()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor> piece, long[] shape, params long[] elements) =>
            new TestCaseData(piece, shape, elements).SetName($"x[{name}]");

        yield return Case("1", x => x[1], [3, 2], 6, 7, 8, 9, 10, 11);
        yield return Case("-1", x => x[-1], [3, 2], 6, 7, 8, 9, 10, 11);
        yield return Case("^1", x => x[^1], [3, 2], 6, 7, 8, 9, 10, 11);
        yield return Case("1, ..^1", x => x[1, ..^1], [2, 2], 6, 7, 8, 9);
        yield return Case("1, ^2, 0", x => x[1, ^2, 0], [], 8);
        yield return Case(".., 1..", x => x[.., 1..], [2, 2, 2], 2, 3, 4, 5, 8, 9, 10, 11);
        yield return Case("..", x => x[..], [2, 3, 2], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        yield return Case("^0..", x => x[^0..], [0, 3, 2]);
        yield return Case("5..", x => x[5..], [0, 3, 2]);
        yield return Case("0, ..100", x => x[0, ..100], [3, 2], 0, 1, 2, 3, 4, 5);
        yield return Case("..., 1", x => x[dots, 1], [2, 3], 1, 3, 5, 7, 9, 11);
        yield return Case("0, ..., 1", x => x[0, dots, 1], [3], 1, 3, 5);
        yield return Case("0, 0, 0, ...", x => x[0, 0, 0, dots], [], 0);
        yield return Case("None, 0, 0", x => x[axis, 0, 0], [1, 2], 0, 1);
        yield return Case("0, ..., None", x => x[0, dots, axis], [3, 2, 1], 0, 1, 2, 3, 4, 5);
        yield return Case("0, ::2", x => x[0, TensorIndex.Slice(step: 2)], [2, 2], 0, 1, 4, 5);
        yield return Case("0, -2:", x => x[0, TensorIndex.Slice(-2)], [2, 2], 2, 3, 4, 5);
        yield return Case("[1, 0], 0, 0", x => x[Tensor.From([1L, 0L]), 0, 0], [2], 6, 0);
        yield return Case("0, [[2, -1], [-3, 1]], 1", x => x[0, Tensor.From([[2L, -1L], [-3L, 1L]]), 1], [2, 2], 5, 5, 1, 3);
        yield return Case("mask", x => x[Tensor.From([false, true]), 0], [1, 2], 6, 7);
        yield return Case("1, mask of two dimensions", x => x[1, Tensor.From([[true, false], [false, false], [true, true]])], [3], 6, 10, 11);
        yield return Case("mask of nothing", x => x[Tensor.From([false, false])], [0, 3, 2]);
    }

    [TestCaseSource(nameof(Pieces))]
    public void Brackets_take_the_piece_that_PyTorch_takes(Func<Tensor, Tensor> make, long[] shape, long[] elements)
    {
        using Tensor x = Tensor.Arange(12).Reshape(2, 3, 2);
        Tensor piece = make(x);
        Assert.That(piece.Shape.ToArray(), Is.EqualTo(shape));
        Assert.That(piece.ToArray<long>(), Is.EqualTo(elements));
    }

    [Test]
    public void Assignment_writes_into_the_piece()
    {
        using Tensor x = Tensor.Zeros([2, 3]);
        x[0] = Tensor.From([1f, 2f, 3f]);
        x[.., 0] = Tensor.From([7L, 8L]); // converted
        x[1, 1..] = Tensor.From(5f); // broadcast
        x[1, ^1] = Tensor.From([[9f]]); // leading ones are left out
        Assert.That(x.ToArray<float>(), Is.EqualTo(new float[] { 7, 2, 3, 8, 5, 9 }));
        x[0] = x[1];
        Assert.That(x[0].ToArray<float>(), Is.EqualTo(new float[] { 8, 5, 9 }));
        Assert.That(() => x[0] = Tensor.Zeros([2]), Throws.ArgumentException.With.Message.Contains("[2] does not broadcast to shape [3]"));
        Assert.That(() => x[0, 1..] = x[0, ..2], Throws.ArgumentException, "they overlap");
        Assert.That(() => x[Tensor.From([0L])] = Tensor.Zeros([3]), Throws.InstanceOf<NotSupportedException>());
        Assert.That(x[0].ToArray<float>(), Is.EqualTo(new float[] { 8, 5, 9 }), "a refused assignment writes nothing");
    }

    [Test]
    public void Gradients_flow_through_assignment()
    {
        using Tensor x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
        using Tensor v = Tensor.From(10.0, requiresGrad: true);
        Tensor y = x.Clone();
        y[1..] = v;
        Assert.That(y.GradFn!.Name, Is.EqualTo("CopySlices"));
        y.Backward(Tensor.From([5.0, 6.0, 7.0]));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new double[] { 5, 0, 0 }));
        Assert.That(v.Grad!.Item<double>(), Is.EqualTo(13));
    }

    [Test]
    public void What_is_filled_forgets()
    {
        using Tensor x = Tensor.From([1.0, 2.0], requiresGrad: true);
        Tensor y = x.Clone().FillInPlace(3);
        Assert.That(y.ToArray<double>(), Is.EqualTo(new double[] { 3, 3 }));
        y.Backward(Tensor.Ones([2], DType.Float64));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new double[] { 0, 0 }));
        Assert.That(() => x.ZeroInPlace(), Throws.InvalidOperationException);
        using (Autograd.NoGrad()) x.ZeroInPlace();
        Assert.That(x.ToArray<double>(), Is.EqualTo(new double[] { 0, 0 }));
    }

    private static IEnumerable<TestCaseData> Mistakes()
    {
        static TestCaseData Case(Func<Tensor, Tensor> call, string says) => new TestCaseData(call, says).SetName($"Mistake in brackets: {says}");
        yield return Case(x => x[2], "index 2 is out of range for dimension 0 of shape [2, 3]; give -2 to 1");
        yield return Case(x => x[0, -4], "index -4 is out of range for dimension 1 of shape [2, 3]; give -3 to 2");
        yield return Case(x => x[0, 0, 0], "3 indices are too many for shape [2, 3]");
        yield return Case(x => x[dots, dots], "one ellipsis only");
        yield return Case(x => x[Tensor.From([true])], "a mask of shape [1] does not fit shape [2, 3] at dimension 0");
        yield return Case(x => x[Tensor.From([1])], "must be int64 or bool, not int32");
        yield return Case(x => x[Tensor.From([1L]), Tensor.From([1L])], "several index tensors");
        yield return Case(x => x[.., TensorIndex.Slice(step: -1)], "step must be at least 1");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_in_brackets_is_named(Func<Tensor, Tensor> call, string says)
    {
        using Tensor x = Tensor.Zeros([2, 3]);
        Assert.That(() => call(x), Throws.InstanceOf<ArgumentException>().Or.InstanceOf<NotSupportedException>().With.Message.Contains(says));
    }
}

namespace Nabla.Tests.Operations;

/// <summary>Reading and writing by index.</summary>
public sealed class IndexTests
{
    private static Tensor Index(params long[] values) => Tensor.From(values);

    [Test]
    public void Gather_reads_along_every_dimension()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 3, 4);
        double[] flat = x.Doubles();
        Tensor rows = Tensor.From<long>([2, 0, 1, 2], [1, 4]), columns = Tensor.From<long>([3, 0, 1, 1, 2, 2], [3, 2]);
        Near.Check(x.Gather(0, rows), [flat[8], flat[1], flat[6], flat[11]], 0);
        Near.Check(x.Gather(-1, columns), [flat[3], flat[0], flat[5], flat[5], flat[10], flat[10]], 0);
        Near.Check(x.T.Gather(0, columns.T.To(DType.Int32)), x.Gather(1, columns).T.Doubles(), 0);
        Assert.That(Tensor.From(5.0).Gather(0, Tensor.From(0L)).Item<double>(), Is.EqualTo(5));
        Autograd.GradCheck(v => v.Gather(0, rows), x.Leaf());
        Autograd.GradGradCheck(v => v.Gather(1, columns).Square(), x.Leaf());
        Assert.That(() => x.Gather(0, Tensor.From<long>([3], [1, 1])), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => x.Gather(0, Tensor.From<long>([-1], [1, 1])), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => x.Gather(0, Index(0)), Throws.ArgumentException);
        Assert.That(() => x.Gather(0, Tensor.Ones([1, 1])), Throws.ArgumentException.With.Message.Contains("whole numbers"));
    }

    [Test]
    public void IndexSelect_takes_slices_in_the_order_of_a_list()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 3, 2, 4), list = Index(2, 0, 2, 2);
        Tensor y = x.IndexSelect(0, list);
        Near.Check(y, Tensor.Cat([x[2..], x[..1], x[2..], x[2..]]).Doubles(), 0);
        Near.Check(x.IndexSelect(-1, Index(3, 1)), Tensor.Stack([x[.., .., 3], x[.., .., 1]], 2).Doubles(), 0);
        Near.Shape(x.IndexSelect(1, Tensor.Zeros([0], DType.Int64)), 3, 0, 4);
        Autograd.GradCheck(v => v.IndexSelect(0, list), x.Leaf());
        Autograd.GradGradCheck(v => v.IndexSelect(2, Index(0, 3, 3)).Square(), x.Leaf());
        Assert.That(x.Leaf().IndexSelect(0, list).GradFn!.Name, Is.EqualTo("IndexSelectBackward0"));
        Assert.That(() => x.IndexSelect(0, Index(3)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Scatter_writes_and_ScatterAdd_adds()
    {
        Tensor x = Tensor.Ones([3, 3], DType.Float64), index = Tensor.From<long>([0, 2, 2, 1, 1, 1], [2, 3]), source = Samples.Uniform(-1, 1, 2, 2, 3);
        double[] s = source.Doubles(), written = [.. Enumerable.Repeat(1.0, 9)], added = [.. written];
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
            {
                long at = index.ToArray<long>()[i * 3 + j] * 3 + j;
                written[at] = s[i * 3 + j];
                added[at] += s[i * 3 + j];
            }
        Near.Check(x.Scatter(0, index, source), written, 0);
        Near.Check(x.ScatterAdd(0, index, source), added, 1e-15);
        Near.Check(x, [.. Enumerable.Repeat(1.0, 9)], 0, 0, "the original stays");
        Near.Check(x.Scatter(0, index, 5), [.. written.Select(static v => v == 1 ? 1 : 5.0)], 0);
        Tensor copy = x.Clone();
        Assert.That(copy.ScatterAddInPlace(0, index, source), Is.SameAs(copy));
        Near.Check(copy, added, 1e-15);
        Near.Check(x.ScatterAdd(0, index, Samples.Uniform(-1, 1, 2, 4, 3)), x.ScatterAdd(0, index, Samples.Uniform(-1, 1, 2, 4, 3)[..2]).Doubles(), 0, 0, "a larger source is cropped");
        Assert.That(() => x.Scatter(0, index, Samples.Uniform(0, 1, 1, 1, 3)), Throws.ArgumentException.With.Message.Contains("larger than the source"));
        Assert.That(() => x.Scatter(0, index, source.To(DType.Float32)), Throws.ArgumentException.With.Message.Contains("float32"));
        Assert.That(() => copy.ScatterInPlace(0, index * 2, source), Throws.TypeOf<ArgumentOutOfRangeException>());
        Near.Check(copy, added, 1e-15, 0, "a refused write changes nothing");
    }

    [Test]
    public void Scatter_has_gradients_for_both()
    {
        Tensor index = Tensor.From<long>([0, 2, 2, 1, 1, 0], [2, 3]);
        Tensor[] inputs = [Samples.Uniform(-1, 1, 1, 3, 3).Leaf(), Samples.Uniform(-1, 1, 2, 2, 3).Leaf()];
        Autograd.GradGradCheck(x => [x[0].ScatterAdd(0, index, x[1]).Square()], inputs);
        Autograd.GradGradCheck(x => [x[0].Scatter(0, index, x[1]).Square()], inputs);
        Autograd.GradCheck(x => [(x[0] * 1).ScatterInPlace(0, index, x[1]), (x[0] * 1).ScatterAddInPlace(0, index, x[1])], inputs);
        Autograd.GradCheck(static x => [x[0].Scatter(0, Tensor.From(0L), x[1]), x[0].ScatterAdd(0, Tensor.From(0L), x[1])], [Tensor.From(1.0, requiresGrad: true), Tensor.From(2.0, requiresGrad: true)]);
    }

    [Test]
    public void IndexAdd_adds_slices_by_a_list()
    {
        Tensor x = Tensor.Zeros([3, 2], DType.Float64), list = Index(0, 2, 0), source = Samples.Uniform(-1, 1, 1, 3, 2);
        double[] s = source.Doubles();
        Near.Check(x.IndexAdd(0, list, source), [s[0] + s[4], s[1] + s[5], 0, 0, s[2], s[3]], 1e-15);
        Near.Check(x.IndexAdd(0, list, source, 2), [2 * (s[0] + s[4]), 2 * (s[1] + s[5]), 0, 0, 2 * s[2], 2 * s[3]], 1e-15);
        Autograd.GradGradCheck(v => [v[0].IndexAdd(1, Index(1, 1), v[1], 0.5).Square()], [Samples.Uniform(-1, 1, 2, 2, 3).Leaf(), Samples.Uniform(-1, 1, 3, 2, 2).Leaf()]);
        Assert.That(() => x.IndexAdd(0, Index(0), source), Throws.ArgumentException);
    }

    [Test]
    public void An_index_that_changes_before_backward_is_noticed()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 3).Leaf(), list = Index(0, 1), y = x.IndexSelect(0, list);
        list.AddInPlace(1);
        Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("inplace"));
    }
}

namespace Nabla.Tests.Operations;

/// <summary>Matrix products of every rank.</summary>
public sealed class MatMulTests
{
    private static readonly (long[] A, long[] B)[] shapes =
    [
        ([2, 3], [3, 4]), ([3], [3]), ([3], [3, 2]), ([2, 3], [3]), ([2, 3, 4], [4, 2]), ([2, 3, 4], [4]), ([4], [2, 4, 3]), ([2, 3, 4], [2, 4, 2]),
        ([2, 1, 3, 2], [4, 2, 3]), ([1, 3, 2], [2, 2, 2]), ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([0, 2, 3], [3, 2]), ([1, 1], [1, 1]),
    ];

    private static IEnumerable<int> Cases() => Enumerable.Range(0, shapes.Length);

    /// <summary>The product by loops over places, batch dimensions broadcast.</summary>
    private static (long[] Shape, double[] Values) Reference(Tensor a, Tensor b)
    {
        long[] sa = a.Rank == 1 ? [1, a.Shape[0]] : a.Shape.ToArray(), sb = b.Rank == 1 ? [b.Shape[0], 1] : b.Shape.ToArray();
        Tensor x = a.Detach().Reshape(sa), y = b.Detach().Reshape(sb);
        long[] batch = Shapes.Broadcast(sa[..^2], sb[..^2], "test");
        long n = sa[^2], k = sa[^1], m = sb[^1], batches = batch.Aggregate(1L, static (p, q) => p * q);
        double[] u = x.Expand([.. batch, n, k]).Doubles(), v = y.Expand([.. batch, k, m]).Doubles(), z = new double[batches * n * m];
        for (long c = 0; c < batches; c++)
            for (long i = 0; i < n; i++)
                for (long j = 0; j < m; j++)
                    for (long p = 0; p < k; p++) z[(c * n + i) * m + j] += u[(c * n + i) * k + p] * v[(c * k + p) * m + j];
        return ([.. batch, .. a.Rank == 1 ? Array.Empty<long>() : [n], .. b.Rank == 1 ? Array.Empty<long>() : [m]], z);
    }

    private static (Tensor A, Tensor B) Sample(int i) => (Samples.Uniform(-1, 1, 1, shapes[i].A), Samples.Uniform(-1, 1, 2, shapes[i].B));

    [TestCaseSource(nameof(Cases))]
    public void Forward_agrees_with_loops(int i)
    {
        (Tensor a, Tensor b) = Sample(i);
        (long[] shape, double[] wanted) = Reference(a, b);
        Tensor y = a.MatMul(b);
        Near.Shape(y, shape);
        Near.Check(y, wanted, 1e-13, 1e-14);
        Near.Check(a.To(DType.Float32).MatMul(b.To(DType.Float32)), wanted, 1e-5, 1e-5);
        if (a.Rank >= 2 && b.Rank >= 2)
            Near.Check(a.Transpose(-1, -2).Clone().Transpose(-1, -2).MatMul(b.Transpose(-1, -2).Clone().Transpose(-1, -2)), wanted, 1e-13, 1e-14);
    }

    [TestCaseSource(nameof(Cases))]
    public void Gradients_agree_with_central_differences_at_both_orders(int i)
    {
        (Tensor a, Tensor b) = Sample(i);
        Tensor[] inputs = [a.Leaf(), b.Leaf()];
        Autograd.GradCheck(static x => [x[0].MatMul(x[1])], inputs, atol: 1e-7, rtol: 1e-6);
        if (a.Count * b.Count < 100) Autograd.GradGradCheck(static x => [x[0].MatMul(x[1])], inputs, atol: 1e-6, rtol: 1e-5);
        Autograd.GradCheck(x => [x[0].MatMul(b), a.MatMul(x[1])], inputs, atol: 1e-7, rtol: 1e-6);
    }

    [TestCaseSource(nameof(Cases))]
    public void Composed_gradients_agree_with_the_kernel(int i)
    {
        (Tensor a, Tensor b) = Sample(i);
        Tensor x = a.Leaf(), w = b.Leaf(), y = x.MatMul(w), dy = Samples.Uniform(-1, 1, 3, y.Shape.ToArray());
        Tensor?[] composed = Autograd.Grad([y], [x, w], [dy], createGraph: true), kernel = Autograd.Grad([y], [x, w], [dy]);
        for (int k = 0; k < 2; k++) Near.Check(composed[k]!, kernel[k]!.Doubles(), 1e-12, 1e-14);
    }

    [Test]
    public void Kin_of_MatMul_check_their_ranks()
    {
        Tensor m = Samples.Uniform(-1, 1, 1, 2, 3), n = Samples.Uniform(-1, 1, 2, 3, 2), v = Samples.Uniform(-1, 1, 3, 3), s = Samples.Uniform(-1, 1, 4, 2, 2, 3);
        Assert.Multiple(() =>
        {
            Near.Check(m.Mm(n), m.MatMul(n).Doubles(), 0);
            Near.Check(m.Mv(v), m.MatMul(v).Doubles(), 0);
            Near.Check(v.Dot(v), [v.Doubles().Sum(static x => x * x)], 1e-14);
            Near.Check(s.Bmm(s.Transpose(1, 2)), s.MatMul(s.Transpose(1, 2)).Doubles(), 0);
            Near.Check(Tensor.Ones([2], DType.Float64).Addmm(m, n, 2, 3), (m.MatMul(n) * 3 + 2).Doubles(), 1e-14);
            Near.Check(Tensor.Full([2, 2], double.NaN).Addmm(m.To(DType.Float32), n.To(DType.Float32), 0), m.MatMul(n).Doubles(), 1e-5, 1e-6);
            Assert.That(() => m.Mm(v), Throws.ArgumentException.With.Message.Contains("mm: needs 2 dimensions"));
            Assert.That(() => m.MatMul(m), Throws.ArgumentException.With.Message.Contains("3 columns meet 2 rows"));
            Assert.That(() => m.MatMul(Tensor.From(1.0)), Throws.ArgumentException);
            Assert.That(() => m.MatMul(n.To(DType.Float32)), Throws.ArgumentException.With.Message.Contains("float32"));
            Assert.That(() => s.Bmm(Samples.Uniform(0, 1, 1, 3, 3, 2)), Throws.ArgumentException.With.Message.Contains("2 and 3"));
        });
        Autograd.GradGradCheck(static x => [x[0].Addmm(x[1], x[2], 0.5, 2)], [Samples.Uniform(-1, 1, 5, 2, 2).Leaf(), m.Leaf(), n.Leaf()]);
        Assert.That(m.Leaf().Mm(n).GradFn!.Name, Is.EqualTo("MmBackward0"));
    }

    [Test]
    public void Whole_numbers_multiply_exactly()
    {
        Tensor a = Tensor.Arange(6).Reshape(2, 3), b = Tensor.Arange(6).Reshape(3, 2);
        Assert.That(a.MatMul(b).ToArray<long>(), Is.EqualTo(new[] { 10L, 13, 28, 40 }));
    }
}

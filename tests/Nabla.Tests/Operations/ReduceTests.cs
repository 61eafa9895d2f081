using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Every reduction, found by walking the enum, over every set of dimensions of a small tensor.</summary>
public sealed class ReduceTests
{
    private static readonly int[][] dimSets = [[], [0], [1], [-1], [0, 1], [0, 2], [-1, -2], [2, 0, 1]];

    private static IEnumerable<string> Ops() => OpMethods.Names<ReduceOp>();

    private static IEnumerable<string> Smooth() => Ops().Where(static op => Info(op).Gradients != 0);

    private static IEnumerable<object[]> OpsOverDims() => Ops().SelectMany(static op => Enumerable.Range(0, dimSets.Length).Select(i => new object[] { op, i }));

    private static IEnumerable<object[]> SmoothOverDims() => Smooth().SelectMany(static op => Enumerable.Range(0, dimSets.Length).Select(i => new object[] { op, i }));

    private static ref readonly NablaOpInfo Info(string op) => ref OpTable.Of(Enum.Parse<ReduceOp>(op));

    private static Tensor Call(string op, Tensor x, int[] dims, bool keepDim = false) => op switch
    {
        nameof(ReduceOp.Sum) => x.Sum(dims, keepDim),
        nameof(ReduceOp.Mean) => x.Mean(dims, keepDim),
        nameof(ReduceOp.Prod) => x.Prod(dims, keepDim),
        nameof(ReduceOp.Max) => x.Amax(dims, keepDim),
        nameof(ReduceOp.Min) => x.Amin(dims, keepDim),
        nameof(ReduceOp.Var) => x.Var(dims, 1, keepDim),
        nameof(ReduceOp.Std) => x.Std(dims, 1, keepDim),
        nameof(ReduceOp.Logsumexp) => x.LogSumExp(dims, keepDim),
        nameof(ReduceOp.Norm) => x.Norm(2, dims, keepDim),
        nameof(ReduceOp.Any) => x.Any(dims, keepDim),
        nameof(ReduceOp.All) => x.All(dims, keepDim),
        _ => throw new IgnoreException($"{op} has no method named here yet"),
    };

    private static double Reference(string op, double[] line) => op switch
    {
        nameof(ReduceOp.Sum) => line.Sum(),
        nameof(ReduceOp.Mean) => line.Sum() / line.Length,
        nameof(ReduceOp.Prod) => line.Aggregate(1.0, static (a, b) => a * b),
        nameof(ReduceOp.Max) => line.Max(),
        nameof(ReduceOp.Min) => line.Min(),
        nameof(ReduceOp.Var) => Variance(line),
        nameof(ReduceOp.Std) => Math.Sqrt(Variance(line)),
        nameof(ReduceOp.Logsumexp) => line.Max() is var most ? most + Math.Log(line.Sum(v => Math.Exp(v - most))) : 0,
        nameof(ReduceOp.Norm) => Math.Sqrt(line.Sum(static v => v * v)),
        nameof(ReduceOp.Any) => line.Any(static v => v != 0) ? 1 : 0,
        nameof(ReduceOp.All) => line.All(static v => v != 0) ? 1 : 0,
        _ => throw new IgnoreException($"{op} has no reference yet"),
    };

    private static double Variance(double[] line)
    {
        double mean = line.Sum() / line.Length;
        return line.Sum(v => (v - mean) * (v - mean)) / (line.Length - 1);
    }

    private static unsafe Tensor Sample(string op, params long[] shape) => Samples.Uniform(Info(op).Low[0], Info(op).High[0], 1, shape);

    /// <summary>The lines that are reduced, in the order of the results, by index arithmetic alone.</summary>
    private static List<double[]> Lines(Tensor x, int[] dims)
    {
        int rank = x.Rank;
        bool[] reduced = [.. Enumerable.Range(0, rank).Select(i => dims.Length == 0 || dims.Any(d => (d + rank) % rank == i))];
        var lines = new SortedDictionary<long, List<double>>();
        double[] flat = x.Doubles();
        for (long e = 0; e < flat.Length; e++)
        {
            long rest = e, key = 0, scale = 1;
            for (int i = rank - 1; i >= 0; i--)
            {
                long place = rest % x.Shape[i];
                rest /= x.Shape[i];
                if (reduced[i]) continue;
                key += place * scale;
                scale *= x.Shape[i];
            }
            if (!lines.TryGetValue(key, out List<double>? line)) lines[key] = line = [];
            line.Add(flat[e]);
        }
        return [.. lines.Values.Select(static line => line.ToArray())];
    }

    [TestCaseSource(nameof(OpsOverDims))]
    public void Forward_agrees_with_loops(string op, int set)
    {
        int[] dims = dimSets[set];
        foreach (Tensor x in new[] { Sample(op, 2, 3, 4), Sample(op, 4, 3, 2).Transpose(0, 2), Sample(op, 2, 6, 4).Slice(1, 0, null, 2), Sample(op, 3, 1).Expand(2, 3, 4) })
        {
            double[] wanted = [.. Lines(x, dims).Select(line => Reference(op, line))];
            Tensor y = Call(op, x, dims), kept = Call(op, x, dims, keepDim: true);
            long[] keptShape = [.. x.Shape.ToArray().Select((size, i) => dims.Length == 0 || dims.Any(d => (d + 3) % 3 == i) ? 1 : size)];
            Near.Shape(kept, keptShape);
            Near.Shape(y, [.. keptShape.Where((_, i) => dims.Length != 0 && !dims.Any(d => (d + 3) % 3 == i))]);
            Near.Check(y, wanted, 1e-13, 1e-14, op);
            Near.Check(kept, wanted, 1e-13, 1e-14, op);
        }
    }

    [TestCaseSource(nameof(SmoothOverDims))]
    public void Backward_agrees_with_central_differences(string op, int set)
    {
        Autograd.GradCheck(x => Call(op, x, dimSets[set]), Sample(op, 2, 3, 2).Leaf(), atol: 1e-7, rtol: 1e-6);
        Autograd.GradCheck(x => Call(op, x.Transpose(0, 2), dimSets[set], keepDim: true), Sample(op, 2, 3, 2).Leaf(), atol: 1e-7, rtol: 1e-6);
    }

    [TestCaseSource(nameof(SmoothOverDims))]
    public void Second_order_agrees_with_central_differences(string op, int set) =>
        Autograd.GradGradCheck(x => Call(op, x, dimSets[set]), Sample(op, 2, 3, 2).Leaf(), atol: 1e-6, rtol: 1e-5);

    [TestCaseSource(nameof(SmoothOverDims))]
    public void Composed_gradient_agrees_with_the_kernel(string op, int set)
    {
        foreach (bool keep in new[] { false, true })
        {
            Tensor x = Sample(op, 2, 3, 4).Leaf(), y = Call(op, x, dimSets[set], keep);
            Tensor dy = Samples.Uniform(-2, 2, 5, y.Shape.ToArray());
            double[] kernel = Autograd.Grad(y, x, dy, retainGraph: true).Doubles();
            Near.Check(Autograd.Grad(y, x, dy, createGraph: true), kernel, 1e-12, 1e-14, op);
        }
    }

    [TestCaseSource(nameof(Smooth))]
    public void Composed_gradient_agrees_with_the_kernel_at_ties_and_zeros(string op)
    {
        foreach (double[] line in new[] { new[] { 1.0, 2, 2, -3 }, [0.0, 0, 0, 0], [0.0, 2, 3, 4], [0.0, 0, 3, 4], [2.0, 2, 2, 2] })
        {
            Tensor x = Tensor.From(line, requiresGrad: true), y = Call(op, x, []);
            double[] kernel = Autograd.Grad(y, x, retainGraph: true).Doubles();
            Near.Check(Autograd.Grad(y, x, createGraph: true), kernel, 1e-12, 1e-14, $"{op} of {string.Join(", ", line)}");
        }
    }

    [TestCaseSource(nameof(Ops))]
    public void A_single_number_and_an_empty_tensor_reduce_as_defined(string op)
    {
        Tensor one = Sample(op);
        double v = one.Item<double>();
        double single = op is nameof(ReduceOp.Var) or nameof(ReduceOp.Std) ? double.NaN : op is nameof(ReduceOp.Any) or nameof(ReduceOp.All) ? 1 : v;
        Near.Check(Call(op, one, []), [single], 1e-14);
        Near.Check(Call(op, one, [0]), [single], 1e-14);
        Near.Check(Call(op, one, [-1], keepDim: true), [single], 1e-14);
        Tensor empty = Tensor.Ones([2, 0], DType.Float64);
        Near.Shape(Call(op, empty, [0]), 0);
        double? nothing = op switch
        {
            nameof(ReduceOp.Sum) or nameof(ReduceOp.Norm) or nameof(ReduceOp.Any) => 0,
            nameof(ReduceOp.Prod) or nameof(ReduceOp.All) => 1,
            nameof(ReduceOp.Mean) or nameof(ReduceOp.Var) or nameof(ReduceOp.Std) => double.NaN,
            nameof(ReduceOp.Logsumexp) => double.NegativeInfinity,
            _ => null,
        };
        if (nothing is { } value) Near.Check(Call(op, empty, [1]), [value, value], 0);
        else Assert.That(() => Call(op, empty, [1]), Throws.ArgumentException);
    }

    [TestCase(0.0), TestCase(0.5), TestCase(1.0), TestCase(2.0), TestCase(3.0), TestCase(double.PositiveInfinity), TestCase(double.NegativeInfinity), TestCase(-1.5)]
    public void Norms_of_every_kind(double p)
    {
        double[] line = [0.5, -1.25, 2, -3];
        double wanted = p == 0 ? 4
            : double.IsPositiveInfinity(p) ? 3 : double.IsNegativeInfinity(p) ? 0.5
            : Math.Pow(line.Sum(v => Math.Pow(Math.Abs(v), p)), 1 / p);
        Tensor x = Tensor.From(line, requiresGrad: true);
        Near.Check(x.Norm(p), [wanted], 1e-14);
        Autograd.GradCheck(v => v.Norm(p), x, atol: 1e-7, rtol: 1e-6);
        Autograd.GradGradCheck(v => v.Norm(p), x, atol: 1e-6, rtol: 1e-5);
        foreach (double[] at in new[] { line, [0, 0, 0], [0, 3, -4] })
        {
            Tensor z = Tensor.From(at, requiresGrad: true), y = z.Norm(p);
            if (p < 0 && at[0] == 0) continue;
            double[] kernel = Autograd.Grad(y, z, retainGraph: true).Doubles();
            Near.Check(Autograd.Grad(y, z, createGraph: true), kernel, 1e-12, 1e-14, $"p {p} at {string.Join(", ", at)}");
        }
    }

    [TestCase(0.0), TestCase(1.0), TestCase(2.0)]
    public void Variance_takes_a_correction(double correction)
    {
        Tensor x = Samples.Uniform(-2, 2, 3, 3, 5);
        double mean = x.Doubles().Sum() / 15;
        Near.Check(x.Var(correction), [x.Doubles().Sum(v => (v - mean) * (v - mean)) / (15 - correction)], 1e-13);
        Autograd.GradGradCheck(v => v.Std(1, correction), x.Leaf(), atol: 1e-6, rtol: 1e-5);
        (Tensor var, Tensor m) = x.VarMean([1], correction);
        Near.Check(m, x.Mean(1).Doubles(), 0);
        Near.Check(var, x.Var(1, correction).Doubles(), 0);
    }

    [Test]
    public void A_product_differentiates_twice_through_zeros()
    {
        Autograd.GradGradCheck(static x => x.Prod(), Tensor.From(new[] { 2.0, 0, 3, -1 }, requiresGrad: true));
        Autograd.GradGradCheck(static x => x.Prod(), Tensor.From(new[] { 2.0, 0, 0, -1, 5 }, requiresGrad: true));
        Autograd.GradGradCheck(static x => x.Prod(1), Tensor.From<double>([2.0, 0, 0, 1, 5, 7], [2, 3], requiresGrad: true));
        Autograd.GradGradCheck(static x => x.Prod([0, 2], keepDim: true), Samples.Uniform(-1, 1, 3, 2, 3, 2).Leaf());
    }

    [Test]
    public void Whole_numbers_sum_to_int64_and_have_no_mean()
    {
        Tensor bytes = Tensor.Full([300], 255, DType.UInt8), truth = Tensor.Ones([5], DType.Bool);
        Assert.Multiple(() =>
        {
            Assert.That(bytes.Sum().DType, Is.EqualTo(DType.Int64));
            Assert.That(bytes.Sum().Item<long>(), Is.EqualTo(300 * 255));
            Assert.That(truth.Sum().Item<long>(), Is.EqualTo(5));
            Assert.That(Tensor.From(new[] { 2, 3 }).Prod().Item<long>(), Is.EqualTo(6));
            Assert.That(bytes.Sum(dtype: DType.Float64).DType, Is.EqualTo(DType.Float64));
            Assert.That(Tensor.From(new[] { 2, 3 }).Mean(dtype: DType.Float32).Item<float>(), Is.EqualTo(2.5f));
            Assert.That(bytes.Amax().DType, Is.EqualTo(DType.UInt8));
            Assert.That(() => bytes.Mean(), Throws.ArgumentException.With.Message.Contains("floating"));
            Assert.That(() => Tensor.Ones([2, 2]).Sum([0, -2]), Throws.ArgumentException.With.Message.Contains("twice"));
            Assert.That(() => Tensor.Ones([2, 2]).Sum(2), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Extremes_of_a_line_come_with_their_places()
    {
        Tensor x = Tensor.From<double>([1.0, 5, 5, -2, 4, 0], [2, 3], requiresGrad: true);
        (Tensor values, Tensor indices) = x.Max(1);
        Assert.That(values.ToArray<double>(), Is.EqualTo(new[] { 5.0, 4 }));
        Assert.That(indices.ToArray<long>(), Is.EqualTo(new[] { 1L, 1 }), "the first of equal ones");
        Assert.That(indices.RequiresGrad, Is.False);
        values.Backward(Tensor.From(new[] { 1.0, 10 }));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 1, 0, 0, 10, 0 }));
        (Tensor least, Tensor where) = x.Min(0, keepDim: true);
        Near.Shape(least, 1, 3);
        Assert.That(where.ToArray<long>(), Is.EqualTo(new[] { 1L, 1, 1 }));
        Assert.That(values.GradFn!.Name, Is.EqualTo("MaxBackward0"));
        Assert.That(x.Max().GradFn!.Name, Is.EqualTo("MaxBackward1"));
        Assert.That(x.Argmax().Item<long>(), Is.EqualTo(1));
        Assert.That(x.Argmin(-1).ToArray<long>(), Is.EqualTo(new[] { 0L, 0 }));
        Assert.That(Tensor.From(new[] { 1.0, double.NaN, 3 }).Argmax().Item<long>(), Is.EqualTo(1), "NaN counts as the extreme");
        Assert.That(Tensor.From(3.0).Max(0).Values.Item<double>(), Is.EqualTo(3));
        Autograd.GradCheck(static v => v.Min(0).Values, Samples.Uniform(-1, 1, 4, 3, 4).Leaf());
        Autograd.GradGradCheck(static v => v.Max(1, keepDim: true).Values.Square(), Samples.Uniform(-1, 1, 4, 3, 4).Leaf());
        Autograd.GradCheck(static v => v.Max(0).Values * 2, Tensor.From(3.0, requiresGrad: true));
        Assert.That(() => Tensor.Ones([0]).Argmax(), Throws.ArgumentException);
    }

    [Test]
    public void Equal_extremes_share_the_gradient()
    {
        Tensor x = Tensor.From(new[] { 3.0, 1, 3 }, requiresGrad: true);
        x.Max().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0.5, 0, 0.5 }));
    }

    [Test]
    public void Names_are_those_of_PyTorch()
    {
        Tensor x = Tensor.Ones([2, 2], requiresGrad: true);
        Assert.That(
            new[] { x.Sum(), x.Sum(0), x.Mean(), x.Mean(1), x.Prod(), x.Prod(0), x.Amax(0), x.Var(), x.LogSumExp(0) }.Select(static y => y.GradFn!.Name),
            Is.EqualTo(new[] { "SumBackward0", "SumBackward1", "MeanBackward0", "MeanBackward1", "ProdBackward0", "ProdBackward1", "AmaxBackward0", "VarBackward0", "LogsumexpBackward0" }));
    }
}

using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Every function of three operands, found by walking the enum.</summary>
public sealed class TernaryTests
{
    private static readonly (long[] A, long[] B, long[] C)[] shapes =
        [([3, 4], [3, 4], [3, 4]), ([3, 4], [4], [3, 1]), ([2, 1], [3], []), ([], [2, 2], [2]), ([0, 2], [2], [1, 2]), ([], [], [])];

    private static IEnumerable<string> Ops() => OpMethods.Names<TernaryOp>();

    private static IEnumerable<object[]> OpsOverShapes() => Ops().SelectMany(static op => Enumerable.Range(0, shapes.Length).Select(i => new object[] { op, i }));

    private static ref readonly NablaOpInfo Info(string op) => ref OpTable.Of(Enum.Parse<TernaryOp>(op));

    private static Func<double, double, double, double> Reference(string op) => op switch
    {
        nameof(TernaryOp.Where) => static (a, b, c) => a != 0 ? b : c,
        nameof(TernaryOp.Clamp) => static (a, b, c) => Math.Min(Math.Max(a, b), c),
        nameof(TernaryOp.Lerp) => static (a, b, c) => a + c * (b - a),
        nameof(TernaryOp.Addcmul) => static (a, b, c) => a + b * c,
        nameof(TernaryOp.Addcdiv) => static (a, b, c) => a + b / c,
        _ => throw new IgnoreException($"{op} has no reference yet"),
    };

    private static Tensor[] Sample(string op, int shape)
    {
        (long[] a, long[] b, long[] c) = shapes[shape];
        Tensor first = Samples.Operand(Info(op), 0, 1, a);
        if (op == nameof(TernaryOp.Where)) first = first > 0.5;
        return [first, Samples.Operand(Info(op), 1, 2, b), Samples.Operand(Info(op), 2, 3, c)];
    }

    private static Tensor[] Leaves(string op, Tensor[] operands)
    {
        int gradients = Info(op).Gradients;
        return [.. operands.Select((x, i) => (gradients >> i & 1) != 0 ? x.Leaf() : x)];
    }

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Forward_agrees_with_float64_mathematics(string op, int shape)
    {
        Tensor[] x = Sample(op, shape);
        Tensor y = OpMethods.Ternary(op)(x[0], x[1], x[2]);
        long[] wanted = Shapes.Broadcast(Shapes.Broadcast(x[0].shape, x[1].shape, op), x[2].shape, op);
        Near.Shape(y, wanted);
        double[][] flat = [.. x.Select(t => t.Expand(wanted).Doubles())];
        Near.Check(y, [.. Enumerable.Range(0, flat[0].Length).Select(i => Reference(op)(flat[0][i], flat[1][i], flat[2][i]))], 1e-14, 1e-14, op);
    }

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Backward_agrees_with_central_differences(string op, int shape) =>
        Autograd.GradCheck(x => [OpMethods.Ternary(op)(x[0], x[1], x[2])], Leaves(op, Sample(op, shape)), atol: 1e-7, rtol: 1e-6);

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Second_order_agrees_with_central_differences(string op, int shape) =>
        Autograd.GradGradCheck(x => [OpMethods.Ternary(op)(x[0], x[1], x[2])], Leaves(op, Sample(op, shape)), atol: 1e-6, rtol: 1e-5);

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Composed_gradients_agree_with_the_kernel(string op, int shape)
    {
        Tensor[] x = Leaves(op, Sample(op, shape)), leaves = [.. x.Where(static t => t.RequiresGrad)];
        Tensor y = OpMethods.Ternary(op)(x[0], x[1], x[2]), dy = Samples.Uniform(-2, 2, 5, y.Shape.ToArray());
        Tensor?[] kernel = Autograd.Grad([y], leaves, [dy], retainGraph: true), composed = Autograd.Grad([y], leaves, [dy], createGraph: true);
        for (int i = 0; i < leaves.Length; i++) Near.Check(composed[i]!, kernel[i]!.Doubles(), 1e-12, 1e-14, $"{op} by operand {i}");
    }

    [Test]
    public void Where_takes_numbers_and_refuses_a_condition_that_is_not_bool()
    {
        Tensor condition = Tensor.From(new[] { true, false }), x = Tensor.From(new[] { 1f, 2f }, requiresGrad: true);
        Assert.That(Tensor.Where(condition, x, 9).ToArray<float>(), Is.EqualTo(new[] { 1f, 9f }));
        Assert.That(Tensor.Where(condition, 9, x).ToArray<float>(), Is.EqualTo(new[] { 9f, 2f }));
        Assert.That(Tensor.Where(condition, 1, 0).DType, Is.EqualTo(DType.Int64));
        Tensor.Where(condition, x, 0).Sum().Backward();
        Assert.That(x.Grad!.ToArray<float>(), Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(() => Tensor.Where(Tensor.From(new[] { 1, 0 }), x, x), Throws.ArgumentException.With.Message.Contains("bool"));
    }

    [Test]
    public void A_mask_keeps_NaN_out_of_the_gradient()
    {
        Tensor x = Tensor.From(new[] { 0.0, 4.0 }, requiresGrad: true);
        Tensor safe = Tensor.Where(x > 0, x, 1);
        Tensor.Where(x > 0, safe.Sqrt(), 0).Sum().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0, 0.25 }));
    }

    [Test]
    public void Clamp_takes_either_bound_and_has_a_gradient_inside_and_at_the_bounds()
    {
        Tensor x = Tensor.From(new[] { -2.0, -1, 0, 1, 2, double.NaN }, requiresGrad: true);
        Assert.Multiple(() =>
        {
            Assert.That(x.Clamp(-1, 1).ToArray<double>(), Is.EqualTo(new[] { -1, -1, 0, 1, 1, double.NaN }));
            Assert.That(x.Clamp(min: 0).ToArray<double>(), Is.EqualTo(new[] { 0, 0, 0, 1, 2, double.NaN }));
            Assert.That(x.ClampMax(0).ToArray<double>(), Is.EqualTo(new[] { -2, -1, 0, 0, 0, double.NaN }));
            Assert.That(Tensor.From(new[] { -5, 5 }).Clamp(max: 3).ToArray<int>(), Is.EqualTo(new[] { -5, 3 }));
            Assert.That(() => x.Clamp((Scalar?)null), Throws.ArgumentException);
        });
        x.Clamp(-1, 1).Sum().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 1, 1, 1, 0, 0 }));
        Tensor low = Tensor.From(new[] { -1.5 }, requiresGrad: true), y = Tensor.From(new[] { -2.0, 0.5 }, requiresGrad: true);
        Autograd.GradCheck(static v => [v[0].Clamp(v[1], null)], [y, low]);
    }

    [Test]
    public void Factors_and_in_place_forms()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 3), a = Samples.Uniform(-1, 1, 2, 3), b = Samples.Uniform(1, 2, 3, 3);
        Near.Check(x.Addcmul(a, b, 0.5), (x + a * b * 0.5).Doubles(), 1e-15, 1e-16);
        Near.Check(x.Addcdiv(a, b, 2), (x + a / b * 2).Doubles(), 1e-14, 1e-15);
        Near.Check(x.Clone().AddcmulInPlace(a, b, 0.5), x.Addcmul(a, b, 0.5).Doubles(), 0);
        Near.Check(x.Clone().AddcdivInPlace(a, b), x.Addcdiv(a, b).Doubles(), 0);
        Near.Check(x.Clone().LerpInPlace(a, 0.25), x.Lerp(a, 0.25).Doubles(), 0);
        Near.Check(x.Clone().ClampInPlace(-0.5, 0.5), x.Clamp(-0.5, 0.5).Doubles(), 0);
        Near.Check(x.Clone().MaskedFillInPlace(x > 0, 7), x.MaskedFill(x > 0, 7).Doubles(), 0);
        Tensor[] leaves = [x.Leaf(), a.Leaf(), b.Leaf()];
        Autograd.GradCheck(static v => [(v[0] * 1).AddcmulInPlace(v[1], v[2], 0.5), (v[0] * 1).AddcdivInPlace(v[1], v[2]), (v[0] * 1).LerpInPlace(v[1], 0.25)], leaves);
        Autograd.GradCheck(static v => [(v[0] * 1).ClampInPlace(-0.6, 0.6), (v[0] * 1).MaskedFillInPlace(v[0] > 0, 2)], [x.Leaf()]);
        Assert.That(() => Tensor.From(new[] { 1 }).MaskedFill(Tensor.From(new[] { true }), 1.5), Throws.ArgumentException);
    }
}

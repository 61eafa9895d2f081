using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Every function of one operand, found by walking the enum.</summary>
public sealed class UnaryTests
{
    private static readonly double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 0.5, -0.5, 1, -1, 2.5, 3, -3, 6, 30, -30];

    private static IEnumerable<string> Ops() => OpMethods.Names<UnaryOp>();

    private static IEnumerable<string> Smooth() => Ops().Where(static op => Info(op).Gradients != 0);

    private static IEnumerable<object[]> OpsInLayouts() => Smooth().SelectMany(static op => Samples.Layouts.Select(layout => new object[] { op, layout }));

    private static ref readonly NablaOpInfo Info(string op) => ref OpTable.Of(Enum.Parse<UnaryOp>(op));

    private static Func<double, double> Reference(string op)
    {
        if (UnaryReferences.Of.TryGetValue(op, out Func<double, double>? reference)) return reference;
        Assert.Ignore($"{op} has no reference yet: give it a line in UnaryReferences");
        throw new InvalidOperationException();
    }

    private static unsafe Tensor Sample(string op, string layout = "contiguous") => Samples.In(layout, Info(op).Low[0], Info(op).High[0]);

    private static bool IsSmoothOver(string op) => op is not (nameof(UnaryOp.Sign) or nameof(UnaryOp.Floor) or nameof(UnaryOp.Ceil) or nameof(UnaryOp.Round) or nameof(UnaryOp.Trunc));

    [TestCaseSource(nameof(OpsInLayouts))]
    public void Forward_agrees_with_float64_mathematics(string op, string layout)
    {
        Func<double, double> reference = Reference(op);
        Tensor x = Sample(op, layout), y = OpMethods.Unary(op)(x);
        Near.Shape(y, x.Shape.ToArray());
        Assert.That(y.DType, Is.EqualTo(DType.Float64));
        Near.Check(y, [.. x.Doubles().Select(reference)], 2e-14, 1e-15, op);
    }

    [TestCaseSource(nameof(Smooth))]
    public void NaN_infinity_zero_and_kinks_come_out_as_defined(string op) =>
        Near.Check(OpMethods.Unary(op)(Tensor.From(special)), [.. special.Select(Reference(op))], 1e-12, 1e-300, op);

    [TestCaseSource(nameof(Smooth))]
    public void Float32_agrees_with_float64(string op)
    {
        float[] at = [.. Sample(op).Doubles().Select(static v => (float)v)];
        Tensor y = OpMethods.Unary(op)(Tensor.From(at));
        Assert.That(y.DType, Is.EqualTo(DType.Float32));
        Near.Check(y, [.. at.Select(v => Reference(op)(v))], 1e-6, 1e-7, op);
    }

    [TestCaseSource(nameof(OpsInLayouts))]
    public void Backward_agrees_with_central_differences(string op, string layout) =>
        Autograd.GradCheck(OpMethods.Unary(op), Sample(op, layout).Leaf(), atol: 1e-7, rtol: 1e-6);

    [TestCaseSource(nameof(Smooth))]
    public void Second_order_agrees_with_central_differences(string op) =>
        Autograd.GradGradCheck(OpMethods.Unary(op), Sample(op).Leaf(), atol: 1e-6, rtol: 1e-5);

    [TestCaseSource(nameof(Smooth))]
    public void Composed_gradient_agrees_with_the_kernel(string op)
    {
        double[] at = [.. Sample(op).Doubles(), .. special.Where(double.IsFinite)];
        Tensor x = Tensor.From(at, requiresGrad: true);
        Tensor dy = Samples.Uniform(-2, 2, 7, at.Length);
        Tensor y = OpMethods.Unary(op)(x);
        double[] kernel = Autograd.Grad(y, x, dy, retainGraph: true).Doubles();
        Tensor composed = Autograd.Grad(y, x, dy, createGraph: true);
        Near.Check(composed, kernel, 1e-12, 1e-14, op);
    }

    [TestCaseSource(nameof(Smooth))]
    public void The_graph_names_the_op_and_frees_what_it_saved(string op)
    {
        Tensor x = Sample(op).Leaf(), y = OpMethods.Unary(op)(x);
        Assert.That(y.GradFn!.Name, Does.EndWith("Backward0"));
        Assert.That(y.GradFn.NextFunctions, Has.Count.EqualTo(1));
        y.Sum().Backward();
        if (Info(op).Saves == 0) y.Sum().Backward();
        else Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("a second time"));
    }

    [TestCaseSource(nameof(Ops))]
    public void In_place_does_the_same(string op)
    {
        if (OpMethods.UnaryInPlace(op) is not { } inPlace) { Assert.Pass("there is no in-place form"); return; }
        Tensor x = Sample(op, "transposed").Leaf(), twin = x.Detach().Leaf();
        Tensor dy = Samples.In("transposed", -1, 1, 5);
        Tensor y = OpMethods.Unary(op)(x * 1), z = twin * 1;
        int version = z.Version;
        Assert.That(inPlace(z), Is.SameAs(z));
        Assert.That(z.Version, Is.GreaterThan(version));
        Near.Check(z, y.Doubles(), 0, 0, op);
        y.Backward(dy);
        z.Backward(dy);
        Near.Check(twin.Grad!, x.Grad!.Doubles(), 0, 0, op);
        Assert.That(() => inPlace(twin), Throws.InvalidOperationException.With.Message.Contains("leaf"));
        using (Autograd.NoGrad()) inPlace(twin);
    }

    [TestCaseSource(nameof(Ops))]
    public void Whole_numbers_become_floating_where_the_op_takes_none(string op)
    {
        Tensor x = Tensor.From(new[] { 1, 2, 3 });
        Tensor y = OpMethods.Unary(op)(x);
        Assert.That(y.DType, Is.EqualTo(Info(op).Takes(DType.Int32) ? DType.Int32 : DType.Float32));
        if (UnaryReferences.Of.TryGetValue(op, out Func<double, double>? reference)) Near.Check(y, [reference(1), reference(2), reference(3)], 1e-6, 1e-6, op);
    }

    [Test]
    public void Bits_turn()
    {
        Assert.That((~Tensor.From(new[] { 0, 5, -1 })).ToArray<int>(), Is.EqualTo(new[] { -1, -6, 0 }));
        Assert.That((~Tensor.From(new[] { true, false })).ToArray<bool>(), Is.EqualTo(new[] { false, true }));
        Assert.That(() => ~Tensor.From(new[] { 1f }), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("float32"));
    }

    [Test]
    public void A_disposed_tensor_is_refused()
    {
        Tensor x = Tensor.From(new[] { 1.0 });
        x.Dispose();
        Assert.That(() => x.Exp(), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCaseSource(nameof(Smooth))]
    public void An_infinite_gradient_does_not_leak_through_a_flat_place(string op)
    {
        if (IsSmoothOver(op)) { Assert.Pass("the op has no flat place by definition"); return; }
        Tensor x = Sample(op).Leaf();
        Tensor dy = Tensor.Full(x.Shape, double.PositiveInfinity, DType.Float64);
        foreach (bool composed in new[] { false, true })
            Near.Check(Autograd.Grad(OpMethods.Unary(op)(x), x, dy, createGraph: composed), new double[x.Count], 0, 0, op);
    }
}

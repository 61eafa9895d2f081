using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Every function of two operands, found by walking the enum.</summary>
public sealed class BinaryTests
{
    private static readonly double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 2.5, -3];

    // What is broadcast: neither, the second as a row, as a column, as a number, the first, both.
    private static readonly (long[] A, long[] B)[] shapes =
        [([3, 4], [3, 4]), ([3, 4], [4]), ([3, 4], [3, 1]), ([2, 3], []), ([1, 3], [2, 2, 1]), ([4, 1, 2], [3, 1]), ([0, 3], [3]), ([], [])];

    private static IEnumerable<string> Ops() => OpMethods.Names<BinaryOp>();

    private static IEnumerable<string> Smooth() => Ops().Where(static op => Info(op).Gradients != 0);

    private static IEnumerable<object[]> OpsOverShapes() => Smooth().SelectMany(static op => Enumerable.Range(0, shapes.Length).Select(i => new object[] { op, i }));

    private static ref readonly NablaOpInfo Info(string op) => ref OpTable.Of(Enum.Parse<BinaryOp>(op));

    private static (Tensor A, Tensor B) Sample(string op, int shape) =>
        (Samples.Operand(Info(op), 0, 1, shapes[shape].A), Samples.Operand(Info(op), 1, 2, shapes[shape].B));

    private static Func<double, double, double> Reference(string op)
    {
        if (BinaryReferences.Of.TryGetValue(op, out Func<double, double, double>? reference)) return reference;
        Assert.Ignore($"{op} has no reference yet: give it a line in BinaryReferences");
        throw new InvalidOperationException();
    }

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Forward_agrees_with_float64_mathematics(string op, int shape)
    {
        (Tensor a, Tensor b) = Sample(op, shape);
        Tensor y = OpMethods.Binary(op)(a, b);
        long[] wanted = Shapes.Broadcast(a.shape, b.shape, op);
        Near.Shape(y, wanted);
        double[] x = a.Expand(wanted).Doubles(), z = b.Expand(wanted).Doubles();
        Near.Check(y, [.. x.Zip(z, Reference(op))], 1e-13, 1e-15, op);
    }

    [TestCaseSource(nameof(Smooth))]
    public void Strides_do_not_matter(string op)
    {
        Tensor a = Samples.Operand(Info(op), 0, 1, 4, 6, 3)[.., 1..4, ..].Transpose(0, 2), b = Samples.Operand(Info(op), 1, 2, 7, 3).Slice(0, 0, null, 2).T.Unsqueeze(1);
        Near.Check(OpMethods.Binary(op)(a, b), OpMethods.Binary(op)(a.Clone(), b.Clone()).Doubles(), 0, 0, op);
    }

    [TestCaseSource(nameof(Smooth))]
    public void NaN_infinity_and_zero_come_out_as_defined(string op)
    {
        Tensor a = Tensor.From(special).Unsqueeze(1), b = Tensor.From(special);
        double[] wanted = [.. special.SelectMany(x => special.Select(y => Reference(op)(x, y)))];
        if (op is nameof(BinaryOp.FloorDivide) or nameof(BinaryOp.Remainder)) { Assert.Pass("Python's rules for infinite quotients: see the native tests"); return; }
        Near.Check(OpMethods.Binary(op)(a, b), wanted, 1e-13, 0, op);
    }

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Backward_agrees_with_central_differences(string op, int shape)
    {
        (Tensor a, Tensor b) = Sample(op, shape);
        Tensor[] inputs = [(Info(op).Gradients & 1) != 0 ? a.Leaf() : a, (Info(op).Gradients & 2) != 0 ? b.Leaf() : b];
        Autograd.GradCheck(x => [OpMethods.Binary(op)(x[0], x[1])], inputs, atol: 1e-7, rtol: 1e-6);
    }

    [TestCaseSource(nameof(OpsOverShapes))]
    public void Second_order_agrees_with_central_differences(string op, int shape)
    {
        if (shape is 4 or 5) { Assert.Pass("covered by the smaller shapes"); return; }
        (Tensor a, Tensor b) = Sample(op, shape);
        Tensor[] inputs = [(Info(op).Gradients & 1) != 0 ? a.Leaf() : a, (Info(op).Gradients & 2) != 0 ? b.Leaf() : b];
        Autograd.GradGradCheck(x => [OpMethods.Binary(op)(x[0], x[1])], inputs, atol: 1e-6, rtol: 1e-5);
    }

    [TestCaseSource(nameof(Smooth))]
    public void Composed_gradients_agree_with_the_kernel(string op)
    {
        ref readonly NablaOpInfo info = ref Info(op);
        double[] finite = [.. special.Where(double.IsFinite), 0.25];
        Tensor[] firsts = [Samples.Operand(info, 0, 1, 5, 3), Tensor.From(finite).Unsqueeze(1)];
        Tensor[] seconds = [Samples.Operand(info, 1, 2, 3), Tensor.From(finite)];
        for (int i = 0; i < firsts.Length; i++)
        {
            Tensor a = firsts[i].Leaf(), b = seconds[i].Leaf(), y = OpMethods.Binary(op)(a, b);
            Tensor dy = Samples.Uniform(-2, 2, 3, y.Shape.ToArray());
            Tensor?[] kernel = Autograd.Grad([y], [a, b], [dy], retainGraph: true, allowUnused: true);
            Tensor?[] composed = Autograd.Grad([y], [a, b], [dy], createGraph: true, allowUnused: true);
            for (int k = 0; k < 2; k++)
            {
                Assert.That(composed[k] is null, Is.EqualTo(kernel[k] is null), op);
                if (kernel[k] is { } wanted) Near.Check(composed[k]!, wanted.Doubles(), 1e-11, 1e-13, $"{op} by operand {k}");
            }
        }
    }

    /// <summary>What a wanted gradient does not read is not kept; the other gradient must not need it all the same.</summary>
    [TestCaseSource(nameof(Smooth))]
    public void One_gradient_alone_is_the_same_as_beside_the_other(string op)
    {
        (Tensor a, Tensor b) = Sample(op, 1);
        Tensor first = a.Leaf(), second = b.Leaf();
        OpMethods.Binary(op)(first, second).Square().Sum().Backward();
        foreach ((Tensor both, Tensor alone, Func<Tensor, Tensor> call) in new (Tensor, Tensor, Func<Tensor, Tensor>)[]
            { (first, a.Leaf(), x => OpMethods.Binary(op)(x, b)), (second, b.Leaf(), x => OpMethods.Binary(op)(a, x)) })
        {
            Tensor y = call(alone);
            if (!y.RequiresGrad) continue;
            y.Square().Sum().Backward();
            Near.Check(alone.Grad!, both.Grad!.Doubles(), 1e-14, 0, op);
        }
    }

    [TestCaseSource(nameof(Smooth))]
    public void A_number_is_the_same_as_a_tensor_of_one_element(string op)
    {
        if (OpMethods.BinaryWithNumber(op) is not { } call) { Assert.Pass("there is no form with a number"); return; }
        (Tensor a, Tensor b) = Sample(op, 3);
        double number = b.Item<double>();
        Tensor x = a.Leaf(), twin = a.Leaf(), y = call(x, number), z = OpMethods.Binary(op)(twin, b);
        Near.Check(y, z.Doubles(), 0, 0, op);
        if (!y.RequiresGrad) return;
        Tensor dy = Samples.Uniform(-1, 1, 4, y.Shape.ToArray());
        y.Backward(dy, retainGraph: true);
        z.Backward(dy);
        Near.Check(x.Grad!, twin.Grad!.Doubles(), 0, 0, op);
        Near.Check(Autograd.Grad(y, x, dy, createGraph: true), twin.Grad!.Doubles(), 1e-13, 1e-15, op);
        Autograd.GradGradCheck(v => call(v, number), a.Leaf(), atol: 1e-6, rtol: 1e-5);
    }

    [TestCaseSource(nameof(Ops))]
    public void In_place_does_the_same(string op)
    {
        if (OpMethods.BinaryInPlace(op) is not { } inPlace || Info(op).Gradients == 0) { Assert.Pass("there is no in-place form with gradients"); return; }
        (Tensor a, Tensor b) = Sample(op, 1);
        Tensor x = a.Leaf(), w = b.Leaf(), twinX = a.Leaf(), twinW = b.Leaf();
        Tensor y = OpMethods.Binary(op)(x * 1, w), z = twinX * 1;
        Assert.That(inPlace(z, twinW), Is.SameAs(z));
        Near.Check(z, y.Doubles(), 0, 0, op);
        Tensor dy = Samples.Uniform(-1, 1, 4, y.Shape.ToArray());
        y.Backward(dy);
        z.Backward(dy);
        Near.Check(twinX.Grad!, x.Grad!.Doubles(), 1e-14, 0, op);
        Near.Check(twinW.Grad!, w.Grad!.Doubles(), 1e-14, 0, op);
        Autograd.GradGradCheck(v => [inPlace(v[0] * 1, v[1])], [a.Leaf(), b.Leaf()], atol: 1e-6, rtol: 1e-5);
        Assert.That(() => inPlace(twinX, b), Throws.InvalidOperationException.With.Message.Contains("leaf"));
        Assert.That(() => inPlace(Tensor.Ones([4], DType.Float64), Tensor.Ones([3, 4], DType.Float64)), Throws.ArgumentException.With.Message.Contains("shape"));
    }

    [TestCaseSource(nameof(Ops))]
    public void In_place_with_a_number_does_the_same(string op)
    {
        if (OpMethods.BinaryWithNumberInPlace(op) is not { } inPlace || Info(op).Gradients == 0) { Assert.Pass("there is no in-place form with gradients"); return; }
        (Tensor a, Tensor b) = Sample(op, 3);
        double number = b.Item<double>();
        Tensor x = a.Leaf(), twin = a.Leaf(), y = OpMethods.BinaryWithNumber(op)!(x * 1, number), z = inPlace(twin * 1, number);
        Near.Check(z, y.Doubles(), 0, 0, op);
        y.Square().Sum().Backward();
        z.Square().Sum().Backward();
        Near.Check(twin.Grad!, x.Grad!.Doubles(), 0, 0, op);
    }

    [TestCaseSource(nameof(Ops))]
    public void Whole_numbers_stay_exact(string op)
    {
        if (!BinaryReferences.Whole.TryGetValue(op, out Func<long, long, long>? reference)) { Assert.Pass("no op of whole numbers"); return; }
        long[] a = [7, -7, 0, 1, -1, 100, 12345], b = [2, 3, 1, -2, 5, 7, -1];
        if (op is nameof(BinaryOp.Pow)) b = [2, 3, 1, -2, 5, 7, 3];
        foreach (DType dtype in new[] { DType.Int32, DType.Int64 })
        {
            Tensor y = OpMethods.Binary(op)(Tensor.From(a, dtype), Tensor.From(b, dtype));
            Assert.That(y.DType, Is.EqualTo(dtype));
            long[] wanted = [.. a.Zip(b, (x, z) => reference(x, z) is var value && dtype == DType.Int32 ? (int)value : value)];
            Assert.That(y.To(DType.Int64).ToArray<long>(), Is.EqualTo(wanted), op);
        }
    }

    [Test]
    public void Dtypes_are_promoted_as_in_PyTorch()
    {
        Tensor i = Tensor.From(new[] { 1, 2 }), f = Tensor.From(new[] { 1f, 2f }), d = Tensor.From(new[] { 1.0, 2.0 }), truth = Tensor.From(new[] { true, false });
        Assert.Multiple(() =>
        {
            Assert.That((i / i).DType, Is.EqualTo(DType.Float32), "whole / whole");
            Assert.That((i + 1.5).DType, Is.EqualTo(DType.Float32), "whole + number");
            Assert.That((i + 1).DType, Is.EqualTo(DType.Int32));
            Assert.That((f + d).DType, Is.EqualTo(DType.Float64));
            Assert.That((f * 2.0).DType, Is.EqualTo(DType.Float32), "a number does not lift a floating tensor");
            Assert.That((truth + truth).DType, Is.EqualTo(DType.Bool));
            Assert.That((truth * 2).DType, Is.EqualTo(DType.Int64));
            Assert.That((i * truth).DType, Is.EqualTo(DType.Int32));
            Assert.That((1 - i).ToArray<int>(), Is.EqualTo(new[] { 0, -1 }));
            Assert.That((2 / d).ToArray<double>(), Is.EqualTo(new[] { 2.0, 1.0 }));
            Assert.That(i.Atan2(i).DType, Is.EqualTo(DType.Float32));
            Assert.That((i % 2).ToArray<int>(), Is.EqualTo(new[] { 1, 0 }));
            Assert.That((Tensor.From(new[] { -7 }) % 3).Item<int>(), Is.EqualTo(2), "Python's sign, not C#'s");
        });
        Assert.That(() => truth - truth, Throws.InstanceOf<NotSupportedException>().With.Message.Contains("bool"));
    }

    [Test]
    public void A_gradient_crosses_a_conversion_of_dtypes()
    {
        Tensor x = Tensor.From(new[] { 1f, 2f }, requiresGrad: true), w = Tensor.From(new[] { 3.0, 4.0 }, requiresGrad: true);
        (x * w).Sum().Backward();
        Assert.That(x.Grad!.DType, Is.EqualTo(DType.Float32));
        Assert.That(x.Grad.ToArray<float>(), Is.EqualTo(new[] { 3f, 4f }));
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2.0 }));
    }

    [Test]
    public void In_place_results_keep_dtype_and_refuse_what_does_not_fit()
    {
        Tensor i = Tensor.From(new[] { 1, 2 }), f = Tensor.From(new[] { 1f, 2f });
        Assert.That(() => i.AddInPlace(1.5), Throws.ArgumentException.With.Message.Contains("int32"));
        Assert.That(() => i.DivInPlace(2), Throws.ArgumentException);
        Assert.That(i.ToArray<int>(), Is.EqualTo(new[] { 1, 2 }), "a refused operation changes nothing");
        Assert.That(f.AddInPlace(Tensor.From(new[] { 1.0, 1.0 })).DType, Is.EqualTo(DType.Float32));
        Assert.That(f.AddInPlace(i).ToArray<float>(), Is.EqualTo(new[] { 3f, 5f }));
    }

    [Test]
    public void Operators_take_numbers_on_both_sides()
    {
        Tensor x = Tensor.From(new[] { 2.0, 4.0 });
        Assert.Multiple(() =>
        {
            Assert.That((1 + x).ToArray<double>(), Is.EqualTo(new[] { 3.0, 5.0 }));
            Assert.That((1 - x).ToArray<double>(), Is.EqualTo(new[] { -1.0, -3.0 }));
            Assert.That((3 * x).ToArray<double>(), Is.EqualTo(new[] { 6.0, 12.0 }));
            Assert.That((8 / x).ToArray<double>(), Is.EqualTo(new[] { 4.0, 2.0 }));
            Assert.That((7 % x).ToArray<double>(), Is.EqualTo(new[] { 1.0, 3.0 }));
            Assert.That(Tensor.Pow(2, x).ToArray<double>(), Is.EqualTo(new[] { 4.0, 16.0 }));
            Assert.That((3 < x).ToArray<bool>(), Is.EqualTo(new[] { false, true }));
            Assert.That((4 >= x).ToArray<bool>(), Is.EqualTo(new[] { true, true }));
            Assert.That((Tensor.From(new[] { 6 }) & 3).Item<int>(), Is.EqualTo(2));
            Assert.That((Tensor.From(new[] { 6 }) | 1).Item<int>(), Is.EqualTo(7));
            Assert.That((Tensor.From(new[] { 6 }) ^ 3).Item<int>(), Is.EqualTo(5));
            Assert.That((Tensor.From(new[] { 6 }) << 2).Item<int>(), Is.EqualTo(24));
            Assert.That((Tensor.From(new[] { 6 }) >> 1).Item<int>(), Is.EqualTo(3));
        });
        Tensor w = Tensor.From(new[] { 2.0, 4.0 }, requiresGrad: true);
        Autograd.GradCheck(static v => 3 / (1 - v) + Tensor.Pow(2, v), w);
    }

    [Test]
    public void Shapes_that_do_not_broadcast_are_named() =>
        Assert.That(() => Tensor.Ones([2, 3]) + Tensor.Ones([2]), Throws.ArgumentException.With.Message.Contains("[2, 3]").And.Message.Contains("[2]"));
}

using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Every comparison, found by walking the enum, and the questions made of them.</summary>
public sealed class CompareTests
{
    private static readonly double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 1.5];

    private static IEnumerable<string> Ops() => OpMethods.Names<CompareOp>();

    private static Func<double, double, bool> Reference(string op) => op switch
    {
        nameof(CompareOp.Eq) => static (a, b) => a == b,
        nameof(CompareOp.Ne) => static (a, b) => a != b,
        nameof(CompareOp.Lt) => static (a, b) => a < b,
        nameof(CompareOp.Le) => static (a, b) => a <= b,
        nameof(CompareOp.Gt) => static (a, b) => a > b,
        nameof(CompareOp.Ge) => static (a, b) => a >= b,
        _ => throw new IgnoreException($"{op} has no reference yet"),
    };

    [TestCaseSource(nameof(Ops))]
    public void Every_pair_compares_as_in_CSharp(string op)
    {
        Tensor a = Tensor.From(values).Unsqueeze(1), b = Tensor.From(values);
        bool[] wanted = [.. values.SelectMany(x => values.Select(y => Reference(op)(x, y)))];
        foreach (DType dtype in new[] { DType.Float64, DType.Float32 })
        {
            Tensor y = OpMethods.Binary(op)(a.To(dtype), b.To(dtype));
            Assert.That(y.DType, Is.EqualTo(DType.Bool));
            Near.Shape(y, values.Length, values.Length);
            Assert.That(y.ToArray<bool>(), Is.EqualTo(wanted), op);
        }
    }

    [TestCaseSource(nameof(Ops))]
    public void Numbers_strides_whole_numbers_and_empty_tensors_compare_too(string op)
    {
        Func<double, double, bool> reference = Reference(op);
        Tensor x = Tensor.From(new[] { 1L, 2, 3, 4, 5, 6 }).Reshape(2, 3).T;
        long[] flat = [1, 4, 2, 5, 3, 6];
        Assert.That(OpMethods.BinaryWithNumber(op)!(x, 3).ToArray<bool>(), Is.EqualTo(flat.Select(v => reference(v, 3))));
        Assert.That(OpMethods.BinaryWithNumber(op)!(x, 2.5).ToArray<bool>(), Is.EqualTo(flat.Select(v => reference(v, 2.5))), "a floating number lifts whole ones");
        Near.Shape(OpMethods.Binary(op)(Tensor.Ones([0, 3]), Tensor.Ones([3])), 0, 3);
        Near.Shape(OpMethods.Binary(op)(Tensor.Ones([]), Tensor.Ones([])));
    }

    [TestCaseSource(nameof(Ops))]
    public void A_comparison_has_no_gradient(string op) =>
        Assert.That(OpMethods.Binary(op)(Tensor.Ones([2], requiresGrad: true), Tensor.Ones([2])).RequiresGrad, Is.False);

    [Test]
    public void Questions_about_elements()
    {
        Tensor x = Tensor.From(values);
        Assert.Multiple(() =>
        {
            Assert.That(x.IsNaN().ToArray<bool>(), Is.EqualTo(values.Select(double.IsNaN)));
            Assert.That(x.IsInf().ToArray<bool>(), Is.EqualTo(values.Select(double.IsInfinity)));
            Assert.That(x.IsFinite().ToArray<bool>(), Is.EqualTo(values.Select(double.IsFinite)));
            Assert.That(x.LogicalNot().ToArray<bool>(), Is.EqualTo(values.Select(static v => v == 0)));
            Assert.That(Tensor.From(new[] { 1, 0 }).IsFinite().ToArray<bool>(), Is.EqualTo(new[] { true, true }));
            Assert.That(Tensor.From(new[] { 1, 0 }).IsInf().ToArray<bool>(), Is.EqualTo(new[] { false, false }));
        });
        Tensor a = Tensor.From(new[] { 0, 0, 2, 2 }), b = Tensor.From(new[] { 0.0, 0.5, 0, 1 });
        Assert.That(a.LogicalAnd(b).ToArray<bool>(), Is.EqualTo(new[] { false, false, false, true }));
        Assert.That(a.LogicalOr(b).ToArray<bool>(), Is.EqualTo(new[] { false, true, true, true }));
        Assert.That(a.LogicalXor(b).ToArray<bool>(), Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void Close_is_within_both_tolerances_and_never_for_unequal_infinities()
    {
        Tensor a = Tensor.From(new[] { 1.0, 1e8, double.PositiveInfinity, double.PositiveInfinity, double.NaN, 0 });
        Tensor b = Tensor.From(new[] { 1.0 + 1e-9, 1e8 + 1, double.PositiveInfinity, 1e300, double.NaN, 1e-9 });
        Assert.That(a.IsClose(b).ToArray<bool>(), Is.EqualTo(new[] { true, true, true, false, false, true }));
        Assert.That(a.IsClose(b, equalNaN: true).ToArray<bool>(), Is.EqualTo(new[] { true, true, true, false, true, true }));
        Assert.That(a.AllClose(b), Is.False);
        Assert.That(Tensor.Ones([2]).AllClose(Tensor.Ones([2]) + 1e-9), Is.True);
        Assert.That(() => a.AllClose(Tensor.Ones([6])), Throws.ArgumentException.With.Message.Contains("float32"));
    }

    [Test]
    public void Equal_asks_for_shape_and_elements()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2.0 });
        Assert.Multiple(() =>
        {
            Assert.That(x.Equal(x.Clone()), Is.True);
            Assert.That(x.Equal(x.Reshape(1, 2)), Is.False);
            Assert.That(x.Equal(x + 1), Is.False);
            Assert.That(Tensor.From(new[] { double.NaN }).Equal(Tensor.From(new[] { double.NaN })), Is.False);
            Assert.That(Tensor.Ones([0]).Equal(Tensor.Ones([0])), Is.True);
        });
    }
}

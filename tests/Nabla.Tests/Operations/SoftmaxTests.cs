using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Softmax and its logarithm, along every dimension.</summary>
public sealed class SoftmaxTests
{
    private static IEnumerable<object[]> OpsAndDims() => OpMethods.Names<SoftmaxOp>().SelectMany(static op => new[] { 0, 1, -1 }.Select(dim => new object[] { op, dim }));

    private static Tensor Call(string op, Tensor x, int dim) => op == nameof(SoftmaxOp.Softmax) ? x.Softmax(dim) : x.LogSoftmax(dim);

    [TestCaseSource(nameof(OpsAndDims))]
    public void Forward_agrees_with_loops(string op, int dim)
    {
        foreach (Tensor x in new[] { Samples.Uniform(-3, 3, 1, 2, 3, 4), Samples.Uniform(-3, 3, 1, 4, 3, 2).Transpose(0, 2), Samples.Uniform(-900, 900, 1, 2, 3, 4) })
        {
            double[] wanted = new double[24], flat = x.Doubles();
            int[] shape = [2, 3, 4], step = [12, 4, 1];
            int d = (dim + 3) % 3;
            for (int e = 0; e < 24; e++)
            {
                int start = e - e / step[d] % shape[d] * step[d];
                double[] line = [.. Enumerable.Range(0, shape[d]).Select(k => flat[start + k * step[d]])];
                double logSum = line.Max() + Math.Log(line.Sum(v => Math.Exp(v - line.Max())));
                wanted[e] = op == nameof(SoftmaxOp.Softmax) ? Math.Exp(flat[e] - logSum) : flat[e] - logSum;
            }
            Near.Check(Call(op, x, dim), wanted, 1e-12, 1e-300, op);
        }
    }

    [TestCaseSource(nameof(OpsAndDims))]
    public void Gradients_agree_with_central_differences_at_both_orders(string op, int dim)
    {
        Autograd.GradCheck(x => Call(op, x, dim), Samples.Uniform(-2, 2, 1, 2, 3, 2).Leaf(), atol: 1e-7, rtol: 1e-6);
        Autograd.GradGradCheck(x => Call(op, x, dim), Samples.Uniform(-2, 2, 1, 2, 2, 3).Leaf(), atol: 1e-6, rtol: 1e-5);
        Tensor x = Samples.Uniform(-2, 2, 1, 4, 3, 2).Transpose(0, 2).Leaf(), y = Call(op, x, dim), dy = Samples.Uniform(-1, 1, 2, 2, 3, 4);
        Near.Check(Autograd.Grad(y, x, dy, createGraph: true), Autograd.Grad(y, x, dy).Doubles(), 1e-12, 1e-14);
    }

    [Test]
    public void Single_numbers_whole_numbers_and_empty_tensors()
    {
        Assert.That(Tensor.From(3.0).Softmax(0).Item<double>(), Is.EqualTo(1));
        Assert.That(Tensor.From(3.0).LogSoftmax(-1).Item<double>(), Is.Zero);
        Assert.That(Tensor.From(new[] { 1, 1 }).Softmax(0).ToArray<float>(), Is.EqualTo(new[] { 0.5f, 0.5f }));
        Assert.That(Tensor.Ones([2]).Softmax(0, DType.Float64).DType, Is.EqualTo(DType.Float64));
        Near.Shape(Tensor.Ones([0, 3]).Softmax(1), 0, 3);
        Assert.That(() => Tensor.Ones([2]).Softmax(1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Tensor.Ones([2], requiresGrad: true).LogSoftmax(0).GradFn!.Name, Is.EqualTo("LogSoftmaxBackward0"));
    }
}

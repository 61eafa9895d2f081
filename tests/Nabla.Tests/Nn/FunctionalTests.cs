using Nabla.Nn;
using Nabla.Tests.Operations;

namespace Nabla.Tests.Nn;

/// <summary>Layers and losses as functions, against loops.</summary>
public sealed class FunctionalTests
{
    private static readonly Reduction[] reductions = Enum.GetValues<Reduction>();

    private static double Reduced(double[] losses, Reduction reduction, double weights) =>
        reduction == Reduction.Mean ? losses.Sum() / weights : losses.Sum();

    [Test]
    public void Linear_is_a_product_and_a_sum()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 4, 3), w = Samples.Uniform(-1, 1, 2, 2, 3), b = Samples.Uniform(-1, 1, 3, 2);
        Near.Check(Functional.Linear(x, w, b), (x.MatMul(w.T) + b).Doubles(), 1e-14, 1e-15);
        Near.Check(Functional.Linear(x, w), x.MatMul(w.T).Doubles(), 1e-14, 1e-15);
        Tensor deep = Samples.Uniform(-1, 1, 1, 2, 2, 3);
        Near.Check(Functional.Linear(deep, w, b), (deep.MatMul(w.T) + b).Doubles(), 1e-14, 1e-15);
        Near.Check(Functional.Linear(x[0], w, b), (w.MatMul(x[0]) + b).Doubles(), 1e-14, 1e-15);
        Near.Shape(Functional.Linear(Tensor.Ones([0, 3], DType.Float64), w, b), 0, 2);
        foreach (Tensor input in new[] { x, deep, x[0], Samples.Uniform(-1, 1, 1, 3, 4).T })
        {
            Autograd.GradCheck(static v => [Functional.Linear(v[0], v[1], v[2])], [input.Leaf(), w.Leaf(), b.Leaf()]);
            Autograd.GradCheck(v => [Functional.Linear(input, v[0])], [w.Leaf()]);
            Autograd.GradCheck(v => [Functional.Linear(input, w, v[0])], [b.Leaf()]);
        }
        Autograd.GradGradCheck(static v => [Functional.Linear(v[0], v[1], v[2]).Tanh()], [x[..2].Leaf(), w.Leaf(), b.Leaf()]);
        Assert.That(Functional.Linear(x, w.Leaf(), b).GradFn!.Name, Is.EqualTo("AddmmBackward0"));
        Assert.That(() => Functional.Linear(x, w.T, b), Throws.ArgumentException.With.Message.Contains("[out, in]"));
        Assert.That(() => Functional.Linear(x.To(DType.Float32), w, b), Throws.ArgumentException);
    }

    [TestCase(false, 0.0), TestCase(true, 0.0), TestCase(false, 0.3), TestCase(true, 0.3)]
    public void Cross_entropy_agrees_with_loops(bool weighted, double smoothing)
    {
        Tensor x = Samples.Uniform(-2, 2, 1, 4, 3), w = Tensor.From(new[] { 0.5, 2, 1 });
        long[] target = [2, 0, -100, 1];
        double[] flat = x.Doubles(), weights = weighted ? w.Doubles() : [1, 1, 1], losses = new double[4];
        double total = 0;
        for (int i = 0; i < 4; i++)
        {
            if (target[i] < 0) continue;
            double[] row = flat[(3 * i)..(3 * i + 3)];
            double lse = Math.Log(row.Sum(Math.Exp));
            losses[i] = (1 - smoothing) * weights[target[i]] * (lse - row[target[i]]) + smoothing / 3 * row.Zip(weights, (v, f) => f * (lse - v)).Sum();
            total += weights[target[i]];
        }
        Tensor t = Tensor.From(target);
        Near.Check(Functional.CrossEntropy(x, t, weighted ? w : null, labelSmoothing: smoothing, reduction: Reduction.None), losses, 1e-13, 1e-15);
        foreach (Reduction reduction in reductions)
        {
            if (reduction != Reduction.None)
                Near.Check(Functional.CrossEntropy(x, t, weighted ? w : null, labelSmoothing: smoothing, reduction: reduction), [Reduced(losses, reduction, total)], 1e-13);
            Func<Tensor, Tensor> loss = v => Functional.CrossEntropy(v, t, weighted ? w : null, labelSmoothing: smoothing, reduction: reduction);
            Autograd.GradCheck(loss, x.Leaf(), atol: 1e-7, rtol: 1e-6);
            Autograd.GradGradCheck(loss, x.Leaf(), atol: 1e-6, rtol: 1e-5);
            Tensor leaf = x.Leaf(), y = loss(leaf), dy = Samples.Uniform(-1, 1, 2, y.Shape.ToArray());
            Near.Check(Autograd.Grad(y, leaf, dy, createGraph: true), Autograd.Grad(y, leaf, dy).Doubles(), 1e-12, 1e-14);
        }
    }

    [Test]
    public void Cross_entropy_takes_images_single_rows_and_probabilities()
    {
        Tensor x = Samples.Uniform(-2, 2, 1, 2, 3, 2, 2), t = Tensor.From<long>([0, 1, 2, 0, 1, 1, 2, 2], [2, 2, 2]);
        Tensor rows = x.Permute(0, 2, 3, 1).Reshape(8, 3);
        Near.Check(Functional.CrossEntropy(x, t), Functional.CrossEntropy(rows, t.Reshape(8)).Doubles(), 1e-14);
        Near.Shape(Functional.CrossEntropy(x, t, reduction: Reduction.None), 2, 2, 2);
        Autograd.GradCheck(v => Functional.CrossEntropy(v, t), x.Leaf());
        Near.Check(Functional.CrossEntropy(rows[0], Tensor.From(2L)), Functional.CrossEntropy(rows[..1], Tensor.From(new[] { 2 })).Doubles(), 1e-14);
        Tensor certain = Tensor.Zeros([8, 3], DType.Float64).Scatter(1, t.Reshape(8, 1), 1);
        Near.Check(Functional.CrossEntropy(rows, certain, labelSmoothing: 0.2), Functional.CrossEntropy(rows, t.Reshape(8), labelSmoothing: 0.2).Doubles(), 1e-13);
        Autograd.GradCheck(static v => [Functional.CrossEntropy(v[0], v[1], Tensor.From(new[] { 0.5, 2, 1 }))], [rows.Leaf(), Samples.Uniform(0, 1, 3, 8, 3).Leaf()]);
        Assert.That(double.IsNaN(Functional.CrossEntropy(rows, Tensor.Full([8], -100, DType.Int64)).Item<double>()), Is.True, "the mean of nothing");
        Assert.That(() => Functional.CrossEntropy(rows, Tensor.Full([8], 3, DType.Int64)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Functional.CrossEntropy(rows, Tensor.Full([7], 0, DType.Int64)), Throws.ArgumentException.With.Message.Contains("[7]"));
        Assert.That(() => Functional.CrossEntropy(rows, t.Reshape(8), labelSmoothing: 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Negative_log_likelihood_completes_log_softmax()
    {
        Tensor x = Samples.Uniform(-2, 2, 1, 4, 3), t = Tensor.From(new[] { 2L, 0, -100, 1 }), w = Tensor.From(new[] { 0.5, 2, 1 });
        foreach (Reduction reduction in reductions)
            Near.Check(
                Functional.NllLoss(x.LogSoftmax(1), t, w, reduction: reduction), Functional.CrossEntropy(x, t, w, reduction: reduction).Doubles(), 1e-13, 1e-15);
        Autograd.GradGradCheck(v => Functional.NllLoss(v.LogSoftmax(1), t, w), x.Leaf());
        Near.Shape(Functional.NllLoss(Samples.Uniform(-1, 0, 1, 2, 3, 4), Tensor.Zeros([2, 4], DType.Int64), reduction: Reduction.None), 2, 4);
    }

    [Test]
    public void Binary_cross_entropies_agree_with_loops_and_each_other()
    {
        Tensor x = Samples.Uniform(-3, 3, 1, 5), t = Samples.Uniform(0, 1, 2, 5), w = Samples.Uniform(0.5, 1, 3, 5), positive = Tensor.From(2.0);
        double[] wanted = [.. x.Doubles().Zip(t.Doubles(), static (v, p) => -(p * Math.Log(UnaryReferences.Sigmoid(v)) + (1 - p) * Math.Log(1 - UnaryReferences.Sigmoid(v))))];
        Near.Check(Functional.BinaryCrossEntropyWithLogits(x, t, reduction: Reduction.None), wanted, 1e-13);
        Near.Check(Functional.BinaryCrossEntropy(x.Sigmoid(), t, reduction: Reduction.None), wanted, 1e-12);
        Near.Check(Functional.BinaryCrossEntropyWithLogits(x, t, w), [wanted.Zip(w.Doubles(), static (a, b) => a * b).Average()], 1e-13);
        double[] lifted = [.. x.Doubles().Zip(t.Doubles(), static (v, p) => -(2 * p * Math.Log(UnaryReferences.Sigmoid(v)) + (1 - p) * Math.Log(1 - UnaryReferences.Sigmoid(v))))];
        Near.Check(Functional.BinaryCrossEntropyWithLogits(x, t, positiveWeight: positive, reduction: Reduction.None), lifted, 1e-13);
        Autograd.GradGradCheck(v => Functional.BinaryCrossEntropyWithLogits(v, t, positiveWeight: positive), x.Leaf());
        Autograd.GradCheck(v => Functional.BinaryCrossEntropy(v, t), Samples.Uniform(0.2, 0.8, 4, 5).Leaf());
        Near.Check(Functional.BinaryCrossEntropy(Tensor.From(new[] { 0.0, 1 }), Tensor.From(new[] { 1.0, 0 }), reduction: Reduction.None), [100, 100], 0, 0, "logarithms stop at -100");
        Tensor far = Tensor.From(new[] { 1000.0, -1000 }, requiresGrad: true);
        Functional.BinaryCrossEntropyWithLogits(far, Tensor.From(new[] { 0.0, 0 }), reduction: Reduction.Sum).Backward();
        Near.Check(far.Grad!, [1, 0], 1e-14);
        Tensor zero = Tensor.From(0.0, requiresGrad: true);
        Functional.BinaryCrossEntropyWithLogits(zero, Tensor.From(1.0)).Backward();
        Near.Check(zero.Grad!, [-0.5], 1e-14);
    }

    [Test]
    public void Losses_of_numbers_agree_with_loops()
    {
        Tensor x = Samples.Uniform(-3, 3, 1, 3, 2), t = Samples.Uniform(-3, 3, 2, 3, 2);
        double[] d = [.. x.Doubles().Zip(t.Doubles(), static (a, b) => a - b)];
        var losses = new (Func<Tensor, Tensor, Reduction, Tensor> Call, Func<double, double> Of)[]
        {
            (Functional.MseLoss, static v => v * v),
            (Functional.L1Loss, Math.Abs),
            (static (a, b, r) => Functional.SmoothL1Loss(a, b, 0.7, r), static v => Math.Abs(v) < 0.7 ? v * v / 1.4 : Math.Abs(v) - 0.35),
            (static (a, b, r) => Functional.SmoothL1Loss(a, b, 0, r), Math.Abs),
            (static (a, b, r) => Functional.HuberLoss(a, b, 1.5, r), static v => Math.Abs(v) < 1.5 ? v * v / 2 : 1.5 * (Math.Abs(v) - 0.75)),
        };
        foreach ((Func<Tensor, Tensor, Reduction, Tensor> call, Func<double, double> of) in losses)
        {
            Near.Check(call(x, t, Reduction.None), [.. d.Select(of)], 1e-14, 1e-15);
            Near.Check(call(x, t, Reduction.Mean), [d.Average(of)], 1e-14);
            Near.Check(call(x, t, Reduction.Sum), [d.Sum(of)], 1e-14);
            Autograd.GradCheck(v => [call(v[0], v[1], Reduction.Mean)], [x.Leaf(), t.Leaf()]);
            Autograd.GradGradCheck(v => [call(v[0], v[1], Reduction.Mean)], [x.Leaf(), t.Leaf()]);
        }
        Tensor p = Samples.Uniform(0.1, 1, 3, 4), q = Samples.Uniform(-2, -0.1, 4, 4);
        Near.Check(Functional.KlDiv(q, p, reduction: Reduction.None), [.. p.Doubles().Zip(q.Doubles(), static (a, b) => a * (Math.Log(a) - b))], 1e-13);
        Near.Check(Functional.KlDiv(q, p.Log(), logTarget: true), Functional.KlDiv(q, p).Doubles(), 1e-13);
        Assert.That(() => Functional.MseLoss(x, t.Reshape(6)), Throws.ArgumentException.With.Message.Contains("[6]"));
    }

    [Test]
    public void Dropout_scales_what_it_keeps()
    {
        var chance = new Generator(7);
        Tensor x = Tensor.Ones([20_000], DType.Float64, requiresGrad: true), y = Functional.Dropout(x, 0.25, generator: chance);
        double[] kept = y.Doubles();
        Assert.That(kept.Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.75 }));
        Assert.That(kept.Count(static v => v == 0) / 20_000.0, Is.EqualTo(0.25).Within(0.02));
        y.Sum().Backward();
        Near.Check(x.Grad!, kept, 0, 0, "the gradient passes where the value did");
        Assert.That(Functional.Dropout(x, 0.25, training: false), Is.SameAs(x));
        Assert.That(Functional.Dropout(x, 1).Doubles(), Is.All.Zero);
        Near.Check(Functional.Dropout(x, 0.25, generator: new Generator(7)), kept, 0, 0, "the same seed gives the same choice");
        Assert.That(() => Functional.Dropout(x, -0.1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Embedding_and_prelu()
    {
        Tensor table = Samples.Uniform(-1, 1, 1, 4, 3), where = Tensor.From<long>([3, 0, 0, 1], [2, 2]);
        Tensor rows = Functional.Embedding(where, table);
        Near.Shape(rows, 2, 2, 3);
        Near.Check(rows[0, 0], table[3].Doubles(), 0);
        Autograd.GradGradCheck(v => Functional.Embedding(where, v).Square(), table.Leaf());
        Tensor x = Samples.Uniform(-1, 1, 1, 2, 3, 4), w = Tensor.From(new[] { 0.1, 0.2, 0.3 });
        Near.Check(Functional.Prelu(x, w)[1, 2], [.. x[1, 2].Doubles().Select(static v => v > 0 ? v : 0.3 * v)], 1e-15);
        Autograd.GradCheck(static v => [Functional.Prelu(v[0], v[1])], [x.Leaf(), w.Leaf()]);
        Assert.That(() => Functional.Prelu(x, Tensor.From(new[] { 0.1, 0.2 })), Throws.ArgumentException);
        Near.Check(Tensor.From(new[] { -2.0, 2 }).LeakyRelu(), [-0.02, 2], 1e-15);
        Near.Check(Tensor.From(new[] { -1.0, 2 }).Elu(), [Math.Exp(-1) - 1, 2], 1e-15);
    }
}

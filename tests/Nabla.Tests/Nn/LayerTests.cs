using Nabla.Nn;

namespace Nabla.Tests.Nn;

internal sealed class LayerTests
{
    [Test]
    public void Linear_is_x_times_the_transposed_weight_plus_bias([Values] bool bias)
    {
        var linear = new Linear(3, 2, bias, generator: new Generator(5));
        float[] x = [1, -2, 3, 0.5f, 0, -1];
        float[] w = linear.Weight.ToArray<float>();
        float[] b = linear.Bias?.ToArray<float>() ?? [0, 0];
        float[] y = linear.Forward(Tensor.From(x).Reshape(1, 2, 3)).ToArray<float>();
        for (int row = 0; row < 2; row++)
        {
            for (int i = 0; i < 2; i++)
            {
                double expected = b[i] + Enumerable.Range(0, 3).Sum(k => (double)x[row * 3 + k] * w[i * 3 + k]);
                Assert.That(y[row * 2 + i], Is.EqualTo(expected).Within(1e-6));
            }
        }
    }

    [Test]
    public void Linear_starts_as_in_PyTorch()
    {
        var linear = new Linear(100, 400, generator: new Generator(1));
        Assert.That(linear.Weight.Abs().Max().Item<float>(), Is.InRange(0.0999, 0.1), "uniform up to 1 / sqrt(100)");
        Assert.That(linear.Weight.Mean().Item<float>(), Is.EqualTo(0).Within(0.002));
        Assert.That(linear.Weight.Std().Item<float>(), Is.EqualTo(0.1 / Math.Sqrt(3)).Within(0.001));
        Assert.That(linear.Bias!.Abs().Max().Item<float>(), Is.InRange(0.09, 0.1));
        var same = new Linear(100, 400, generator: new Generator(1));
        Assert.That(same.Weight.ToArray<float>(), Is.EqualTo(linear.Weight.ToArray<float>()));
    }

    [Test]
    public void Linear_takes_dtype_and_refuses_sizes_below_1()
    {
        Assert.That(new Linear(2, 2, dtype: DType.Float64).Weight.DType, Is.EqualTo(DType.Float64));
        Assert.That(() => new Linear(0, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Linear(2, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Activations_are_the_functions_of_their_names()
    {
        Tensor x = Tensor.From([-2.0, -0.5, 0, 0.5, 2]);
        double[] values = x.ToArray<double>();
        Check(new ReLU(), static v => Math.Max(v, 0));
        Check(new Tanh(), Math.Tanh);
        Check(new Sigmoid(), static v => 1 / (1 + Math.Exp(-v)));
        Check(new SiLU(), static v => v / (1 + Math.Exp(-v)));
        Check(new GELU(approximate: true), static v => 0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))));
        Assert.That(new GELU().Forward(x).ToArray<double>()[4], Is.EqualTo(1.9544997361036416).Within(1e-12));
        Assert.That(new Softmax(-1).Forward(x).Sum().Item<double>(), Is.EqualTo(1).Within(1e-12));
        Assert.That(() => new ReLU().Forward(null!), Throws.ArgumentNullException);

        void Check(Module module, Func<double, double> function) =>
            Assert.That(module.Forward(x).ToArray<double>(), Is.EqualTo(values.Select(function)).Within(1e-12), $"{module}");
    }

    [Test]
    public void Dropout_drops_in_training_alone()
    {
        var dropout = new Dropout(0.25, new Generator(3));
        Tensor x = Tensor.Ones([10_000]);
        float[] y = dropout.Forward(x).ToArray<float>();
        Assert.That(y, Is.All.EqualTo(0).Or.EqualTo(4f / 3).Within(1e-6));
        Assert.That(y.Count(static value => value == 0), Is.EqualTo(2500).Within(200));
        Assert.That(dropout.Eval().Forward(x).ToArray<float>(), Is.All.EqualTo(1));
        Assert.That(() => new Dropout(1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Flatten_keeps_the_batch()
    {
        Assert.That(new Flatten().Forward(Tensor.Zeros([2, 3, 4])).Shape.ToArray(), Is.EqualTo(new long[] { 2, 12 }));
        Assert.That(new Flatten(0).Forward(Tensor.Zeros([2, 3])).Shape.ToArray(), Is.EqualTo(new long[] { 6 }));
    }

    [Test]
    public void Sequential_goes_through_its_steps()
    {
        var model = new Sequential { new Flatten(), new Tanh() };
        model.Add("last", new Sigmoid());
        Assert.That(model, Has.Count.EqualTo(3));
        Assert.That(model[1], Is.TypeOf<Tanh>());
        Assert.That(model.Forward(Tensor.From(new[,] { { 0.5 } })).ToArray<double>(), Is.EqualTo(new[] { 1 / (1 + Math.Exp(-Math.Tanh(0.5))) }).Within(1e-12));
        Assert.That(new Sequential().Forward(Tensor.From(3f)).Item<float>(), Is.EqualTo(3));
    }

    [Test]
    public void Losses_are_those_of_their_names()
    {
        Tensor logits = Tensor.From(new[,] { { 1.0, 2, 3 }, { 1, 1, 1 } });
        Tensor classes = Tensor.From([2L, 0L]);
        double first = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - 3;
        Assert.That(new CrossEntropyLoss().Forward(logits, classes).Item<double>(), Is.EqualTo((first + Math.Log(3)) / 2).Within(1e-12));
        Assert.That(new CrossEntropyLoss(reduction: Reduction.Sum).Forward(logits, classes).Item<double>(), Is.EqualTo(first + Math.Log(3)).Within(1e-12));
        var weighted = new CrossEntropyLoss(Tensor.From([3.0, 1, 1]));
        Assert.That(weighted.Forward(logits, classes).Item<double>(), Is.EqualTo((first + 3 * Math.Log(3)) / 4).Within(1e-12));
        Assert.That(weighted.StateDict().Keys, Is.EqualTo(new[] { "weight" }));
        Assert.That(new MSELoss().Forward(logits, logits + 2).Item<double>(), Is.EqualTo(4).Within(1e-12));
        Assert.That(new MSELoss(Reduction.None).Forward(logits, logits + 2).Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(() => new CrossEntropyLoss(labelSmoothing: 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}

using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Tests.Optim;

internal sealed class OptimizerTests
{
    private const int Steps = 7;

    private static IEnumerable<TestCaseData> Cases()
    {
        static TestCaseData Case(string name, Func<Parameter[], Optimizer> create, Func<Action<double[], double[]>> reference) =>
            new TestCaseData(create, reference).SetArgDisplayNames(name);

        yield return Case("SGD", p => new SGD(p, 0.1), () => new Reference.SGD(0.1).Step);
        yield return Case("SGD decay", p => new SGD(p, 0.1, weightDecay: 0.3), () => new Reference.SGD(0.1, weightDecay: 0.3).Step);
        yield return Case("SGD momentum", p => new SGD(p, 0.1, 0.9), () => new Reference.SGD(0.1, 0.9).Step);
        yield return Case("SGD dampening", p => new SGD(p, 0.1, 0.9, 0.4, 0.1), () => new Reference.SGD(0.1, 0.9, 0.4, 0.1).Step);
        yield return Case("SGD nesterov", p => new SGD(p, 0.1, 0.9, 0, 0.1, true), () => new Reference.SGD(0.1, 0.9, 0, 0.1, true).Step);
        yield return Case("SGD maximize", p => new SGD(p, 0.1, 0.5, maximize: true), () => new Reference.SGD(0.1, 0.5, maximize: true).Step);
        yield return Case("Adam", p => new Adam(p, 0.1), () => new Reference.Adam(0.1).Step);
        yield return Case("Adam betas", p => new Adam(p, 0.1, 0.5, 0.7, 1e-3), () => new Reference.Adam(0.1, 0.5, 0.7, 1e-3).Step);
        yield return Case("Adam decay", p => new Adam(p, 0.1, weightDecay: 0.3), () => new Reference.Adam(0.1, weightDecay: 0.3).Step);
        yield return Case("Adam amsgrad", p => new Adam(p, 0.1, 0.9, 0.5, amsgrad: true), () => new Reference.Adam(0.1, 0.9, 0.5, amsgrad: true).Step);
        yield return Case("Adam maximize", p => new Adam(p, 0.1, maximize: true), () => new Reference.Adam(0.1, maximize: true).Step);
        yield return Case("AdamW", p => new AdamW(p, 0.1), () => new Reference.Adam(0.1, weightDecay: 1e-2, decoupled: true).Step);
        yield return Case("AdamW amsgrad", p => new AdamW(p, 0.1, 0.9, 0.5, 1e-8, 0.2, true), () => new Reference.Adam(0.1, 0.9, 0.5, 1e-8, 0.2, true, decoupled: true).Step);
    }

    /// <summary>A few tensors of unlike size; their gradients of a step are numbers of a fixed sequence.</summary>
    private static (Parameter[] Parameters, double[][] Expected) Parameters(DType dtype)
    {
        Tensor[] tensors = [Tensor.From([0.5, -1.5, 2.0]), Tensor.From(new[,] { { 0.1, -0.2 }, { 3.0, 0.0 } }), Tensor.From(-0.75)];
        return ([.. tensors.Select(tensor => new Parameter(tensor.To(dtype)))], [.. tensors.Select(static tensor => tensor.ToArray<double>())]);
    }

    private static double Slope(int step, int parameter, int element) => Math.Sin(1 + 3.7 * step + 1.3 * parameter + 0.9 * element) * (step + 1);

    private static double[] SetGradient(Parameter parameter, int step, int number)
    {
        double[] slopes = [.. Enumerable.Range(0, (int)parameter.Value.Count).Select(i => Slope(step, number, i))];
        parameter.Grad = Tensor.From(slopes).Reshape(parameter.Value.Shape).To(parameter.Value.DType);
        return slopes;
    }

    [TestCaseSource(nameof(Cases))]
    public void Steps_follow_PyTorchs_formulas(Func<Parameter[], Optimizer> create, Func<Action<double[], double[]>> reference)
    {
        foreach ((DType dtype, double tolerance) in new[] { (DType.Float64, 1e-13), (DType.Float32, 2e-5) })
        {
            (Parameter[] parameters, double[][] expected) = Parameters(dtype);
            Action<double[], double[]>[] references = [.. parameters.Select(_ => reference())];
            Optimizer optimizer = create(parameters);
            for (int step = 0; step < Steps; step++)
            {
                for (int i = 0; i < parameters.Length; i++) references[i](expected[i], SetGradient(parameters[i], step, i));
                optimizer.Step();
                for (int i = 0; i < parameters.Length; i++)
                {
                    double[] values = parameters[i].Value.To(DType.Float64).ToArray<double>();
                    Assert.That(values, Is.EqualTo(expected[i]).Within(tolerance), $"{dtype}, step {step}, parameter {i}");
                }
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Without_a_gradient_a_parameter_stays_and_does_not_count_a_step(Func<Parameter[], Optimizer> create, Func<Action<double[], double[]>> reference)
    {
        (Parameter[] parameters, double[][] expected) = Parameters(DType.Float64);
        Action<double[], double[]>[] references = [.. parameters.Select(_ => reference())];
        Optimizer optimizer = create(parameters);
        for (int step = 0; step < Steps; step++)
        {
            optimizer.ZeroGrad();
            for (int i = 0; i < parameters.Length; i++)
            {
                if ((step + i) % 3 != 0) references[i](expected[i], SetGradient(parameters[i], step, i));
            }
            optimizer.Step();
            for (int i = 0; i < parameters.Length; i++)
                Assert.That(parameters[i].Value.ToArray<double>(), Is.EqualTo(expected[i]).Within(1e-13), $"step {step}, parameter {i}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void A_state_dict_goes_on_where_it_was_taken(Func<Parameter[], Optimizer> create, Func<Action<double[], double[]>> reference)
    {
        (Parameter[] first, _) = Parameters(DType.Float64);
        Optimizer optimizer = create(first);
        for (int step = 0; step < 3; step++) StepAll(optimizer, first, step);

        using var file = new MemoryStream();
        Nabla.IO.SafeTensors.Save(file, optimizer.StateDict());
        file.Position = 0;
        Parameter[] second = [.. first.Select(static parameter => new Parameter(parameter.Value.Detach().Clone()))];
        Optimizer other = create(second);
        other.Groups[0].Options.LearningRate = 77;
        other.LoadStateDict(Nabla.IO.SafeTensors.Load(file, out _));
        Assert.That(other.Groups[0].Options, Is.EqualTo(optimizer.Groups[0].Options));
        for (int step = 3; step < Steps; step++)
        {
            StepAll(optimizer, first, step);
            StepAll(other, second, step);
        }
        for (int i = 0; i < first.Length; i++)
            Assert.That(second[i].Value.ToArray<double>(), Is.EqualTo(first[i].Value.ToArray<double>()));
        Assert.That(reference, Is.Not.Null);

        static void StepAll(Optimizer optimizer, Parameter[] parameters, int step)
        {
            for (int i = 0; i < parameters.Length; i++) SetGradient(parameters[i], step, i);
            optimizer.Step();
        }
    }

    [Test]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        (Parameter[] parameters, _) = Parameters(DType.Float64);
        var optimizer = new Adam(parameters, 0.1);
        SetGradient(parameters[0], 0, 0);
        optimizer.Step();
        OrderedDictionary<string, Tensor> good = optimizer.StateDict();
        Assert.That(good.Keys, Is.SupersetOf(new[] { "state.0.step", "state.0.exp_avg", "state.0.exp_avg_sq", "param_groups.0.lr", "param_groups.0.beta1" }));

        void Refuses(string why, Action<OrderedDictionary<string, Tensor>> spoil)
        {
            var fresh = new Adam(parameters, 0.5);
            var bad = new OrderedDictionary<string, Tensor>(good);
            spoil(bad);
            Assert.That(() => fresh.LoadStateDict(bad), Throws.InstanceOf<ArgumentException>().With.Message.Contains(why));
            Assert.That(fresh.Groups[0].Options.LearningRate, Is.EqualTo(0.5));
            Assert.That(fresh.StateDict().Keys, Has.None.StartsWith("state."));
        }

        Refuses("missing 'param_groups.0.eps'", static state => state.Remove("param_groups.0.eps"));
        Refuses("unexpected 'state.7.step'", static state => state.Add("state.7.step", Tensor.From(1L)));
        Refuses("shape [2], not [3]", static state => state["state.0.exp_avg"] = Tensor.Zeros([2]));
        Refuses("5 were saved", static state => state["param_groups.0.params"] = Tensor.From(5L));
        Refuses("not one number", static state => state["param_groups.0.lr"] = Tensor.Zeros([2]));
        Refuses("Beta1", static state => state["param_groups.0.beta1"] = Tensor.From(1.5));
        Assert.That(() => new SGD(parameters).LoadStateDict(good), Throws.ArgumentException.With.Message.Contains("momentum"));
    }

    [Test]
    public void Groups_have_options_of_their_own()
    {
        (Parameter[] parameters, double[][] expected) = Parameters(DType.Float64);
        var optimizer = new SGD([parameters[0]], 0.1, momentum: 0.9);
        optimizer.AddGroup([parameters[1]], optimizer.Defaults with { LearningRate = 0.01, Momentum = 0 });
        var slow = new Reference.SGD(0.01);
        var fast = new Reference.SGD(0.1, 0.9);
        for (int step = 0; step < 3; step++)
        {
            fast.Step(expected[0], SetGradient(parameters[0], step, 0));
            slow.Step(expected[1], SetGradient(parameters[1], step, 1));
            optimizer.Step();
        }
        Assert.That(parameters[0].Value.ToArray<double>(), Is.EqualTo(expected[0]).Within(1e-13));
        Assert.That(parameters[1].Value.ToArray<double>(), Is.EqualTo(expected[1]).Within(1e-13));
    }

    [Test]
    public void Plain_tensors_and_other_strides_and_dtypes_go_in_one_step()
    {
        Tensor single = Tensor.From([1f, 2f]);
        Tensor turned = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 } }).T;
        var optimizer = new SGD([single, turned], 0.5);
        single.Grad = Tensor.From(1f).Expand(2);
        turned.Grad = Tensor.From(new[,] { { 2.0, 4 }, { 6, 8 } });
        optimizer.Step();
        Assert.That(single.ToArray<float>(), Is.EqualTo(new[] { 0.5f, 1.5f }));
        Assert.That(turned.ToArray<double>(), Is.EqualTo(new double[] { 0, 1, -1, 0 }));
        Assert.That(single.RequiresGrad && turned.RequiresGrad);
    }

    [Test]
    public void A_step_counts_as_a_change_in_place()
    {
        Tensor w = Tensor.From([1f, 2f], requiresGrad: true);
        Tensor square = w * w; // saved for backward
        var optimizer = new SGD([w], 0.1);
        w.Grad = Tensor.From([1f, 1f]);
        int before = w.Version;
        optimizer.Step();
        Assert.That(w.Version, Is.EqualTo(before + 1));
        Assert.That(() => square.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("modified by an inplace operation"));
    }

    [Test]
    public void ZeroGrad_forgets_or_zeroes()
    {
        Tensor w = Tensor.From([1f, 2f], requiresGrad: true);
        var optimizer = new SGD([w], 0.1);
        Tensor gradient = Tensor.From([3f, 4f]);
        w.Grad = gradient;
        optimizer.ZeroGrad(setToNull: false);
        Assert.That(w.Grad, Is.SameAs(gradient));
        Assert.That(gradient.ToArray<float>(), Is.EqualTo(new[] { 0f, 0f }));
        optimizer.ZeroGrad();
        Assert.That(w.Grad, Is.Null);
    }

    [Test]
    public void A_disposed_parameter_is_told_and_the_others_stay()
    {
        Tensor w = Tensor.From([1f]);
        Tensor gone = Tensor.From([1f]);
        var optimizer = new Adam([w, gone], 0.1);
        w.Grad = Tensor.From([1f]);
        gone.Grad = Tensor.From([1f]);
        gone.Dispose();
        Assert.That(optimizer.Step, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(w.Item<float>(), Is.EqualTo(1));
        Assert.That(optimizer.StateDict().Keys, Has.None.StartsWith("state."));
    }

    [Test]
    public void What_makes_no_sense_is_refused()
    {
        Tensor w = Tensor.From([1f]);
        Assert.That(() => new SGD([w], -1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("LearningRate is -1"));
        Assert.That(() => new SGD([w], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SGD([w], 0.1, nesterov: true), Throws.ArgumentException.With.Message.Contains("momentum"));
        Assert.That(() => new Adam([w], beta1: 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Beta1"));
        Assert.That(() => new SGD([]), Throws.ArgumentException.With.Message.Contains("no parameters"));
        Assert.That(() => new SGD([w, w]), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => new SGD([Tensor.From([1])]), Throws.ArgumentException.With.Message.Contains("floating"));
        Assert.That(() => new SGD([w * 2]), Throws.ArgumentException.With.Message.Contains("leaf"));
        Assert.That(() => new SGD(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_step_leaves_no_garbage()
    {
        (Parameter[] parameters, _) = Parameters(DType.Float32);
        var optimizer = new Adam(parameters);
        for (int i = 0; i < parameters.Length; i++) SetGradient(parameters[i], 0, i);
        for (int i = 0; i < 50; i++) optimizer.Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) optimizer.Step();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100 * 100), "bytes in 100 steps");
    }

    [Test]
    public void The_state_follows_a_module_that_moves()
    {
        var linear = new Linear(2, 2, bias: false, generator: new Generator(1));
        var optimizer = new SGD(linear.Parameters(), 0.1, momentum: 0.9);
        Step();
        linear.To(DType.Float64);
        Step();
        Assert.That(linear.Weight.DType, Is.EqualTo(DType.Float64));
        Assert.That(optimizer.StateDict()["state.0.momentum_buffer"].DType, Is.EqualTo(DType.Float64));
        Assert.That(optimizer.StateDict()["state.0.momentum_buffer"].ToArray<double>(), Is.All.EqualTo(1.9).Within(1e-12));

        void Step()
        {
            optimizer.ZeroGrad();
            linear.Weight.Sum().Backward();
            optimizer.Step();
        }
    }
}

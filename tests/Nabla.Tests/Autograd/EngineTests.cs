using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>The engine: order, depth, sums, what is kept and what is freed.</summary>
public sealed class EngineTests
{
    [Test]
    public void A_million_operations_run_forward_and_backward_on_a_small_stack()
    {
        Exception? failure = null;
        double gradient = 0;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Tensor x = Tensor.From(0.5, requiresGrad: true), y = x;
                    for (int i = 0; i < 1_000_000; i++) y = y.Relu();
                    y.Backward();
                    gradient = x.Grad!.Item<double>();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            256 * 1024);
        thread.Start();
        thread.Join();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.That(failure, Is.Null);
        Assert.That(gradient, Is.EqualTo(1));
    }

    [Test]
    public void Uses_of_one_tensor_add_up()
    {
        Tensor x = Tensor.From(new[] { 0.5, -1 }, requiresGrad: true);
        Tensor e = x.Exp();
        (e.Sigmoid() + e * x + x).Sum().Backward();
        double[] wanted = [.. x.Doubles().Select(static v =>
        {
            double z = Math.Exp(v), s = 1 / (1 + Math.Exp(-z));
            return s * (1 - s) * z + z * v + z + 1;
        })];
        Near.Check(x.Grad!, wanted, 1e-14);
    }

    [Test]
    public void Branches_of_unequal_length_meet_once()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true), once = x * 3, deep = once;
        int calls = 0;
        once.RegisterHook(_ => { calls++; });
        for (int i = 0; i < 5; i++) deep = deep * once;
        (deep + once).Backward();
        Assert.That(calls, Is.EqualTo(1), "a node runs when its gradient is complete");
        Near.Check(x.Grad!, [(6 * Math.Pow(6, 5) + 1) * 3], 1e-14);
    }

    [Test]
    public void Several_backward_calls_add_up_in_place_and_leave_kept_gradients_alone()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);
        (x * 2).Sum().Backward();
        Tensor first = x.Grad!;
        (x * 3).Sum().Backward();
        Assert.That(x.Grad, Is.SameAs(first), "as in PyTorch the gradient tensor stays");
        Assert.That(first.ToArray<double>(), Is.EqualTo(new[] { 5.0, 5 }));
        x.Grad = null;
        (x * 3).Sum().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 3.0, 3 }));
        Assert.That(first.ToArray<double>(), Is.EqualTo(new[] { 5.0, 5 }));
    }

    [Test]
    public void Gradients_of_two_leaves_never_share_memory()
    {
        Tensor a = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), b = Tensor.From(new[] { 3.0, 4 }, requiresGrad: true);
        (a + b + a.Reshape(2)).Square().Sum().Backward();
        a.Grad!.AddInPlace(100);
        Assert.That(b.Grad!.ToArray<double>(), Is.EqualTo(new[] { 10.0, 16 }));
        Tensor given = Tensor.Ones([2], DType.Float64), c = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);
        (c + 0).Backward(given);
        c.Grad!.AddInPlace(1);
        Assert.That(given.ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }), "nor with the gradient that was given");
    }

    [Test]
    public void A_second_backward_says_what_to_do()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = (x * x).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 4.0, 8 }));
        Assert.That(() => y.Backward(), Throws.InvalidOperationException.With.Message.Contains("backward through the graph a second time").And.Message.Contains("retainGraph: true"));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 4.0, 8 }));
    }

    [Test]
    public void A_graph_that_saved_nothing_may_run_again()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = (x + 2).Sum();
        y.Backward();
        y.Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 2.0, 2 }));
    }

    [Test]
    public void A_failed_pass_leaves_the_graph_usable()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = x.Exp(), z = (y * 2).Sum();
        IDisposable hook = y.RegisterHook((Action<Tensor>)(_ => throw new FormatException("on purpose")));
        Assert.That(() => z.Backward(retainGraph: true), Throws.TypeOf<FormatException>());
        hook.Dispose();
        z.Backward();
        Near.Check(x.Grad!, [2 * Math.E, 2 * Math.Exp(2)], 1e-14);
    }

    [Test]
    public void Several_roots_run_in_one_pass()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = x * x, a = y.Sum(), b = y * 3;
        int calls = 0;
        y.RegisterHook(_ => { calls++; });
        Autograd.Backward([a, b], [null, Tensor.From(new[] { 1.0, 10 })]);
        Assert.That(calls, Is.EqualTo(1));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 2.0 + 6, 4 + 120 }));
        Tensor w = Tensor.From(2.0, requiresGrad: true), p = w * w, q = p * 5;
        Autograd.Backward([p, q]);
        Assert.That(w.Grad!.Item<double>(), Is.EqualTo(4 + 20), "one root may lie behind another");
    }

    [Test]
    public void Grad_gives_gradients_and_leaves_Grad_alone()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true), w = Tensor.From(4.0, requiresGrad: true), unused = Tensor.From(1.0, requiresGrad: true);
        Tensor mid = x * x, y = mid * w;
        Tensor?[] found = Autograd.Grad([y], [x, mid, w], retainGraph: true);
        Assert.That(found.Select(static g => g!.Item<double>()), Is.EqualTo(new[] { 24.0, 4, 9 }));
        Assert.That(x.Grad, Is.Null);
        Assert.That(() => Autograd.Grad(y, unused, retainGraph: true), Throws.InvalidOperationException.With.Message.Contains("allowUnused"));
        Assert.That(Autograd.Grad([y], [unused], allowUnused: true, retainGraph: true)[0], Is.Null);
        Assert.That(Autograd.Grad([y], [unused], allowUnused: true, materializeGrads: true, retainGraph: true)[0]!.Item<double>(), Is.Zero);
        Assert.That(Autograd.Grad(y, y).Item<double>(), Is.EqualTo(1), "an output may be an input");
        Assert.That(() => Autograd.Grad(y, Tensor.From(1.0)), Throws.InvalidOperationException.With.Message.Contains("does not require"));
    }

    [Test]
    public void Only_what_leads_to_the_inputs_runs()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true), w = Tensor.From(4.0, requiresGrad: true);
        Tensor idle = w.Exp(), y = x * x + idle;
        bool ran = false;
        w.RegisterHook(_ => { ran = true; });
        y.Backward(inputs: [x]);
        Assert.That(ran, Is.False);
        Assert.That(x.Grad!.Item<double>(), Is.EqualTo(6));
        Assert.That(w.Grad, Is.Null);
        Tensor mid = x * 2;
        (mid * mid).Backward(inputs: [mid]);
        Assert.That(mid.Grad!.Item<double>(), Is.EqualTo(12), "an inner tensor that was asked for gets its gradient");
        Assert.That(x.Grad.Item<double>(), Is.EqualTo(6));
    }

    [Test]
    public void Gradients_of_gradients()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true), y = x * x * x;
        Tensor first = Autograd.Grad(y, x, createGraph: true), second = Autograd.Grad(first, x, createGraph: true), third = Autograd.Grad(second, x);
        Assert.That(new[] { first, second, third }.Select(static g => g.Item<double>()), Is.EqualTo(new[] { 12.0, 12, 6 }));
        Tensor z = Tensor.From(2.0, requiresGrad: true);
        z.Pow(3).Backward(createGraph: true);
        Assert.That(z.Grad!.RequiresGrad, Is.True);
        Tensor penalty = z.Grad.Square();
        z.Grad = null;
        penalty.Backward();
        Assert.That(z.Grad!.Item<double>(), Is.EqualTo(2 * 12 * 12).Within(1e-9));
    }

    [Test]
    public void Bad_starts_are_refused()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);
        Assert.Multiple(() =>
        {
            Assert.That(() => (x * 2).Backward(), Throws.InvalidOperationException.With.Message.Contains("scalar outputs"));
            Assert.That(() => Tensor.Ones([1]).Backward(), Throws.InvalidOperationException.With.Message.Contains("does not require grad"));
            Assert.That(() => (x * 2).Backward(Tensor.Ones([3], DType.Float64)), Throws.ArgumentException.With.Message.Contains("[3]"));
            Assert.That(() => (x * 2).Backward(Tensor.Ones([2], DType.Float32)), Throws.ArgumentException.With.Message.Contains("float32"));
            Assert.That(() => Autograd.Backward([]), Throws.ArgumentException);
            Assert.That(() => Autograd.Backward([x.Sum()], [null, null]), Throws.ArgumentException);
            Assert.That(() => x.Sum().Backward(inputs: []), Throws.ArgumentException);
            Assert.That(() => Tensor.Ones([2], DType.Int32, requiresGrad: true), Throws.ArgumentException.With.Message.Contains("int32"));
            Assert.That(() => x.Grad = Tensor.Ones([3], DType.Float64), Throws.ArgumentException);
        });
    }

    [Test]
    public void Threads_share_leaves_and_even_graphs()
    {
        Tensor w = Tensor.Ones([64], DType.Float64, requiresGrad: true), shared = (w * w).Sum();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            if (i % 2 == 0) (w * 2).Sum().Backward();
            else shared.Backward(retainGraph: true);
        });
        Near.Check(w.Grad!, [.. Enumerable.Repeat(100 * 2.0 + 100 * 2.0, 64)], 1e-13);
    }

    [Test]
    public void Backward_runs_within_a_hook()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true), w = Tensor.From(5.0, requiresGrad: true), y = x * x;
        y.RegisterHook(_ =>
        {
            using (Autograd.EnableGrad()) (w * w).Backward();
        });
        (y * 3).Backward();
        Assert.That(x.Grad!.Item<double>(), Is.EqualTo(12));
        Assert.That(w.Grad!.Item<double>(), Is.EqualTo(10));
    }

    [Test]
    public void A_leaf_that_a_graph_runs_through_twice_in_one_pass_is_ready_once()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        var seen = new List<double>();
        x.RegisterGradReadyHook(leaf => seen.Add(leaf.Grad!.Item<double>()));
        (x * x + x * 3).Backward();
        Assert.That(seen, Is.EqualTo(new[] { 7.0 }));
    }
}

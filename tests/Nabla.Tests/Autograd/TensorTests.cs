using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>What a tensor says of its gradient, and the hooks on it.</summary>
[NonParallelizable]
public sealed class TensorTests
{
    [Test]
    public void The_introductory_example_of_PyTorch_prints_to_the_letter()
    {
        Tensor x = Tensor.Ones([2, 2], requiresGrad: true), y = x + 2, z = y * y * 3, output = z.Mean();
        output.Backward();
        Assert.That(
            string.Join('\n', x, y, z, output, $"x.grad: {x.Grad}"),
            Is.EqualTo(
                """
                tensor([[1., 1.],
                        [1., 1.]], requires_grad=True)
                tensor([[3., 3.],
                        [3., 3.]], grad_fn=<AddBackward0>)
                tensor([[27., 27.],
                        [27., 27.]], grad_fn=<MulBackward0>)
                tensor(27., grad_fn=<MeanBackward0>)
                x.grad: tensor([[4.5000, 4.5000],
                        [4.5000, 4.5000]])
                """.ReplaceLineEndings("\n")));
        var warnings = new List<string>();
        Action<string>? before = Autograd.Warning;
        Autograd.Warning = warnings.Add;
        try
        {
            Assert.That(y.Grad, Is.Null);
            Assert.That(z.Grad, Is.Null);
        }
        finally
        {
            Autograd.Warning = before;
        }
        Assert.That(warnings, Has.Count.EqualTo(2).And.All.Contains("not a leaf").And.All.Contains("RetainGrad()"));
        Assert.That(() => output.Backward(), Throws.InvalidOperationException.With.Message.Contains("a second time"));
    }

    [Test]
    public void Leaves_and_results()
    {
        Tensor x = Tensor.Ones([2]), y = x * 2;
        Assert.That((x.IsLeaf, x.RequiresGrad, x.GradFn, y.IsLeaf, y.RequiresGrad), Is.EqualTo((true, false, (Graph.Node?)null, true, false)));
        x.RequiresGrad = true;
        y = x * 2;
        Assert.That((x.IsLeaf, x.RequiresGrad, x.GradFn, y.IsLeaf, y.RequiresGrad), Is.EqualTo((true, true, (Graph.Node?)null, false, true)));
        Assert.That(y.GradFn!.ToString(), Is.EqualTo("<MulBackward0>"));
        Assert.That(y.GradFn.NextFunctions.Single().Function!.Name, Is.EqualTo("AccumulateGrad"));
        Assert.That(() => y.RequiresGrad = false, Throws.InvalidOperationException.With.Message.Contains("leaf"));
        y.RequiresGrad = true;
        x.RequiresGrad = false;
        Assert.That((x * 2).RequiresGrad, Is.False);
        Tensor d = y.Detach();
        Assert.That((d.IsLeaf, d.RequiresGrad), Is.EqualTo((true, false)));
        d.AddInPlace(1);
        Assert.That(y.ToArray<float>(), Is.EqualTo(new[] { 3f, 3 }), "memory is shared");
        Assert.That(y.Version, Is.EqualTo(1), "and so is the version");
    }

    [Test]
    public void Hooks_see_and_change_gradients_in_the_order_of_their_registration()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = x * 3;
        var seen = new List<double>();
        y.RegisterHook(gradient => gradient * 2);
        IDisposable off = y.RegisterHook(gradient => { seen.Add(gradient.Doubles()[0]); });
        y.RegisterHook(static _ => null);
        x.RegisterHook(gradient => gradient + 1);
        y.Sum().Backward(retainGraph: true);
        Assert.That(seen, Is.EqualTo(new[] { 2.0 }));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 7.0, 7 }));
        off.Dispose();
        off.Dispose();
        y.Sum().Backward();
        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(() => Tensor.Ones([1]).RegisterHook(static g => g), Throws.InvalidOperationException);
        Tensor z = x * 3;
        z.RegisterHook(static gradient => gradient.Reshape(1, 2));
        Assert.That(() => z.Sum().Backward(), Throws.ArgumentException.With.Message.Contains("hook"));
    }

    [Test]
    public void A_hook_outlives_its_tensor()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        int calls = 0;
        Tensor y = Make();
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        y.Backward();
        Assert.That(calls, Is.EqualTo(1));

        Tensor Make()
        {
            Tensor inner = x + 1;
            inner.RegisterHook(_ => { calls++; });
            return inner * 2;
        }
    }

    [Test]
    public void Retained_gradients_are_those_after_the_hooks_and_add_up()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = x * 3;
        y.RetainGrad();
        y.RetainGrad();
        y.RegisterHook(static gradient => gradient * 2);
        Tensor z = (y * y).Sum();
        z.Backward(retainGraph: true);
        Assert.That(y.RetainsGrad, Is.True);
        Assert.That(y.Grad!.ToArray<double>(), Is.EqualTo(new[] { 12.0, 24 }));
        z.Backward();
        Assert.That(y.Grad!.ToArray<double>(), Is.EqualTo(new[] { 24.0, 48 }));
        Assert.That(() => Tensor.Ones([1]).RetainGrad(), Throws.InvalidOperationException);
        x.RetainGrad();
        Assert.That(x.RetainsGrad, Is.False, "a leaf does so anyway");
    }

    [Test]
    public void Gradient_ready_hooks_run_while_backward_goes_on()
    {
        Tensor early = Tensor.From(1.0, requiresGrad: true), late = Tensor.From(2.0, requiresGrad: true);
        var order = new List<string>();
        early.RegisterGradReadyHook(leaf => order.Add($"early {leaf.Grad!.Item<double>()}"));
        IDisposable off = late.RegisterGradReadyHook(leaf =>
        {
            order.Add($"late {leaf.Grad!.Item<double>()}");
            leaf.Grad = null;  // as an optimizer does that steps at once
        });
        Tensor first = early * 2;
        first.RegisterHook(_ => order.Add("first"));
        Tensor y = first * late;
        y.Backward(retainGraph: true);
        Assert.That(order, Is.EqualTo(new[] { "late 2", "first", "early 4" }));
        Assert.That(late.Grad, Is.Null);
        off.Dispose();
        y.Backward();
        Assert.That(late.Grad!.Item<double>(), Is.EqualTo(2));
        Assert.That(() => y.RegisterGradReadyHook(static _ => { }), Throws.InvalidOperationException.With.Message.Contains("leaves"));
    }

    [Test]
    public void The_graph_can_be_drawn()
    {
        Tensor x = Tensor.Ones([2, 3], requiresGrad: true), y = (x * x).Sum();
        Assert.That(y.ToDot(), Does.StartWith("digraph").And.Contain("n0 [label = \"SumBackward0\"]").And.Contain("AccumulateGrad (2, 3)").And.Contain("n0 -> n1").And.EndWith("}\n"));
        Assert.That(y.ToMermaid(), Does.StartWith("flowchart BT\n").And.Contain("n1[\"MulBackward0\"]").And.Contain("n1 --> n2"));
        Assert.That(Tensor.Ones([1]).ToDot(), Does.StartWith("digraph"));
    }
}

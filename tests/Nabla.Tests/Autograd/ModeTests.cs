using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>Modes: what is recorded where, and how that follows threads and async.</summary>
public sealed class ModeTests
{
    private static Tensor Leaf() => Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);

    [Test]
    public void NoGrad_records_nothing_until_it_ends()
    {
        Tensor x = Leaf();
        using (Autograd.NoGrad())
        {
            Assert.That(Autograd.IsGradEnabled, Is.False);
            Assert.That((x * 2).RequiresGrad, Is.False);
            Assert.That(x.Reshape(1, 2).RequiresGrad, Is.False);
            using (Autograd.EnableGrad()) Assert.That((x * 2).RequiresGrad, Is.True);
            Assert.That((x * 2).RequiresGrad, Is.False);
        }
        Assert.That(Autograd.IsGradEnabled, Is.True);
        Assert.That((x * 2).RequiresGrad, Is.True);
        using (Autograd.SetGradEnabled(false)) Assert.That((x * 2).RequiresGrad, Is.False);
    }

    [Test]
    public async Task Modes_flow_with_async_and_stay_in_their_flow()
    {
        Tensor x = Leaf();
        Task<bool> inside, outside;
        using (Autograd.NoGrad())
        {
            inside = Task.Run(async () =>
            {
                await Task.Delay(20);
                return (x * 2).RequiresGrad;
            });
            await Task.Yield();
            Assert.That((x * 2).RequiresGrad, Is.False, "after an await, perhaps on another thread");
        }
        outside = Task.Run(() => (x * 2).RequiresGrad);
        Assert.That(await inside, Is.False);
        Assert.That(await outside, Is.True);
        bool elsewhere = false;
        var thread = new Thread(() => elsewhere = (x * 2).RequiresGrad);
        thread.Start();
        thread.Join();
        Assert.That(elsewhere, Is.True);
        await SetAndForget();
        Assert.That(Autograd.IsGradEnabled, Is.True, "a callee's scope ends with the callee");

        static async Task SetAndForget()
        {
            Autograd.NoGrad();
            await Task.Yield();
        }
    }

    [Test]
    public void Inference_mode_makes_tensors_that_no_graph_may_hold()
    {
        Tensor w = Leaf(), made;
        using (Autograd.InferenceMode())
        {
            Assert.That(Autograd.IsInferenceModeEnabled, Is.True);
            made = w * 3;
            made.AddInPlace(1);
            Assert.That(made.RequiresGrad, Is.False);
        }
        Assert.That(made.ToArray<double>(), Is.EqualTo(new[] { 4.0, 7 }));
        Assert.That(() => made * w, Throws.InvalidOperationException.With.Message.Contains("inference tensors cannot be saved"));
        Assert.That(() => made.AddInPlace(1), Throws.InvalidOperationException.With.Message.Contains("inference tensor"));
        Assert.That(() => made.RequiresGrad = true, Throws.InvalidOperationException);
        Assert.That((made + w).RequiresGrad, Is.True, "a sum saves nothing");
        (made.Clone() * w).Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 4.0, 7 }));
    }

    [Test]
    public void Backward_leaves_the_mode_as_it_was()
    {
        Tensor x = Leaf(), y = (x * x).Sum();
        bool during = true;
        x.RegisterHook(_ => { during = Autograd.IsGradEnabled; });
        using (Autograd.NoGrad())
        {
            y.Backward(retainGraph: true);
            Assert.That(Autograd.IsGradEnabled, Is.False);
        }
        Assert.That(during, Is.False);
        y.Backward(createGraph: true);
        Assert.That(during, Is.True);
        Assert.That(Autograd.IsGradEnabled, Is.True);
    }

    [Test]
    public void A_scope_inside_a_hook_ends_there()
    {
        Tensor x = Leaf();
        x.RegisterHook(_ =>
        {
            using (Autograd.EnableGrad()) Assert.That(Autograd.IsGradEnabled, Is.True);
            Assert.That(Autograd.IsGradEnabled, Is.False);
        });
        (x * x).Sum().Backward();
        Assert.That(Autograd.IsGradEnabled, Is.True);
        Assert.That(Task.Run(static () => Autograd.IsGradEnabled).Result, Is.True);
    }
}

using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>Operations with gradients of a user's own.</summary>
public sealed class FunctionTests
{
    private sealed class Cube : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
        {
            Assert.That(Autograd.IsGradEnabled, Is.False);
            context.SaveForBackward(inputs[0]);
            return [inputs[0] * inputs[0] * inputs[0]];
        }

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => [gradients[0] * 3 * context.Saved(0).Square()];
    }

    /// <summary>Saves its result, has an option, and two results.</summary>
    private sealed class ScaledExp(double scale) : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
        {
            Tensor y = (inputs[0] * scale).Exp(), sign = inputs[1].Sign();
            context.SaveForBackward(y, inputs[1]);
            context.State = "kept";
            context.MarkNonDifferentiable(sign);
            return [y, sign, inputs[1] * 2];
        }

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients)
        {
            Assert.That(context.State, Is.EqualTo("kept"));
            Assert.That(context.IsMissing(1), Is.True);
            return [context.NeedsInputGrad(0) ? gradients[0] * context.Saved(0) * scale : null, gradients[2] * 2];
        }
    }

    private sealed class Doubling : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
        {
            inputs[0].MulInPlace(2);
            context.MarkDirty(inputs[0]);
            return [inputs[0]];
        }

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => [gradients[0] * 2];
    }

    private sealed class Wrong(Func<Tensor, Tensor?[]> backward) : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs) => [inputs[0] * 1];

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => backward(gradients[0]);
    }

    private sealed class PassThrough : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs) => [inputs[0]];

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => [gradients[0] * 7];
    }

    [Test]
    public void A_function_differentiates_and_twice_too()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 2, 3).Leaf(), y = new Cube().Apply(x);
        Assert.That(y.GradFn!.Name, Is.EqualTo("CubeBackward"));
        Autograd.GradCheck(static v => new Cube().Apply(v), x);
        Autograd.GradGradCheck(static v => new Cube().Apply(v), x);
        Assert.That(new Cube().Apply(x.Detach()).RequiresGrad, Is.False);
    }

    [Test]
    public void Options_results_and_constants()
    {
        Tensor x = Samples.Uniform(-1, 1, 1, 3).Leaf(), w = Samples.Uniform(-1, 1, 2, 3).Leaf();
        Tensor[] y = new ScaledExp(0.5).ApplyAll(x, w);
        Assert.That(y.Select(static t => t.RequiresGrad), Is.EqualTo(new[] { true, false, true }));
        y[0].Sum().Backward(retainGraph: true);
        Near.Check(x.Grad!, [.. x.Doubles().Select(static v => Math.Exp(v / 2) / 2)], 1e-14);
        Near.Check(w.Grad!, [0, 0, 0], 0, 0, "a result that was not used has the gradient 0");
        Autograd.GradGradCheck(static v => [.. new ScaledExp(0.5).ApplyAll(v[0], v[1]).Where(static t => t.RequiresGrad)], [x, w]);
        Assert.That(() => new ScaledExp(1).Apply(x, w), Throws.InvalidOperationException.With.Message.Contains("ApplyAll"));
    }

    [Test]
    public void Saved_tensors_are_guarded_and_freed()
    {
        Tensor w = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), x = w * 1, y = new Cube().Apply(x);
        y.Sum().Backward();
        Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("CubeBackward").And.Message.Contains("a second time"));
        y = new Cube().Apply(x);
        x.AddInPlace(1);
        Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("CubeBackward").And.Message.Contains("version"));
    }

    [Test]
    public void An_input_that_is_written_into_moves_on()
    {
        Tensor w = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), x = w * 3;
        Tensor y = new Doubling().Apply(x);
        Assert.That(y, Is.SameAs(x));
        Assert.That(x.GradFn!.Name, Is.EqualTo("DoublingBackward"));
        x.Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 6.0, 6 }));
    }

    [Test]
    public void An_input_that_is_handed_through_is_not_confused_with_the_result()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = new PassThrough().Apply(x);
        Assert.That(y, Is.Not.SameAs(x));
        (y + x).Sum().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 8.0, 8 }));
        Assert.That(x.IsLeaf, Is.True);
    }

    [Test]
    public void Wrong_gradients_are_explained()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);
        Assert.That(() => new Wrong(static g => [g, g]).Apply(x).Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("2 gradients for 1 inputs"));
        Assert.That(() => new Wrong(static g => [Tensor.Ones([3], DType.Float64)]).Apply(x).Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("[3]"));
        new Wrong(static g => [null]).Apply(x).Sum().Backward();
        Assert.That(x.Grad, Is.Null);
        new Wrong(static g => [g.Unsqueeze(0).Expand(4, 2)]).Apply(x).Sum().Backward();
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 4.0, 4 }), "a broadcast gradient is summed");
    }

    [Test]
    public void A_backward_may_keep_and_return_what_it_was_given()
    {
        Tensor? kept = null;
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true);
        Tensor y = new Wrong(g => { kept = g; return [g]; }).Apply(x * 2);
        (y * 3).Sum().Backward();
        Assert.That(kept!.ToArray<double>(), Is.EqualTo(new[] { 3.0, 3 }));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 6.0, 6 }));
    }
}

using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>The checks themselves: they must be able to fail.</summary>
public sealed class GradCheckTests
{
    private sealed class Crooked : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
        {
            context.SaveForBackward(inputs[0]);
            return [inputs[0].Square()];
        }

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => [gradients[0] * context.Saved(0) * 2.01];
    }

    private sealed class CrookedTwice : Function
    {
        protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
        {
            context.SaveForBackward(inputs[0]);
            return [inputs[0].Square()];
        }

        protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) => [gradients[0] * context.Saved(0).Detach() * 2];
    }

    private static Tensor Leaf() => Samples.Uniform(0.5, 1, 1, 2, 2).Leaf();

    [Test]
    public void A_wrong_gradient_is_found_and_described()
    {
        Assert.That(() => Autograd.GradCheck(static x => new Crooked().Apply(x), Leaf()), Throws.InvalidOperationException
            .With.Message.Contains("output 0 by input 0").And.Message.Contains("[0, 0]").And.Message.Contains("central differences"));
        Assert.That(Autograd.GradCheck(static x => new Crooked().Apply(x), Leaf(), throwOnFailure: false), Is.False);
        Assert.That(Autograd.GradCheck(static x => new Crooked().Apply(x), Leaf(), rtol: 0.02), Is.True);
    }

    [Test]
    public void A_gradient_that_is_right_but_whose_gradient_is_wrong_is_found()
    {
        Assert.That(Autograd.GradCheck(static x => new CrookedTwice().Apply(x), Leaf()), Is.True);
        Assert.That(() => Autograd.GradGradCheck(static x => new CrookedTwice().Apply(x), Leaf()), Throws.InvalidOperationException);
        Assert.That(Autograd.GradGradCheck(static x => new CrookedTwice().Apply(x), Leaf(), throwOnFailure: false), Is.False);
    }

    [Test]
    public void NaN_never_passes()
    {
        Tensor zero = Tensor.From(new[] { 0.0 }, requiresGrad: true);
        Assert.That(Autograd.GradCheck(static x => (x * double.NaN), zero, throwOnFailure: false), Is.False);
    }

    [Test]
    public void Inputs_that_cannot_be_checked_are_refused()
    {
        Assert.That(() => Autograd.GradCheck(static x => x, Tensor.Ones([2], requiresGrad: true)), Throws.ArgumentException.With.Message.Contains("float64"));
        Assert.That(() => Autograd.GradCheck(static x => x, Tensor.Ones([2], DType.Float64)), Throws.ArgumentException.With.Message.Contains("requires a gradient"));
    }

    [Test]
    public void Constants_and_outputs_without_gradient_take_part()
    {
        Tensor c = Samples.Uniform(-1, 1, 3, 2);
        Assert.That(Autograd.GradCheck(static x => [x[0] * x[1], x[1].Exp(), x[0].Argmax()], [Leaf()[0].Leaf(), c]), Is.True);
    }
}

using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>In-place operations: versions, and histories that move on, also through views.</summary>
public sealed class InPlaceTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values, requiresGrad: true);

    [Test]
    public void A_saved_tensor_that_was_changed_is_named_with_its_versions()
    {
        Tensor x = Leaf(1, 2), y = x.Exp(), z = y * 2;
        y.AddInPlace(1);
        Assert.That(() => z.Sum().Backward(), Throws.InvalidOperationException
            .With.Message.Contains("ExpBackward0").And.Message.Contains("float64 [2]").And.Message.Contains("is at version 1; expected version 0").And.Message.Contains("inplace"));
        Tensor w = Leaf(1, 2), c = Tensor.From(new[] { 3.0, 4 }), p = w * c;
        c[0].FillInPlace(5);
        Assert.That(() => p.Sum().Backward(), Throws.InvalidOperationException, "through a view of it");
        Tensor q = w * c;
        c.Detach().MulInPlace(2);
        Assert.That(() => q.Sum().Backward(), Throws.InvalidOperationException, "through a detached twin of it");
        Tensor sum = w + c;
        c.MulInPlace(2);
        sum.Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }), "a sum saves nothing");
    }

    [Test]
    public void Leaves_that_require_a_gradient_are_changed_without_recording_only()
    {
        Tensor x = Leaf(1, 2);
        Assert.That(() => x.AddInPlace(1), Throws.InvalidOperationException.With.Message.Contains("a leaf tensor that requires grad"));
        Assert.That(() => x[0].AddInPlace(1), Throws.InvalidOperationException.With.Message.Contains("a view of a leaf"));
        Assert.That(() => x[0] = Tensor.From(1.0), Throws.InvalidOperationException);
        Assert.That(x.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2 }), "a refused operation changes nothing");
        using (Autograd.NoGrad())
        {
            x.AddInPlace(1);
            x[0].FillInPlace(7);
        }
        Assert.That(x.ToArray<double>(), Is.EqualTo(new[] { 7.0, 3 }));
        Assert.That((x.IsLeaf, x.RequiresGrad), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_tensor_joins_the_graph_of_what_is_added_to_it()
    {
        Tensor x = Tensor.Ones([2], DType.Float64), w = Leaf(3, 4);
        x.MulInPlace(w);
        Assert.That(x.GradFn!.Name, Is.EqualTo("MulBackward0"));
        x.Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }));
    }

    [Test]
    public void A_view_that_is_changed_changes_its_base()
    {
        Tensor w = Leaf(1, 2, 3), y = w * 2, view = y[1..];
        view.MulInPlace(10);
        Assert.That(y.GradFn!.Name, Is.EqualTo("CopySlices"));
        Assert.That(view.GradFn!.Name, Is.EqualTo("AsStridedBackward0"));
        Assert.That(y.ToArray<double>(), Is.EqualTo(new[] { 2.0, 40, 60 }));
        (y + view.Sum()).Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 2.0, 80, 80 }));
    }

    [Test]
    public void A_view_sees_what_became_of_its_base()
    {
        Tensor w = Leaf(1, 2, 3), y = w * 2, view = y[1], other = y[..2];
        y.MulInPlace(y.Detach().Clone());
        Near.Check(view, [16], 0);
        Tensor all = view * 3 + other.Sum();
        all.Backward();
        Near.Check(w.Grad!, [2 * 2, 2 * 4 * 4, 0], 1e-14);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void An_expanded_view_sees_what_became_of_its_base(bool createGraph)
    {
        Tensor x = Leaf(1, 2, 3), y = x * 2, view = y.Unsqueeze(0).Expand(4, 3).T[1..];  // repeats the last two elements
        y.MulInPlace(3);
        (view * view).Sum().Backward(createGraph: createGraph);
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 4 * 72 * 2, 4 * 72 * 3 }), "the sum of 4 (6 x)^2 has the slope 4 * 72 x");
        if (!createGraph) return;
        Tensor second = Autograd.Grad([x.Grad!.Sum()], [x])[0]!;
        Assert.That(second.ToArray<double>(), Is.EqualTo(new[] { 0.0, 4 * 72, 4 * 72 }));
    }

    [Test]
    public void What_is_written_into_a_slice_of_a_constant_gets_its_gradient()
    {
        Tensor table = Tensor.Zeros([2, 3], DType.Float64), a = Leaf(1, 2, 3), b = Leaf(5, 6);
        table[0] = a;
        table[1, 1..] = b * 2;
        table[1, 0].AddInPlace(4);
        Assert.That(table.RequiresGrad, Is.True);
        (table * Tensor.From<double>([1.0, 2, 3, 4, 5, 6], [2, 3])).Sum().Backward();
        Assert.That(a.Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2, 3 }));
        Assert.That(b.Grad!.ToArray<double>(), Is.EqualTo(new[] { 10.0, 12 }));
    }

    [Test]
    public void Changes_through_views_differentiate_twice()
    {
        static IReadOnlyList<Tensor> Changed(IReadOnlyList<Tensor> x)
        {
            Tensor y = x[0].Square();
            y[0].MulInPlace(x[1]);
            y.Transpose(0, 1)[.., 1].Slice(0, 0, null, 2).ExpInPlace();
            y[1] = x[1] * y[0].Detach() + 1;
            return [y * y];
        }

        Tensor[] inputs = [Samples.Uniform(-1, 1, 1, 3, 4).Leaf(), Samples.Uniform(0.5, 1, 2, 4).Leaf()];
        static IReadOnlyList<Tensor> Whole(IReadOnlyList<Tensor> x)
        {
            Tensor y = x[0].Square();
            y[0].MulInPlace(x[1]);
            y.Transpose(0, 1)[.., 1].SinInPlace();
            return [y * y.Sigmoid()];
        }

        Autograd.GradCheck(Whole, inputs);
        Autograd.GradGradCheck(Whole, inputs);
        Assert.That(Changed(inputs)[0].RequiresGrad, Is.True);
    }

    [Test]
    public void A_view_made_without_recording_is_not_changed_with_recording()
    {
        Tensor w = Leaf(1, 2), y = w * 2, view;
        using (Autograd.NoGrad()) view = y[0];
        Assert.That(() => view.MulInPlace(2), Throws.InvalidOperationException.With.Message.Contains("no_grad"));
        Assert.That(y.ToArray<double>(), Is.EqualTo(new[] { 2.0, 4 }));
        using (Autograd.NoGrad()) view.MulInPlace(2);
        Assert.That(y.ToArray<double>(), Is.EqualTo(new[] { 4.0, 4 }));
    }

    [Test]
    public void Retained_gradients_and_hooks_follow_as_in_PyTorch()
    {
        Tensor w = Leaf(1, 2), y = w * 2;
        y.RetainGrad();
        var seen = new List<double>();
        y.RegisterHook(gradient => { seen.Add(gradient.Doubles()[0]); });
        y.MulInPlace(3);
        y.Sum().Backward();
        Assert.That(y.Grad!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }), "the gradient of what the tensor is now");
        Assert.That(seen, Is.EqualTo(new[] { 3.0 }), "a hook stays with what the tensor was");
    }

    [Test]
    public void Overwriting_cuts_the_history()
    {
        Tensor w = Leaf(1, 2), y = w * 2;
        y.FillInPlace(5);
        (y * w).Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 5.0, 5 }));
        Tensor z = w * 2;
        z[0].FillInPlace(9);
        w.Grad = null;
        z.Sum().Backward();
        Assert.That(w.Grad!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 2 }));
    }

    [Test]
    public void A_tensor_multiplied_by_itself_in_place_is_caught()
    {
        Tensor w = Leaf(1, 2), y = w * 2;
        y.MulInPlace(y);
        Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("inplace"));
    }
}

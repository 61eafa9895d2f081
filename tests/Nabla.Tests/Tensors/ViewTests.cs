namespace Nabla.Tests.Tensors;

internal sealed class ViewTests
{
    private static IEnumerable<TestCaseData> Views()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor> view, long[] shape, params long[] elements) =>
            new TestCaseData(view, shape, elements).SetName($"View by {name}");

        yield return Case("Reshape", x => x.Reshape(3, -1), [3, 2], 0, 1, 2, 3, 4, 5);
        yield return Case("View", x => x.View(-1), [6], 0, 1, 2, 3, 4, 5);
        yield return Case("Flatten", x => x.Unsqueeze(0).Flatten(1), [1, 6], 0, 1, 2, 3, 4, 5);
        yield return Case("Flatten of one dimension", x => x.Flatten(1, -1), [2, 3], 0, 1, 2, 3, 4, 5);
        yield return Case("Transpose", x => x.Transpose(0, -1), [3, 2], 0, 3, 1, 4, 2, 5);
        yield return Case("T", x => x.T, [3, 2], 0, 3, 1, 4, 2, 5);
        yield return Case("T of three dimensions", x => x.Unsqueeze(1).T, [3, 1, 2], 0, 3, 1, 4, 2, 5);
        yield return Case("Mt", x => x.Unsqueeze(0).Mt, [1, 3, 2], 0, 3, 1, 4, 2, 5);
        yield return Case("Permute", x => x.Unsqueeze(0).Permute(2, 0, -2), [3, 1, 2], 0, 3, 1, 4, 2, 5);
        yield return Case("Expand", x => x[0].Expand(2, -1), [2, 3], 0, 1, 2, 0, 1, 2);
        yield return Case("Expand of one", x => x[.., ..1].Expand(2, 2), [2, 2], 0, 0, 3, 3);
        yield return Case("ExpandAs", x => x[1].ExpandAs(x), [2, 3], 3, 4, 5, 3, 4, 5);
        yield return Case("BroadcastTo", x => x[0, 0].BroadcastTo(2), [2], 0, 0);
        yield return Case("Squeeze", x => x.Reshape(1, 2, 1, 3, 1).Squeeze(), [2, 3], 0, 1, 2, 3, 4, 5);
        yield return Case("Squeeze of one dimension",
            x => x.Reshape(1, 2, 1, 3).Squeeze(-2), [1, 2, 3], 0, 1, 2, 3, 4, 5);
        yield return Case("Squeeze of a longer dimension", x => x.Squeeze(0), [2, 3], 0, 1, 2, 3, 4, 5);
        yield return Case("Unsqueeze", x => x.Unsqueeze(-1), [2, 3, 1], 0, 1, 2, 3, 4, 5);
        yield return Case("Slice", x => x.Slice(1, 1), [2, 2], 1, 2, 4, 5);
        yield return Case("Slice with a step", x => x.Slice(1, step: 2), [2, 2], 0, 2, 3, 5);
        yield return Case("Slice beyond the end", x => x.Slice(-1, -2, 100), [2, 2], 1, 2, 4, 5);
        yield return Case("Slice of nothing", x => x.Slice(1, 2, 1), [2, 0]);
        yield return Case("Narrow", x => x.Narrow(1, -2, 2), [2, 2], 1, 2, 4, 5);
        yield return Case("Select", x => x.Select(-1, -3), [2], 0, 3);
        yield return Case("Detach", x => x.T.Detach(), [3, 2], 0, 3, 1, 4, 2, 5);
    }

    [TestCaseSource(nameof(Views))]
    public void A_view_shows_the_right_elements_of_the_same_memory(
        Func<Tensor, Tensor> make, long[] shape, long[] elements)
    {
        using Tensor x = Tensor.Arange(6).Reshape(2, 3);
        Tensor view = make(x);
        Assert.That(view.Shape.ToArray(), Is.EqualTo(shape));
        Assert.That(view.ToArray<long>(), Is.EqualTo(elements));
        Assert.That(view.storage, Is.SameAs(x.storage));
    }

    private static IEnumerable<TestCaseData> Recorded() =>
        Views().Select(test => new TestCaseData(test.Arguments[0]).SetName($"Gradient of {test.TestName}"));

    [TestCaseSource(nameof(Recorded))]
    public void A_gradient_goes_back_to_where_the_elements_were(Func<Tensor, Tensor> make)
    {
        using Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3).Clone();
        x.RequiresGrad = true;
        Tensor view = make(x);
        if (!view.RequiresGrad) return; // Detach
        using Tensor dy = Tensor.Arange(1, view.Count + 1, 1, DType.Float64).Reshape(view.Shape);
        double[] expected = new double[6];
        double[] positions = view.ToArray<double>();
        for (int i = 0; i < positions.Length; i++) expected[(int)positions[i]] += i + 1;
        view.Backward(dy);
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(expected));
        Assert.That(x.Grad.Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
    }

    [TestCaseSource(nameof(Recorded))]
    public void The_gradient_of_a_view_is_differentiable(Func<Tensor, Tensor> make)
    {
        using Tensor x = Tensor.Arange(6, DType.Float64).Reshape(2, 3).Clone();
        x.RequiresGrad = true;
        Tensor view = make(x);
        if (!view.RequiresGrad) return; // Detach
        Tensor dy = Tensor.ZerosLike(view, requiresGrad: true);
        Tensor dx = Autograd.Grad(view, x, dy, createGraph: true);
        Tensor back = Autograd.Grad(dx, dy, x.Detach());
        Assert.That(back.ToArray<double>(), Is.EqualTo(view.ToArray<double>()), "its own gradient is the view again");
    }

    [Test]
    public void A_view_of_an_expanded_tensor_sends_a_gradient_back()
    {
        using Tensor x = Tensor.From([1.0, 2.0], requiresGrad: true);
        x.Expand(3, 2)[1..].Backward(Tensor.Ones([2, 2], DType.Float64));
        Assert.That(x.Grad!.ToArray<double>(), Is.EqualTo(new double[] { 2, 2 }));
    }

    /// <summary>Every shape of 24 elements, over every permutation and slice of one: a view is legal just where one
    /// exists.</summary>
    [Test]
    public void View_is_legal_where_strides_exist_and_nowhere_else()
    {
        long[][] shapes = [.. Factorizations(24, 4)];
        var sources = new List<Tensor>();
        foreach (long[] shape in shapes)
        {
            Tensor x = Tensor.Arange(24).Reshape(shape);
            sources.Add(x);
            if (shape.Length > 1) sources.AddRange([x.T, x.Transpose(0, 1), x.Transpose(-1, -2)]);
        }
        sources.Add(Tensor.Arange(48).Reshape(6, 8)[.., ..4]);
        sources.Add(Tensor.Arange(48).Reshape(24, 2)[.., 0]);
        sources.Add(Tensor.Arange(48).Reshape(2, 12, 2)[.., .., 1]);
        sources.Add(Tensor.Arange(48).AsStridedView([4, 1, 6], [12, 77, 2], 0)); // the stride of a size of 1 has no say
        sources.Add(Tensor.Arange(6).Reshape(6, 1).Expand(6, 4));
        sources.Add(Tensor.Arange(4).Expand(6, 4));
        int legal = 0;
        int illegal = 0;
        foreach (Tensor source in sources)
        {
            long[] elements = source.ToArray<long>();
            foreach (long[] shape in shapes)
            {
                bool exists = HasStrides(elements, source, shape);
                if (exists)
                {
                    legal++;
                    Assert.That(source.View(shape).ToArray<long>(), Is.EqualTo(elements));
                    Assert.That(source.Reshape(shape).storage, Is.SameAs(source.storage));
                }
                else
                {
                    illegal++;
                    Assert.That(() => source.View(shape),
                        Throws.ArgumentException.With.Message.Contains("use Reshape"));
                    Assert.That(source.Reshape(shape).ToArray<long>(), Is.EqualTo(elements));
                }
            }
        }
        Assert.That(legal, Is.GreaterThan(500));
        Assert.That(illegal, Is.GreaterThan(500));
    }

    private static IEnumerable<long[]> Factorizations(long count, int most)
    {
        if (most == 0) return count == 1 ? [[]] : [];
        IEnumerable<long[]> longer = from first in Enumerable.Range(1, (int)count)
                                     where count % first == 0
                                     from rest in Factorizations(count / first, most - 1)
                                     select (long[])[first, .. rest];
        return count == 1 ? longer.Prepend([]) : longer;
    }

    // By trial: where the elements lie in memory must be a sum of one step for each dimension. Elements of equal value
    // are told apart by their place.
    private static bool HasStrides(long[] elements, Tensor source, long[] shape)
    {
        var places = new long[elements.Length];
        for (int i = 0; i < places.Length; i++) places[i] = PlaceOf(source, i);
        var strides = new long[shape.Length];
        long inner = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = shape[d] > 1 ? places[inner] - places[0] : 0;
            inner *= shape[d];
        }
        for (int i = 0; i < places.Length; i++)
        {
            long rest = i;
            long place = places[0];
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                place += rest % shape[d] * strides[d];
                rest /= shape[d];
            }
            if (place != places[i]) return false;
        }
        return true;
    }

    private static long PlaceOf(Tensor tensor, long i)
    {
        long place = tensor.StorageOffset;
        for (int d = tensor.Rank - 1; d >= 0; d--)
        {
            place += i % tensor.Shape[d] * tensor.Strides[d];
            i /= tensor.Shape[d];
        }
        return place;
    }

    [Test]
    public void Parts_make_up_the_whole()
    {
        using Tensor x = Tensor.Arange(10).Reshape(5, 2);
        Assert.That(x.Unbind().Select(part => part.ToArray<int>()),
            Is.EqualTo(new[] { new[] { 0, 1 }, [2, 3], [4, 5], [6, 7], [8, 9] }));
        Assert.That(x.Unbind(-1).Select(part => part.ToArray<int>()),
            Is.EqualTo(new[] { new[] { 0, 2, 4, 6, 8 }, [1, 3, 5, 7, 9] }));
        Assert.That(x.Split(2).Select(part => part.Size(0)), Is.EqualTo(new long[] { 2, 2, 1 }));
        Assert.That(x.Split([4, 0, 1]).Select(part => part.Count), Is.EqualTo(new long[] { 8, 0, 2 }));
        Assert.That(x.Chunk(2).Select(part => part.Size(0)), Is.EqualTo(new long[] { 3, 2 }));
        Assert.That(x.Chunk(4).Select(part => part.Size(0)),
            Is.EqualTo(new long[] { 2, 2, 1 }), "as torch.chunk: equal pieces, perhaps fewer");
        Assert.That(() => x.Split([2, 2]),
            Throws.ArgumentException.With.Message.Contains("[2, 2] do not make up the 5 places"));
        Assert.That(() => x.Split([6, -1]), Throws.ArgumentException);
    }

    [Test]
    public void Empty_tensors_have_views()
    {
        using Tensor x = Tensor.Zeros([0, 3]);
        Assert.That(x.Reshape(3, 0).Shape.ToArray(), Is.EqualTo(new long[] { 3, 0 }));
        Assert.That(x.T.View(-1, 3).Shape.ToArray(), Is.EqualTo(new long[] { 0, 3 }));
        Assert.That(x[..0, 1].Count, Is.Zero);
        Assert.That(x.Expand(0, 3).Count, Is.Zero);
        Assert.That(() => x.Reshape(-1, 0), Throws.ArgumentException.With.Message.Contains("-1"));
        Assert.That(() => x[0], Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("empty"));
    }

    private static IEnumerable<TestCaseData> Mistakes()
    {
        static TestCaseData Case(Func<Tensor, object?> call, string says) =>
            new TestCaseData(call, says).SetName($"Mistake: {says}");

        yield return Case(x => x.Reshape(4), "Reshape: shape [4] does not hold the 6 elements of shape [2, 3]");
        yield return Case(x => x.Reshape(4, -1), "Reshape: shape [4, -1] does not hold the 6 elements of shape [2, 3]");
        yield return Case(x => x.Reshape(-1, -1), "Reshape: shape [-1, -1] has more than one -1");
        yield return Case(x => x.Reshape(-2, -3), "Reshape: size -2 in shape [-2, -3] is negative");
        yield return Case(x => x.T.View(6),
            "View: shape [6] cannot show shape [3, 2] with strides [1, 3] without a copy; use Reshape");
        yield return Case(x => x.Transpose(0, 2),
            "Transpose: dimension 2 is out of range for 2 dimensions; give -2 to 1");
        yield return Case(x => x.Permute(0), "Permute: 1 dimensions were given for a tensor of 2");
        yield return Case(x => x.Permute(0, -2), "Permute: dimension -2 was given twice");
        yield return Case(x => x.Expand(3), "Expand: shape [3] has fewer dimensions than shape [2, 3]");
        yield return Case(x => x.Expand(4, 3),
            "Expand: shape [2, 3] does not expand to [4, 3]: 2 at dimension 0 cannot become 4");
        yield return Case(x => x.Expand(-1, 2, 3), "Expand: shape [2, 3] does not expand to [-1, 2, 3]");
        yield return Case(x => x.Select(0, 2),
            "Select: index 2 is out of range for dimension 0 of shape [2, 3]; give -2 to 1");
        yield return Case(x => x.Narrow(1, 2, 2), "Narrow: 2 places from 2 are not all in dimension 1 of shape [2, 3]");
        yield return Case(x => x.Slice(0, step: 0), "Slice: a slice's step must be at least 1");
        yield return Case(x => x[0, 0].Select(0, 0), "Select: a 0-dimensional tensor has no dimension to cut");
        yield return Case(x => x[0].Mt, "Mt: a matrix has at least 2 dimensions");
        yield return Case(x => x.Unsqueeze(3), "Unsqueeze: dimension 3 is out of range for 3 dimensions");
        yield return Case(x => x.Reshape(1, 1, 1, 1, 1, 1, 1, 2, 3), "9 dimensions; 8 is the most");
        yield return Case(x => x.Size(2), "Size: dimension 2 is out of range");
        yield return Case(x => x.Flatten(1, 0), "Flatten: dimension 1 comes after dimension 0");
        yield return Case(x => x.ExpandAs(null!), "other");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_named(Func<Tensor, object?> call, string says)
    {
        using Tensor x = Tensor.Zeros([2, 3]);
        Assert.That(() => call(x),
            Throws.InstanceOf<ArgumentException>().Or.InstanceOf<InvalidOperationException>()
                .With.Message.Contains(says));
    }

    [Test]
    public void Copies_are_apart_and_gradients_flow_through_them()
    {
        using Tensor x = Tensor.From([1f, 2f], requiresGrad: true);
        Tensor y = x.Clone();
        Assert.That(y.storage, Is.Not.SameAs(x.storage));
        Assert.That(x.Contiguous(), Is.SameAs(x));
        Assert.That(x.To(DType.Float32), Is.SameAs(x));
        Assert.That(x.To(Device.Cpu), Is.SameAs(x));
        Tensor z = x.To(DType.Float64);
        Assert.That(z.GradFn!.Name, Is.EqualTo("ToCopyBackward0"));
        z.Backward(Tensor.From([3.0, 4.0]));
        Assert.That(x.Grad!.DType, Is.EqualTo(DType.Float32));
        Assert.That(x.Grad.ToArray<float>(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(x.To(DType.Int64).RequiresGrad, Is.False);
        Assert.That(Tensor.Arange(6).Reshape(2, 3).T.Contiguous().AsReadOnlySpan<long>().ToArray(),
            Is.EqualTo(new long[] { 0, 3, 1, 4, 2, 5 }));
    }
}

using System.Runtime.CompilerServices;
using Nabla.Tests.Operations;

namespace Nabla.Tests.Gradients;

/// <summary>What graphs keep alive, and what the engine gives back at once.</summary>
public sealed class MemoryTests
{
    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Test]
    public void A_graph_keeps_saved_tensors_alone_and_frees_them_as_backward_reads_them()
    {
        (WeakReference saved, WeakReference unsaved, Tensor y) = Make();
        Collect();
        Assert.That(saved.IsAlive, Is.True, "sigmoid reads its result");
        Assert.That(unsaved.IsAlive, Is.False, "nobody reads the result of a sum with a number");
        y.Backward();
        Collect();
        Assert.That(saved.IsAlive, Is.False);
        GC.KeepAlive(y);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference, WeakReference, Tensor) Make()
        {
            Tensor x = Tensor.From(new[] { 0.5, 1 }, requiresGrad: true), shifted = x + 1, s = shifted.Sigmoid();
            return (new WeakReference(s), new WeakReference(shifted), (s + 1).Sum());
        }
    }

    [Test]
    public void A_product_with_a_constant_keeps_only_the_constant()
    {
        (WeakReference factor, WeakReference constant, Tensor y) = Make();
        Collect();
        Assert.That(factor.IsAlive, Is.False);
        Assert.That(constant.IsAlive, Is.True);
        y.Backward();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference, WeakReference, Tensor) Make()
        {
            Tensor x = Tensor.From(new[] { 0.5, 1 }, requiresGrad: true) + 1, c = Tensor.From(new[] { 2.0, 3 });
            return (new WeakReference(x), new WeakReference(c), (x * c).Sum());
        }
    }

    [Test]
    public void A_dropped_leaf_is_not_kept_by_its_graph()
    {
        (WeakReference leaf, Tensor y) = Make();
        Collect();
        Assert.That(leaf.IsAlive, Is.False);
        y.Backward();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference, Tensor) Make()
        {
            Tensor x = Tensor.From(new[] { 0.5, 1 }, requiresGrad: true);
            return (new WeakReference(x), (x + 1).Sum());
        }
    }

    [Test]
    public void A_result_that_its_own_node_saved_goes_with_it()
    {
        WeakReference result = Make();
        Collect();
        Assert.That(result.IsAlive, Is.False);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Make() => new(Tensor.From(new[] { 0.5, 1 }, requiresGrad: true).Exp());
    }

    [Test]
    public void Temporaries_of_backward_are_given_back_without_a_finalizer()
    {
        Tensor x = Tensor.Ones([1000], DType.Float64, requiresGrad: true), w = Tensor.Ones([1000], DType.Float64, requiresGrad: true);
        Tensor y = ((x * w).Tanh() + x.Exp() * w).Sigmoid().Reshape(10, 100).Transpose(0, 1).Sum(0).Square().Mean();
        y.Backward(retainGraph: true);  // gradients of the leaves are there now
        Collect();
        GC.TryStartNoGCRegion(10_000_000);
        try
        {
            long before = Memory.LiveBlocks();
            y.Backward(retainGraph: true);
            Assert.That(Memory.LiveBlocks(), Is.EqualTo(before));
        }
        finally
        {
            GC.EndNoGCRegion();
        }
    }

    [Test]
    public void A_hook_may_keep_the_gradient_that_it_saw()
    {
        Tensor x = Tensor.From(new[] { 1.0, 2 }, requiresGrad: true), y = x.Exp();
        Tensor? kept = null;
        y.RegisterHook(gradient => { kept = gradient; });
        (y * 3).Sum().Backward();
        Assert.That(kept!.ToArray<double>(), Is.EqualTo(new[] { 3.0, 3 }));
        y.RetainGrad();
        Tensor z = (y * 2 + y * 3).Sum();
        z.Backward(retainGraph: true, inputs: [y]);
        Assert.That(y.Grad!.ToArray<double>(), Is.EqualTo(new[] { 10.0, 10 }), "retained, and asked for");
    }
}

namespace Nabla.Graph;

/// <summary>What autograd knows about a tensor beyond the node that made it: only leaves, views and retained gradients need it.</summary>
/// <remarks>It is its own lock: nobody outside of this library sees it, and a view should not cost another object.</remarks>
internal sealed class AutogradMeta
{
    private AccumulateNode? accumulator;
    private ReadyHook[] readyHooks = [];

    /// <summary>A leaf whose gradient is wanted.</summary>
    internal bool RequiresGrad;

    /// <summary>The gradient that backward left here.</summary>
    internal Tensor? Grad;

    /// <summary>Backward leaves a gradient here although the tensor is no leaf.</summary>
    internal bool RetainsGrad;

    /// <summary>What the tensor is a view of (never itself a view); null where it is none.</summary>
    internal Tensor? Base;

    /// <summary>The storage's version for which a view's node is right; a later change makes it stale.</summary>
    internal int ViewVersion;

    /// <summary>The view was made where nothing was recorded, so that its way to the base is not in the graph.</summary>
    internal bool ViewUnrecorded;

    /// <summary>Where the gradient of the leaf that this belongs to goes.</summary>
    internal AccumulateNode AccumulatorOf(Tensor leaf)
    {
        if (accumulator is null) Interlocked.CompareExchange(ref accumulator, new AccumulateNode(this, leaf.shape), null);
        return accumulator;
    }

    /// <summary>Adds to <see cref="Grad"/>; leaves that several threads share are added to in turn.</summary>
    internal void Accumulate(in Turn turn)
    {
        Tensor gradient = turn.Gradient;
        lock (this)
        {
            Tensor sum = Grad is null ? turn.Keep(gradient) : turn.CreateGraph ? Grad + gradient : AddRaw(Grad, gradient);
            Grad = TensorScope.Release(sum);  // it outlives the step that made it
        }
        foreach (ReadyHook hook in readyHooks) hook.Call(hook.Leaf);
    }

    /// <summary>Adds a gradient of a tensor that is no leaf; it may be seen elsewhere, so it is never written into.</summary>
    internal void Retain(Tensor gradient)
    {
        lock (this) Grad = Grad is null ? gradient : Grad + gradient;
    }

    internal IDisposable AddReadyHook(Tensor leaf, Action<Tensor> call)
    {
        var hook = new ReadyHook(leaf, call);
        lock (this) readyHooks = [.. readyHooks, hook];
        return new Registration(() =>
        {
            lock (this) readyHooks = Array.FindAll(readyHooks, entry => entry != hook);
        });
    }

    private static Tensor AddRaw(Tensor sum, Tensor part)
    {
        if (!sum.IsContiguous) return sum + part;  // a gradient that the user set, perhaps one that overlaps itself
        GradientMemory.Add(sum, part, sum);
        sum.storage.BumpVersion();
        return sum;
    }

    private sealed record ReadyHook(Tensor Leaf, Action<Tensor> Call);
}

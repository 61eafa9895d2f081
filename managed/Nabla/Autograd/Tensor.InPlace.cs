using Nabla.Graph;

namespace Nabla;

// What every in-place operation does before and after it writes.
public sealed partial class Tensor
{
    /// <summary>Throws where an in-place operation would lose gradients; to be called before anything is written.</summary>
    /// <param name="name">the operation, for the message</param>
    /// <param name="records">the operation will be recorded</param>
    internal void CheckInPlace(string name, bool records)
    {
        if (storage.IsInference && !GradMode.IsInference)
            throw new InvalidOperationException($"{name}: inplace update to inference tensor outside InferenceMode is not allowed. Use tensor.Clone() to get a normal tensor.");
        if (!GradMode.IsEnabled) return;
        Tensor source = ViewBase;
        if (source.node is null && source.meta is { RequiresGrad: true })
            throw new InvalidOperationException(
                $"{name}: a {(source == this ? "" : "view of a ")}leaf tensor that requires grad is being used in an in-place operation. " +
                "Wrap the operation in Autograd.NoGrad() if no gradient is meant to flow through it.");
        if (meta is { ViewUnrecorded: true } && (records || source.GradientEdge.Node is not null))
            throw new InvalidOperationException(
                $"{name}: a view was created in no_grad mode and is being modified inplace with grad mode enabled. " +
                "Make the view outside Autograd.NoGrad(), or modify it inside.");
    }

    /// <summary>After an in-place operation wrote: saved tensors that share the memory are known to be stale.</summary>
    internal Tensor Written()
    {
        storage.BumpVersion();
        return this;
    }

    /// <summary>After a recorded in-place operation wrote, and <see cref="Written()"/>: this tensor, and for a view its base too,
    /// now come from <paramref name="maker"/>, whose first operand is this tensor as it was.</summary>
    internal Tensor Rebase(Node maker, int index = 0)
    {
        if (meta is { Base: { } source } view)
        {
            source.MoveHistory(new CopySlicesNode(source.GradientEdge, maker, new StridedGeometry(source, this)));
            view.ViewVersion = storage.Version - 1;  // stale: the next look takes the node from the base
        }
        else
        {
            MoveHistory(maker, index);
        }
        return this;
    }

    private void MoveHistory(Node maker, int index = 0)
    {
        bool retains = meta is { RetainsGrad: true };
        if (retains) node?.Hooks?.Forget(meta!);
        SetHistory(maker, index);
        if (retains) NodeHooks.Of(maker).Retain(index, meta!);
    }
}

namespace Nabla;

/// <summary>
/// Disposes, at its end, the tensors made since its start: for those who want memory back without waiting for the
/// garbage
/// collector. <c>using var scope = new TensorScope(); … return scope.Keep(result);</c>
/// </summary>
/// <remarks>
/// It sees what its own thread, and what that starts with async, makes. Scopes nest: a kept tensor passes to the scope
/// around. Gradients
/// of leaf tensors and the state of optimizers are never part of a scope. Views share the fate of the tensor that they
/// look at.
/// </remarks>
public sealed class TensorScope : IDisposable
{
    private static readonly AsyncLocal<TensorScope?> current = new();
    private static int open; // while no scope is open anywhere, a new tensor costs one read of this

    private readonly TensorScope? outer;
    private readonly Lock gate = new();
    private List<Storage>? members = [];

    /// <summary>Opens a scope.</summary>
    public TensorScope()
    {
        outer = current.Value;
        current.Value = this;
        Interlocked.Increment(ref open);
    }

    /// <summary>Takes a tensor, and whatever shares its memory, out of the scope: it outlives it, or passes to the
    /// scope around.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.storage.Scope == this)
        {
            tensor.storage.Scope = null;
            outer?.Add(tensor.storage);
        }
        return tensor;
    }

    /// <summary>Disposes the tensors made since the start and not kept.</summary>
    public void Dispose()
    {
        List<Storage>? mine;
        lock (gate)
        {
            mine = members;
            members = null;
        }
        if (mine is null) return;
        Interlocked.Decrement(ref open);
        if (current.Value == this) current.Value = outer;
        foreach (Storage storage in mine)
        {
            if (storage.Scope == this) storage.Dispose();
        }
    }

    /// <summary>Takes a tensor out of every scope, for what outlives the step that made it: leaf gradients, optimizer
    /// state.</summary>
    internal static Tensor Release(Tensor tensor)
    {
        tensor.storage.Scope = null;
        return tensor;
    }

    internal static void Enlist(Storage storage)
    {
        if (Volatile.Read(ref open) != 0) current.Value?.Add(storage);
    }

    private void Add(Storage storage)
    {
        lock (gate)
        {
            if (members is not null)
            {
                storage.Scope = this;
                members.Add(storage);
                return;
            }
        }
        outer?.Add(storage); // this scope has ended, in another flow than the one that still sees it
    }
}

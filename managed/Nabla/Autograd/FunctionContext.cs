using Nabla.Graph;

namespace Nabla;

/// <summary>What a <see cref="Function"/> hands from its forward to its backward: one for each call.</summary>
public sealed class FunctionContext
{
    private readonly Edge[] inputs;
    private Tensor?[] kept = [];
    private SavedTensor[] saved = [];
    private List<Tensor>? dirty, constant;
    private bool[]? missing;
    private FunctionNode? node;

    internal FunctionContext(Edge[] inputs) => this.inputs = inputs;

    /// <summary>Anything else that backward needs; kept until the graph goes.</summary>
    public object? State { get; set; }

    /// <summary>How many tensors were saved.</summary>
    public int SavedCount => Math.Max(kept.Length, saved.Length);

    /// <summary>Keeps inputs or results for backward, which notices when they are changed in between (<c>save_for_backward</c>).</summary>
    public void SaveForBackward(params ReadOnlySpan<Tensor?> tensors) => kept = tensors.ToArray();

    /// <summary>A tensor that was saved (<c>saved_tensors</c>).</summary>
    /// <exception cref="InvalidOperationException">it was freed by an earlier backward, or changed in place</exception>
    public Tensor Saved(int index) => SavedOrNull(index) ?? throw new InvalidOperationException($"saved tensor {index} is null: read it with SavedOrNull.");

    /// <summary>A tensor that was saved, where null may have been saved.</summary>
    public Tensor? SavedOrNull(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, SavedCount);
        if (node is null) return kept[index];
        return saved[index].ReadOrNull(node);
    }

    /// <summary>Whether the gradient of an input leads anywhere (<c>needs_input_grad</c>): no need to compute it if not.</summary>
    public bool NeedsInputGrad(int index) => inputs[index].Node is not null;

    /// <summary>In backward: no gradient came in for this result, and zeros stand in for it.</summary>
    public bool IsMissing(int result) => missing is not null && missing[result];

    /// <summary>Forward wrote into this input and returns it (<c>mark_dirty</c>).</summary>
    public void MarkDirty(Tensor input) => (dirty ??= []).Add(input);

    /// <summary>No gradient flows through this result (<c>mark_non_differentiable</c>).</summary>
    public void MarkNonDifferentiable(Tensor result) => (constant ??= []).Add(result);

    internal bool IsDirty(Tensor tensor) => dirty is not null && dirty.Contains(tensor);

    internal bool IsConstant(Tensor tensor) => constant is not null && constant.Contains(tensor);

    internal void Attach(FunctionNode owner) => node = owner;

    /// <summary>Once the results have their place in the graph, what was saved is guarded against changes.</summary>
    internal void Seal()
    {
        saved = new SavedTensor[kept.Length];
        for (int i = 0; i < saved.Length; i++)
            if (kept[i] is { } tensor) saved[i] = new SavedTensor(tensor);
        kept = [];
        dirty = constant = null;
    }

    internal void SetMissing(bool[] results) => missing = results;

    internal void Release()
    {
        foreach (ref SavedTensor tensor in saved.AsSpan()) tensor.Free();
        State = null;
    }
}

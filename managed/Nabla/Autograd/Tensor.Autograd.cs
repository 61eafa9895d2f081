using Nabla.Graph;

namespace Nabla;

// What a user sees of autograd on a tensor.
public sealed partial class Tensor
{
    /// <summary>Whether gradients flow to or through this tensor (<c>requires_grad</c>). It can be set on leaves of floating dtype.</summary>
    /// <exception cref="ArgumentException">the dtype is not floating</exception>
    /// <exception cref="InvalidOperationException">it was to be cleared on a result of a recorded operation</exception>
    public bool RequiresGrad
    {
        get => GradientEdge.Node is not null;
        set
        {
            if (value == RequiresGrad) return;
            if (!value && !IsLeaf)
                throw new InvalidOperationException("you can only change RequiresGrad of leaf tensors. Use x.Detach() to use a computed tensor where no gradient is wanted.");
            if (value && !DType.IsFloatingPoint())
                throw new ArgumentException($"only tensors of floating point dtype can require gradients, and this one is {DType.Name()}. Convert it first: x.To(DType.Float32).");
            if (value && storage.IsInference && !GradMode.IsInference)
                throw new InvalidOperationException("setting RequiresGrad on an inference tensor outside InferenceMode is not allowed. Use x.Clone() to get a normal tensor.");
            Meta.RequiresGrad = value;
        }
    }

    /// <summary>Whether no recorded operation made this tensor (<c>is_leaf</c>): only then does backward leave a gradient here by itself.</summary>
    public bool IsLeaf => GradientEdge.Node is null or AccumulateNode;

    /// <summary>The node that made this tensor (<c>grad_fn</c>); null for leaves.</summary>
    public Node? GradFn => GradientEdge.Node is { } maker and not AccumulateNode ? maker : null;

    /// <summary>Whether <see cref="RetainGrad"/> was called (<c>retains_grad</c>).</summary>
    public bool RetainsGrad => meta is { RetainsGrad: true };

    /// <summary>The gradient that backward left here (<c>grad</c>); null where none was. Set it to null to start anew.</summary>
    /// <exception cref="ArgumentException">a gradient of another shape, dtype or device was set</exception>
    public Tensor? Grad
    {
        get
        {
            Tensor? gradient = meta?.Grad;
            if (gradient is null && !RetainsGrad && !IsLeaf) Autograd.Warn(
                "The Grad of a tensor that is not a leaf is being read. It won't be populated during Backward(). If you do want it to be, " +
                "call RetainGrad() on the tensor first. If you read it by mistake, read the leaf's Grad instead.");
            return gradient;
        }

        set
        {
            if (value == this) throw new ArgumentException("a tensor cannot be its own gradient", nameof(value));
            if (value is not null) GradientCheck.Same("Grad was set to a gradient", value, this);
            if (value is not null || meta is not null) Meta.Grad = value;
        }
    }

    /// <summary>Backward shall leave a gradient here although this tensor is no leaf (<c>retain_grad</c>).</summary>
    /// <exception cref="InvalidOperationException">the tensor does not require a gradient</exception>
    public void RetainGrad()
    {
        Edge edge = GradientEdge;
        if (edge.Node is null) throw new InvalidOperationException("can't retain the gradient of a tensor that has RequiresGrad = false.");
        if (IsLeaf || RetainsGrad) return;
        Meta.RetainsGrad = true;
        NodeHooks.Of(edge.Node).Retain(edge.Output, Meta);
    }

    /// <summary>Calls <paramref name="hook"/> with this tensor's gradient whenever backward has computed it (<c>register_hook</c>).
    /// What the hook returns takes the gradient's place; null leaves it. The hook must not change its argument.</summary>
    /// <returns>Dispose it to take the hook off.</returns>
    /// <exception cref="InvalidOperationException">the tensor does not require a gradient</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        Edge edge = GradientEdge;
        if (edge.Node is null) throw new InvalidOperationException("cannot register a hook on a tensor that doesn't require a gradient.");
        return NodeHooks.Of(edge.Node).Add(edge.Output, hook);
    }

    /// <inheritdoc cref="RegisterHook(Func{Tensor, Tensor})"/>
    public IDisposable RegisterHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterHook(gradient =>
        {
            hook(gradient);
            return null;
        });
    }

    /// <summary>Calls <paramref name="hook"/> with this leaf as soon as its <see cref="Grad"/> is complete, while backward goes on
    /// (<c>register_post_accumulate_grad_hook</c>).</summary>
    /// <returns>Dispose it to take the hook off.</returns>
    /// <exception cref="InvalidOperationException">the tensor is no leaf, or does not require a gradient</exception>
    public IDisposable RegisterGradReadyHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGrad) throw new InvalidOperationException("cannot register a hook on a tensor that doesn't require a gradient.");
        if (!IsLeaf) throw new InvalidOperationException("gradient-ready hooks are for leaves: use RegisterHook for the results of operations.");
        return Meta.AddReadyHook(this, hook);
    }

    /// <summary>The same data outside of the graph (<c>detach</c>): memory and version are shared, gradients do not flow.</summary>
    public Tensor Detach() => AsStridedView(shape, strides, offset);

    /// <summary>Computes the gradients of this tensor by all leaves that it depends on, and adds them to their <see cref="Grad"/> (<c>backward</c>).</summary>
    /// <param name="gradient">this tensor's own gradient; null: 1, for a tensor of one element</param>
    /// <param name="retainGraph">keep saved tensors, so that backward may run again; null: as <paramref name="createGraph"/></param>
    /// <param name="createGraph">record how gradients are computed, so that they can be differentiated themselves</param>
    /// <param name="inputs">the only tensors whose gradients are computed; null: all leaves</param>
    /// <exception cref="InvalidOperationException">the tensor requires no gradient, or has several elements and no gradient was given,
    /// or the graph's saved tensors were freed or changed</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false, IReadOnlyList<Tensor>? inputs = null) =>
        Autograd.Backward([this], gradient is null ? null : [gradient], retainGraph, createGraph, inputs);

    /// <summary>The graph that leads to this tensor, in the language of Graphviz.</summary>
    public string ToDot() => GraphText.Dot(this);

    /// <summary>The graph that leads to this tensor, as a Mermaid flowchart.</summary>
    public string ToMermaid() => GraphText.Mermaid(this);
}

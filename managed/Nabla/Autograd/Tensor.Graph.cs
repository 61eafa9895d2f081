using Nabla.Graph;

namespace Nabla;

// How a tensor hangs in the graph.
public sealed partial class Tensor
{
    private AutogradMeta? meta;
    private Node? node;
    private int output;

    /// <summary>Where this tensor's gradient goes: the node that made it, a leaf's accumulator, or nowhere.</summary>
    internal Edge GradientEdge => meta is null ? new Edge(node, output) : EdgeOf(meta);

    /// <summary><see cref="GradientEdge"/> where operations are recorded, else nowhere.</summary>
    internal Edge Source => GradMode.IsEnabled ? GradientEdge : default;

    /// <summary>What this tensor is a view of, as far as in-place changes are concerned: itself where it is no view.</summary>
    internal Tensor ViewBase => meta?.Base ?? this;

    private AutogradMeta Meta => meta ?? Interlocked.CompareExchange(ref meta, new AutogradMeta(), null) ?? meta;

    /// <summary>This tensor is a result of a node.</summary>
    internal Tensor SetHistory(Node maker, int index = 0)
    {
        node = maker;
        output = index;
        return this;
    }

    /// <summary>This tensor is a view of another: an in-place change of either concerns both.</summary>
    internal void SetView(Tensor source, bool recorded)
    {
        AutogradMeta view = Meta;
        view.Base = source.ViewBase;
        view.ViewVersion = storage.Version;
        view.ViewUnrecorded = !recorded || source.meta is { ViewUnrecorded: true };
    }

    /// <summary>Adds to <see cref="Grad"/> of a tensor that is no leaf.</summary>
    internal void AddGrad(Tensor gradient) => Meta.Retain(gradient);

    private Edge EdgeOf(AutogradMeta meta)
    {
        if (meta.Base is { } source && meta.ViewVersion != storage.Version) Refresh(meta, source);
        if (node is not null) return new Edge(node, output);
        return meta.RequiresGrad ? new Edge(meta.AccumulatorOf(this), 0) : default;
    }

    /// <summary>After an in-place change of the base or of a sibling view, this view is a strided piece of what the base is now.</summary>
    private void Refresh(AutogradMeta meta, Tensor source)
    {
        Edge history = source.GradientEdge;
        if (history.Node is not null) MoveHistory(new StridedNode(new StridedGeometry(source, this), embeds: false, history));
        meta.ViewVersion = storage.Version;
    }
}

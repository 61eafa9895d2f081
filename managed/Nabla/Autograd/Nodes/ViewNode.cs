namespace Nabla.Graph;

/// <summary>A view: its gradient goes back by another view, or by a copy into zeros.</summary>
internal sealed class ViewNode(string name, Edge next, Func<Tensor, Tensor> backward) : Node1(next)
{
    public override string Name => name;

    internal override void Backward(in Turn turn) => turn.Give(0, backward(turn.Gradient));

    /// <summary>Makes <paramref name="view"/> known as a view of <paramref name="source"/>, and records it where operations are.</summary>
    /// <param name="source">what is looked at</param>
    /// <param name="view">the window on it</param>
    /// <param name="name">as PyTorch prints it: "ViewBackward0"</param>
    /// <param name="backward">the source's gradient from the view's, in differentiable tensor operations; it returns new memory
    /// or a view of what it was given</param>
    internal static Tensor Record(Tensor source, Tensor view, string name, Func<Tensor, Tensor> backward)
    {
        if (!source.DType.IsFloatingPoint() || source.storage.IsInference) return view;
        Edge next = source.Source;
        if (next.Node is not null) view.SetHistory(new ViewNode(name, next, backward));
        view.SetView(source, recorded: GradMode.IsEnabled);
        return view;
    }
}

namespace Nabla.Graph;

/// <summary>One node's turn in a backward pass: the gradients that came in, and room for those that go out.</summary>
internal readonly ref struct Turn
{
    private readonly Engine engine;
    private readonly Node node;
    private readonly ReadOnlySpan<Tensor?> incoming;
    private readonly Span<Tensor?> outgoing;

    internal Turn(Engine engine, Node node, ReadOnlySpan<Tensor?> incoming, Span<Tensor?> outgoing)
    {
        this.engine = engine;
        this.node = node;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /// <summary>Gradients must be differentiable themselves: they are composed of tensor operations instead of backward kernels.</summary>
    internal bool CreateGraph => engine.CreateGraph;

    /// <summary>The gradient of the only result.</summary>
    internal Tensor Gradient => incoming[0]!;

    /// <summary>The gradients of all results; null where one has none.</summary>
    internal ReadOnlySpan<Tensor?> Incoming => incoming;

    /// <summary>Whether the gradient of operand i leads anywhere.</summary>
    internal bool Wants(int i) => engine.Leads(node.Next(i).Node);

    /// <summary>Sends a gradient on to operand i.</summary>
    internal void Give(int i, Tensor? gradient) => outgoing[i] = gradient;

    /// <summary>The gradient as a tensor that may be kept: the one that came in where nobody else holds it, else a copy.</summary>
    internal Tensor Keep(Tensor gradient) => engine.Keep(gradient);

    /// <summary>The same turn for a node that stands in for this one, with operands at the same places.</summary>
    internal Turn With(ReadOnlySpan<Tensor?> gradients, Span<Tensor?> results) => new(engine, node, gradients, results);
}

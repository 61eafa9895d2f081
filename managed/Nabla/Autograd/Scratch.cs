using System.Diagnostics.CodeAnalysis;

namespace Nabla.Graph;

/// <summary>One backward pass. A node that it visits points to it; a pass that is over no longer claims its nodes.</summary>
internal sealed class Pass
{
    private volatile bool over;

    internal bool IsOver => over;

    internal void End() => over = true;
}

/// <summary>What one pass knows about one node.</summary>
internal struct Scratch
{
    /// <summary>How many of the edges that lead here have not delivered yet.</summary>
    internal int Waiting;

    /// <summary>The pass has counted this node's edges.</summary>
    internal bool Visited;

    /// <summary>Of a pass that was given inputs: <see cref="Needed"/> is settled.</summary>
    internal bool Settled;

    /// <summary>Of a pass that was given inputs: one of them lies behind this node, so it must run.</summary>
    internal bool Needed;

    /// <summary>Of a pass that was given inputs: a gradient that arrives here is one of those asked for.</summary>
    internal bool Captured;

    private Tensor? gradient;
    private Tensor?[]? gradients;

    /// <summary>The sum of the gradients that have arrived for one of the node's outputs.</summary>
    [UnscopedRef]
    internal ref Tensor? Gradient(int output, int outputCount)
    {
        if (outputCount == 1) return ref gradient;
        gradients ??= new Tensor?[outputCount];
        return ref gradients[output];
    }

    /// <summary>The gradients that have arrived, one for each output; empty where several outputs got none.</summary>
    [UnscopedRef]
    internal Span<Tensor?> Gradients(int outputCount) => outputCount == 1 ? new Span<Tensor?>(ref gradient) : gradients;
}

namespace Nabla.Graph;

/// <summary>The end of the way: a leaf collects its gradient.</summary>
/// <remarks>It holds the leaf's meta, not the leaf: a graph does not keep the data of a leaf alive that nobody saved.</remarks>
internal sealed class AccumulateNode(AutogradMeta meta, long[] shape) : Node
{
    public override string Name => "AccumulateGrad";

    /// <summary>The leaf's shape, for those who look at the graph.</summary>
    internal long[] Shape => shape;

    internal override int NextCount => 0;

    /// <summary>At once, so that whoever waits for this leaf's gradient gets it while the pass goes on.</summary>
    internal override long Priority => long.MaxValue;

    internal override Edge Next(int i) => default;

    internal override void Backward(in Turn turn) => meta.Accumulate(turn);
}

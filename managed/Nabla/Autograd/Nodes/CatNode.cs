namespace Nabla.Graph;

/// <summary>Joined tensors: each gets its piece of the gradient.</summary>
internal sealed class CatNode(Edge[] sources, int dim, long[] sizes) : NodeN(sources)
{
    public override string Name => "CatBackward0";

    internal override void Backward(in Turn turn)
    {
        long start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (turn.Wants(i)) turn.Give(i, turn.Gradient.Narrow(dim, start, sizes[i]));
            start += sizes[i];
        }
    }
}

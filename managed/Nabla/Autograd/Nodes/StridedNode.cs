namespace Nabla.Graph;

/// <summary>Cuts a strided piece out of a tensor, or embeds it in zeros: each is the other's gradient.</summary>
internal sealed class StridedNode(StridedGeometry geometry, bool embeds, Edge next) : Node1(next)
{
    public override string Name => embeds ? "AsStridedScatterBackward0" : "AsStridedBackward0";

    internal override void Backward(in Turn turn) => turn.Give(0, Apply(geometry, !embeds, turn.Gradient));

    /// <summary>Cuts or embeds, recorded where operations are.</summary>
    internal static Tensor Apply(StridedGeometry geometry, bool embeds, Tensor x)
    {
        Tensor y = embeds ? geometry.Embed(x) : geometry.Cut(x);
        Edge source = x.Source;
        return source.Node is null ? y : y.SetHistory(new StridedNode(geometry, embeds, source));
    }
}

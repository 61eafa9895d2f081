namespace Nabla.Graph;

/// <summary>An in-place operation that wrote over all elements with what depends on no tensor: what was there before
/// has no share in the result.</summary>
internal sealed class OverwriteNode(string name, Edge before) : Node1(before)
{
    public override string Name => name;

    internal override void Backward(in Turn turn) => turn.Give(0, Tensor.ZerosLike(turn.Gradient));
}

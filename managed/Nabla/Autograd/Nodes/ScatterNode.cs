using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>Values written or added by index.</summary>
internal sealed class ScatterNode(ScatterOp op, string name, int dim, Edge target, Edge source, Tensor index) : Node2(target, source)
{
    private SavedTensor indices = new(index);

    public override string Name => NodeNames.Of(name);

    internal override void Backward(in Turn turn)
    {
        Tensor dy = turn.Gradient, where = indices.Read(this);
        if (turn.Wants(0)) turn.Give(0, op == ScatterOp.Add ? dy : dy.Scatter(dim, where, 0));
        if (turn.Wants(1)) turn.Give(1, dy.Gather(dim, where));
    }

    internal override void Release() => indices.Free();
}

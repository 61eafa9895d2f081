using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>Softmax or its logarithm.</summary>
internal sealed unsafe class SoftmaxNode(SoftmaxOp op, string name, int dim, Edge source, Tensor y) : Node1(source)
{
    private SavedTensor result = new(y);

    public override string Name => NodeNames.Of(name);

    internal override void Backward(in Turn turn)
    {
        Tensor saved = result.Read(this), dy = turn.Gradient;
        if (turn.CreateGraph)
        {
            turn.Give(0, op == SoftmaxOp.Softmax
                ? saved * (dy - (dy * saved).Sum(dim, keepDim: true))
                : dy - saved.Exp() * dy.Sum(dim, keepDim: true));
            return;
        }
        Tensor dx = Tensor.AllocateLike(dy, dy.DType);
        using var py = new Operand(saved);
        using var pg = new Operand(dy);
        using var pd = new Operand(dx);
        Native.nabla_softmax_backward(op, py.View, pg.View, dim, pd.View, null).ThrowIfFailed();
        turn.Give(0, dx);
    }

    internal override void Release() => result.Free();
}

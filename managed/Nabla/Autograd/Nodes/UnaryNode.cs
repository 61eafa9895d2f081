using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>The gradient of an op of one operand, in tensor operations. <paramref name="saved"/> is what the op's row saves: the operand
/// or the result; null where it saves nothing.</summary>
internal delegate Tensor UnaryGradient(Tensor saved, Tensor dy);

/// <summary>An elementwise op of one operand.</summary>
internal sealed unsafe class UnaryNode : Node1
{
    private readonly UnaryOp op;
    private readonly UnaryGradient gradient;
    private SavedTensor saved;

    internal UnaryNode(UnaryOp op, UnaryGradient gradient, Edge source, Tensor x, Tensor y) : base(source)
    {
        this.op = op;
        this.gradient = gradient;
        int saves = OpTable.Of(op).Saves;
        if (saves != 0) saved = new SavedTensor(saves == (int)NablaSaves.First ? x : y);
    }

    public override string Name => NodeNames.Of(OpTable.Of(op));

    internal override void Backward(in Turn turn)
    {
        Tensor? kept = saved.ReadOrNull(this);
        Tensor dy = turn.Gradient;
        if (turn.CreateGraph)
        {
            turn.Give(0, gradient(kept!, dy));
            return;
        }
        Tensor dx = Tensor.AllocateLike(dy, dy.DType);
        using var ps = new Operand(kept);
        using var pg = new Operand(dy);
        using var pd = new Operand(dx);
        Native.nabla_unary_backward(op, ps.View, pg.View, pd.View, null).ThrowIfFailed();
        turn.Give(0, dx);
    }

    internal override void Release() => saved.Free();
}

using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>A reduction.</summary>
internal sealed unsafe class ReduceNode : Node1
{
    private readonly ReduceRule rule;
    private readonly ReduceCall reduction;
    private SavedTensor operand, result;

    internal ReduceNode(ReduceRule rule, in ReduceCall reduction, Edge source, Tensor x, Tensor y) : base(source)
    {
        this.rule = rule;
        this.reduction = reduction;
        int saves = rule.Info.Saves;
        if ((saves & (int)NablaSaves.First) != 0) operand = new SavedTensor(x);
        if ((saves & (int)NablaSaves.Output) != 0) result = new SavedTensor(y);
    }

    public override string Name => rule.NodeName(reduction.OverAll);

    internal override void Backward(in Turn turn)
    {
        Tensor? x = operand.ReadOrNull(this), y = result.ReadOrNull(this);
        Tensor dy = turn.Gradient;
        if (turn.CreateGraph) turn.Give(0, rule.Gradient!(x!, y is null ? null! : reduction.Keep(y), reduction.Keep(dy), reduction));
        else turn.Give(0, Kernel(x, y, dy));
    }

    internal override void Release()
    {
        operand.Free();
        result.Free();
    }

    private Tensor Kernel(Tensor? x, Tensor? y, Tensor dy)
    {
        // All elements of a sum or a mean have one gradient: a view that repeats it costs nothing, and every kernel reads such a view.
        if (rule.Op == ReduceOp.Sum) return reduction.Spread(dy);
        if (rule.Op == ReduceOp.Mean)
        {
            Tensor share = Tensor.AllocateLike(dy, dy.DType);
            Tensor.RunBinary(BinaryOp.Div, dy, (double)reduction.Size, scalarFirst: false, share);
            return reduction.Spread(share);
        }
        Tensor dx = Tensor.Allocate(reduction.Shape, dy.DType, dy.Device);
        using var px = new Operand(x);
        using var py = new Operand(y);
        using var pg = new Operand(dy);
        using var pd = new Operand(dx);
        reduction.Keep(pg.View);
        if (y is not null) reduction.Keep(py.View);
        Native.nabla_reduce_backward(rule.Op, px.View, py.View, pg.View, reduction.Parameter, pd.View, null).ThrowIfFailed();
        return dx;
    }
}

using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>An elementwise op of two tensors.</summary>
internal sealed unsafe class BinaryNode : Node2
{
    private readonly BinaryRule rule;
    private readonly long[] firstShape, secondShape;
    private readonly int saves;
    private SavedTensor first, second, result;

    internal BinaryNode(BinaryRule rule, Edge firstEdge, Edge secondEdge, Tensor a, Tensor b) : base(firstEdge, secondEdge)
    {
        this.rule = rule;
        firstShape = a.shape;
        secondShape = b.shape;
        saves = rule.Saves(firstEdge.Node is not null, secondEdge.Node is not null);
        if ((saves & (int)NablaSaves.First) != 0) first = new SavedTensor(a);
        if ((saves & (int)NablaSaves.Second) != 0) second = new SavedTensor(b);
    }

    public override string Name => rule.NodeName;

    /// <summary>Once the result is there: backward may read it.</summary>
    internal void SaveResult(Tensor y)
    {
        if ((saves & (int)NablaSaves.Output) != 0) result = new SavedTensor(y);
    }

    internal override void Backward(in Turn turn)
    {
        Tensor dy = turn.Gradient;
        bool wantsFirst = turn.Wants(0), wantsSecond = turn.Wants(1);
        if (!turn.CreateGraph)
        {
            wantsFirst = wantsFirst && !Pass(turn, 0, firstShape);
            wantsSecond = wantsSecond && !Pass(turn, 1, secondShape);
        }
        if (!wantsFirst && !wantsSecond) return;
        Tensor? a = first.ReadOrNull(this), b = second.ReadOrNull(this), y = result.ReadOrNull(this);
        if (turn.CreateGraph)
        {
            if (wantsFirst) turn.Give(0, rule.First!(a!, b!, y!, dy).SumTo(firstShape));
            if (wantsSecond) turn.Give(1, rule.Second!(a!, b!, y!, dy).SumTo(secondShape));
            return;
        }
        Tensor? da = wantsFirst ? Tensor.Allocate(firstShape, dy.DType, dy.Device) : null;
        Tensor? db = wantsSecond ? Tensor.Allocate(secondShape, dy.DType, dy.Device) : null;
        // The native call checks all that its row saves. What no wanted gradient reads was not kept: another tensor of that shape stands in.
        using var pa = new Operand(a ?? da ?? dy);
        using var pb = new Operand(b ?? db ?? dy);
        using var py = new Operand(y ?? dy);
        using var pg = new Operand(dy);
        using var pda = new Operand(da);
        using var pdb = new Operand(db);
        Native.nabla_binary_backward(rule.Op, pa.View, pb.View, py.View, pg.View, pda.View, pdb.View, null).ThrowIfFailed();
        if (da is not null) turn.Give(0, da);
        if (db is not null) turn.Give(1, db);
    }

    internal override void Release()
    {
        first.Free();
        second.Free();
        result.Free();
    }

    /// <summary>Hands the gradient on as it is, where the op does no more and nothing was broadcast.</summary>
    private bool Pass(in Turn turn, int operand, long[] shape)
    {
        Tensor dy = turn.Gradient;
        if (!rule.Passes(operand) || !(shape == dy.shape || shape.AsSpan().SequenceEqual(dy.shape))) return false;
        turn.Give(operand, dy);
        return true;
    }
}

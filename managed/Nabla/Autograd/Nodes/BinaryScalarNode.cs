using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>An elementwise op of a tensor and a number, on either side.</summary>
internal sealed unsafe class BinaryScalarNode : Node1
{
    private readonly BinaryRule rule;
    private readonly Scalar number;
    private readonly bool scalarFirst;
    private readonly bool savesResult;
    private SavedTensor operand, result;

    internal BinaryScalarNode(BinaryRule rule, Edge source, Tensor x, Scalar number, bool scalarFirst) : base(source)
    {
        this.rule = rule;
        this.number = number;
        this.scalarFirst = scalarFirst;
        int saves = rule.Saves(!scalarFirst, scalarFirst);
        savesResult = (saves & (int)NablaSaves.Output) != 0;
        if ((saves & (int)(scalarFirst ? NablaSaves.Second : NablaSaves.First)) != 0) operand = new SavedTensor(x);
    }

    public override string Name => rule.ScalarNodeName;

    /// <summary>Once the result is there: backward may read it.</summary>
    internal void SaveResult(Tensor y)
    {
        if (savesResult) result = new SavedTensor(y);
    }

    internal override void Backward(in Turn turn)
    {
        Tensor dy = turn.Gradient;
        int place = scalarFirst ? 1 : 0;
        if (rule.Passes(place))
        {
            turn.Give(0, dy);
            return;
        }
        Tensor? x = operand.ReadOrNull(this), y = result.ReadOrNull(this);
        if (turn.CreateGraph)
        {
            Tensor constant = Tensor.Full([], number, dy.DType, dy.Device);
            turn.Give(0, scalarFirst ? rule.Second!(constant, x!, y!, dy) : rule.First!(x!, constant, y!, dy));
            return;
        }
        Tensor dx = Tensor.AllocateLike(dy, dy.DType);
        // The native call checks all that its row saves. What the gradient does not read was not kept: another tensor stands in.
        using var px = new Operand(x ?? dx);
        using Operand pn = Operand.FromScalar(number, dy.DType);
        using var py = new Operand(y ?? dy);
        using var pg = new Operand(dy);
        using var pd = new Operand(dx);
        (scalarFirst
            ? Native.nabla_binary_backward(rule.Op, pn.View, px.View, py.View, pg.View, null, pd.View, null)
            : Native.nabla_binary_backward(rule.Op, px.View, pn.View, py.View, pg.View, pd.View, null, null)).ThrowIfFailed();
        turn.Give(0, dx);
    }

    internal override void Release()
    {
        operand.Free();
        result.Free();
    }
}

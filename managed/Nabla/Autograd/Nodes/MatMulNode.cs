using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>A matrix product, of stacks too.</summary>
internal sealed unsafe class MatMulNode : Node2
{
    private readonly string name;
    private readonly long[] firstShape, secondShape;
    private SavedTensor first, second;

    internal MatMulNode(string name, Edge firstEdge, Edge secondEdge, Tensor a, Tensor b) : base(firstEdge, secondEdge)
    {
        this.name = name;
        firstShape = a.shape;
        secondShape = b.shape;
        if (secondEdge.Node is not null) first = new SavedTensor(a);
        if (firstEdge.Node is not null) second = new SavedTensor(b);
    }

    public override string Name => NodeNames.Of(name);

    internal override void Backward(in Turn turn)
    {
        Tensor? a = first.ReadOrNull(this), b = second.ReadOrNull(this);
        Tensor dy = turn.Gradient;
        bool wantsFirst = turn.Wants(0), wantsSecond = turn.Wants(1);
        if (turn.CreateGraph)
        {
            if (wantsFirst) turn.Give(0, dy.MatMul(b!.Transpose(-2, -1)).SumTo(firstShape));
            if (wantsSecond) turn.Give(1, a!.Transpose(-2, -1).MatMul(dy).SumTo(secondShape));
            return;
        }
        Tensor? da = wantsFirst ? Tensor.Allocate(firstShape, dy.DType, dy.Device) : null;
        Tensor? db = wantsSecond ? Tensor.Allocate(secondShape, dy.DType, dy.Device) : null;
        using var pa = new Operand(a);
        using var pb = new Operand(b);
        using var pg = new Operand(dy);
        using var pda = new Operand(da);
        using var pdb = new Operand(db);
        Native.nabla_matmul_backward(pa.View, pb.View, pg.View, pda.View, pdb.View, null).ThrowIfFailed();
        turn.Give(0, da);
        turn.Give(1, db);
    }

    internal override void Release()
    {
        first.Free();
        second.Free();
    }
}

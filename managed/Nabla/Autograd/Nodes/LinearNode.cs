using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>y = x w^T + bias in one node, with x of two dimensions.</summary>
internal sealed unsafe class LinearNode : Node3
{
    private readonly long[] xShape, weightShape;
    private readonly bool hasBias;
    private SavedTensor input, weight;

    private LinearNode(Edge xEdge, Edge weightEdge, Edge biasEdge, Tensor x, Tensor w, bool hasBias) : base(xEdge, weightEdge, biasEdge)
    {
        xShape = x.shape;
        weightShape = w.shape;
        this.hasBias = hasBias;
        if (weightEdge.Node is not null) input = new SavedTensor(x);
        if (xEdge.Node is not null) weight = new SavedTensor(w);
    }

    public override string Name => hasBias ? "AddmmBackward0" : "MmBackward0";

    /// <summary>x [n, in], w [out, in], bias [out] or null; checked by the caller.</summary>
    internal static Tensor Run(Tensor x, Tensor w, Tensor? bias)
    {
        Tensor y = Tensor.Allocate([x.shape[0], w.shape[0]], x.DType, x.Device);
        using (var px = new Operand(x))
        using (var pw = new Operand(w))
        using (var py = new Operand(y))
        {
            Transpose(pw.View);
            Native.nabla_matmul(px.View, pw.View, py.View, null).ThrowIfFailed();
        }
        if (bias is not null) Tensor.RunBinary(BinaryOp.Add, y, bias, y);
        Edge xEdge = x.Source, weightEdge = w.Source, biasEdge = bias?.Source ?? default;
        bool records = xEdge.Node is not null || weightEdge.Node is not null || biasEdge.Node is not null;
        return records ? y.SetHistory(new LinearNode(xEdge, weightEdge, biasEdge, x, w, bias is not null)) : y;
    }

    internal override void Backward(in Turn turn)
    {
        Tensor? x = input.ReadOrNull(this), w = weight.ReadOrNull(this);
        Tensor dy = turn.Gradient;
        bool wantsX = turn.Wants(0), wantsWeight = turn.Wants(1);
        if (turn.Wants(2)) turn.Give(2, dy.Sum(0));
        if (turn.CreateGraph)
        {
            if (wantsX) turn.Give(0, dy.MatMul(w!));
            if (wantsWeight) turn.Give(1, dy.T.MatMul(x!));
            return;
        }
        if (!wantsX && !wantsWeight) return;
        Tensor? dx = wantsX ? Tensor.Allocate(xShape, dy.DType, dy.Device) : null;
        Tensor? dw = wantsWeight ? Tensor.Allocate(weightShape, dy.DType, dy.Device) : null;
        using var px = new Operand(x);
        using var pw = new Operand(w);
        using var pg = new Operand(dy);
        using var pdx = new Operand(dx);
        using var pdw = new Operand(dw);
        Transpose(pw.View);
        Transpose(pdw.View);
        Native.nabla_matmul_backward(px.View, pw.View, pg.View, pdx.View, pdw.View, null).ThrowIfFailed();
        turn.Give(0, dx);
        turn.Give(1, dw);
    }

    internal override void Release()
    {
        input.Free();
        weight.Free();
    }

    private static void Transpose(NablaView* view)
    {
        if (view == null) return;
        (view->Shape[0], view->Shape[1]) = (view->Shape[1], view->Shape[0]);
        (view->Strides[0], view->Strides[1]) = (view->Strides[1], view->Strides[0]);
    }
}

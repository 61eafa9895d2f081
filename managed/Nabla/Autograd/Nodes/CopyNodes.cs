namespace Nabla.Graph;

/// <summary>A copy: its gradient is the original's.</summary>
internal sealed class CloneNode(Edge source) : Node1(source)
{
    public override string Name => "CloneBackward0";

    internal override void Backward(in Turn turn) => turn.Give(0, turn.Gradient);
}

/// <summary>A conversion: the gradient is converted back.</summary>
internal sealed class CastNode(Edge source, DType dtype, Device device) : Node1(source)
{
    public override string Name => "ToCopyBackward0";

    internal override void Backward(in Turn turn) => turn.Give(0, turn.Gradient.To(dtype, device));
}

/// <summary>A tensor that took over another's elements: what stood there before has no gradient.</summary>
internal sealed class CopyNode(Edge target, Edge source, Tensor copied) : Node2(target, source)
{
    private readonly long[] shape = copied.shape;
    private readonly DType dtype = copied.DType;
    private readonly Device device = copied.Device;

    public override string Name => "CopyBackwards";

    internal override void Backward(in Turn turn)
    {
        Tensor dy = turn.Gradient;
        if (turn.Wants(0)) turn.Give(0, Tensor.ZerosLike(dy));
        if (turn.Wants(1)) turn.Give(1, dy.SumTo(shape).To(dtype, device));
    }
}

/// <summary>A tensor that was filled: what stood there before has no gradient.</summary>
internal sealed class FillNode(Edge source) : Node1(source)
{
    public override string Name => "FillBackward0";

    internal override void Backward(in Turn turn) => turn.Give(0, Tensor.ZerosLike(turn.Gradient));
}

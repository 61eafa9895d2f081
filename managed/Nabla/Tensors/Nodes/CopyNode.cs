namespace Nabla.Graph;

/// <summary>An in-place copy: the gradient is the source's alone, summed where the source was broadcast.</summary>
internal sealed class CopyNode(Tensor source, Edge from, Edge before) : Node2(before, from)
{
    private readonly long[] shape = source.shape;
    private readonly DType dtype = source.DType;
    private readonly Device device = source.Device;

    public override string Name => "CopyBackwards";

    internal override void Backward(in Turn turn)
    {
        if (turn.Wants(0)) turn.Give(0, Tensor.ZerosLike(turn.Gradient));
        if (turn.Wants(1)) turn.Give(1, turn.Gradient.SumTo(shape).To(device, dtype));
    }
}

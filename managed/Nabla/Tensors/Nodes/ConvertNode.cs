namespace Nabla.Graph;

/// <summary>A copy, perhaps in another dtype or on another device: the gradient goes back to the source's.</summary>
internal sealed class ConvertNode(string name, DType dtype, Device device, Edge next) : Node1(next)
{
    public override string Name => name;

    internal override void Backward(in Turn turn) => turn.Give(0, turn.Gradient.To(device, dtype));
}

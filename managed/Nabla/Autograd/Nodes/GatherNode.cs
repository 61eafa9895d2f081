namespace Nabla.Graph;

/// <summary>Elements chosen by index: each gradient is added where its element came from.</summary>
internal sealed class GatherNode(string name, int dim, Edge source, long[] shape, Tensor index) : Node1(source)
{
    private SavedTensor indices = new(index);

    public override string Name => NodeNames.Of(name);

    internal override void Backward(in Turn turn)
    {
        Tensor dy = turn.Gradient;
        turn.Give(0, Tensor.Zeros(shape, dy.DType, dy.Device).ScatterAddInPlace(dim, indices.Read(this), dy));
    }

    internal override void Release() => indices.Free();
}

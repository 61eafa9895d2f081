namespace Nabla.Graph;

/// <summary>The greatest or least of each line: the gradient goes to the element that was chosen.</summary>
internal sealed class SelectExtremeNode(string name, Edge source, in ReduceCall line, int dim, Tensor chosen) : Node1(source)
{
    private readonly ReduceCall line = line;
    private SavedTensor indices = new(chosen);

    public override string Name => NodeNames.Of(name);

    internal override void Backward(in Turn turn)
    {
        Tensor dy = line.Keep(turn.Gradient);
        Tensor where = line.Keep(indices.Read(this));
        turn.Give(0, Tensor.Zeros(line.Shape, dy.DType, dy.Device).ScatterInPlace(dim, where, dy));
    }

    internal override void Release() => indices.Free();
}

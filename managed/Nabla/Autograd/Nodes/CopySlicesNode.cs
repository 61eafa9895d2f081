namespace Nabla.Graph;

/// <summary>The history of a tensor one of whose views was changed in place: outside of the view the gradient passes on as it
/// is, inside it goes through the operation that wrote there.</summary>
internal sealed class CopySlicesNode(Edge history, Node writer, StridedGeometry geometry) : Node
{
    public override string Name => "CopySlices";

    internal override int NextCount => writer.NextCount;

    internal override bool ResultsAreOurs => writer.ResultsAreOurs;

    internal override Edge Next(int i) => i == 0 ? history : writer.Next(i);

    internal override void Backward(in Turn turn)
    {
        var results = new Tensor?[NextCount];
        if (turn.CreateGraph) BackwardComposed(turn, results);
        else BackwardRaw(turn, results);
        for (int i = 0; i < results.Length; i++) turn.Give(i, results[i]);
    }

    internal override void Release() => writer.Release();

    private void BackwardRaw(in Turn turn, Tensor?[] results)
    {
        Tensor whole = geometry.Lay(turn.Gradient);
        Tensor hole = geometry.CutLaid(whole);
        Tensor piece = hole.CopyRaw();
        writer.Backward(turn.With([piece], results));
        if (results[0] is { } inside) hole.CopyRawFrom(inside);
        else hole.FillRaw(0);
        if (ResultsAreOurs) Free(piece, results);
        results[0] = whole;
    }

    private void BackwardComposed(in Turn turn, Tensor?[] results)
    {
        Tensor gradient = turn.Gradient;
        writer.Backward(turn.With([StridedNode.Apply(geometry, embeds: false, gradient)], results));
        Tensor inView = geometry.Embed(Tensor.Ones(geometry.PartShape, DType.Bool, gradient.Device));
        Tensor inside = results[0] is { } piece
            ? StridedNode.Apply(geometry, embeds: true, piece)
            : Tensor.Zeros(gradient.Shape, gradient.DType, gradient.Device);
        results[0] = Tensor.Where(inView, inside, gradient);
    }

    /// <summary>Frees what only this turn knew: the piece that went in and the one that came out, unless another operand's gradient lies there.</summary>
    private static void Free(Tensor piece, Tensor?[] results)
    {
        if (!Shared(piece, results)) piece.storage.Dispose();
        if (results[0] is { } inside && !Shared(inside, results)) inside.storage.Dispose();
    }

    private static bool Shared(Tensor tensor, Tensor?[] results)
    {
        for (int i = 1; i < results.Length; i++)
            if (results[i]?.storage == tensor.storage) return true;
        return false;
    }
}

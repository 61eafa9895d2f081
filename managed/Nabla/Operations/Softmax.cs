using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Normalised exponentials.
public sealed unsafe partial class Tensor
{
    /// <summary>e^x / sum(e^x) along one dimension; torch.softmax.</summary>
    /// <param name="dim">the dimension whose elements sum to 1</param>
    /// <param name="dtype">the operand is converted to it first</param>
    public Tensor Softmax(int dim, DType? dtype = null) => Softmax(SoftmaxOp.Softmax, "softmax", dim, dtype);

    /// <summary>x - log(sum(e^x)) along one dimension; torch.log_softmax.</summary>
    /// <param name="dim">the dimension whose exponentials sum to 1</param>
    /// <param name="dtype">the operand is converted to it first</param>
    public Tensor LogSoftmax(int dim, DType? dtype = null) => Softmax(SoftmaxOp.LogSoftmax, "log_softmax", dim, dtype);

    private Tensor Softmax(SoftmaxOp op, string name, int dim, DType? dtype)
    {
        Tensor x = To(dtype ?? (DType.IsFloatingPoint() ? DType : DefaultDType.Current));
        if (!x.DType.IsFloatingPoint()) throw new ArgumentException($"{name}: the dtype must be floating, and this is {x.DType.Name()}");
        int d = Shapes.NormalizeDim(dim, Rank, name);
        if (Rank == 0) return x.Reshape([1]).Softmax(op, name, 0, null).Reshape([]);
        Tensor y = AllocateLike(x, x.DType);
        using (var px = new Operand(x))
        using (var py = new Operand(y))
            Native.nabla_softmax(op, px.View, d, py.View, null).ThrowIfFailed();
        Edge source = x.Source;
        return source.Node is null ? y : y.SetHistory(new SoftmaxNode(op, name, d, source, y));
    }
}

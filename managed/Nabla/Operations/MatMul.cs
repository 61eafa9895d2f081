using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Matrix products.
public sealed unsafe partial class Tensor
{
    /// <summary>The matrix product; torch.matmul. Two vectors give a number, a vector beside a matrix counts as a row on the left and a column on
    /// the right, and dimensions before the last two are broadcast.</summary>
    /// <exception cref="ArgumentException">the shapes do not fit, or the dtypes differ</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank == 0 || other.Rank == 0) throw new ArgumentException($"matmul: both tensors need at least 1 dimension; got {Describe()} and {other.Describe()}");
        if (Rank == 1 && other.Rank == 1) return Dot(other);
        if (Rank == 1) return Unsqueeze(0).MatMul(other).Squeeze(-2);
        if (other.Rank == 1) return MatMul(other.Unsqueeze(1)).Squeeze(-1);
        if (Rank == 2 && other.Rank == 2) return Product(this, other, "mm");
        if (other.Rank == 2 && IsContiguous)
        {
            // One large product instead of many small ones.
            Inner(this, other, "matmul");
            long rows = Shapes.Count(shape.AsSpan(0, Rank - 1));
            return Product(Reshape([rows, shape[^1]]), other, "mm").Reshape([.. shape.AsSpan(0, Rank - 1), other.shape[1]]);
        }
        return Product(this, other, "bmm");
    }

    /// <summary>The product of two matrices; torch.mm.</summary>
    public Tensor Mm(Tensor other) => Product(Ranked(this, 2, "mm"), Ranked(other, 2, "mm"), "mm");

    /// <summary>The products of two stacks of matrices; torch.bmm.</summary>
    public Tensor Bmm(Tensor other)
    {
        Ranked(this, 3, "bmm");
        Ranked(other, 3, "bmm");
        if (shape[0] != other.shape[0]) throw new ArgumentException($"bmm: the stacks have {shape[0]} and {other.shape[0]} matrices; give equally many, or use MatMul to broadcast");
        return Product(this, other, "bmm");
    }

    /// <summary>A matrix times a vector; torch.mv.</summary>
    public Tensor Mv(Tensor vector) => Ranked(this, 2, "mv").MatMul(Ranked(vector, 1, "mv"));

    /// <summary>The sum of the products of two vectors; torch.dot.</summary>
    public Tensor Dot(Tensor other) =>
        Product(Ranked(this, 1, "dot").Unsqueeze(0), Ranked(other, 1, "dot").Unsqueeze(1), "dot").Reshape([]);

    /// <summary>beta * this + alpha * a b; torch.addmm.</summary>
    public Tensor Addmm(Tensor a, Tensor b, Scalar? beta = null, Scalar? alpha = null)
    {
        Tensor product = Scaled(Given(a).Mm(b), alpha);
        // beta 0 takes nothing of this, not even its NaN.
        return beta is { } share && !share.ToBoolean() ? product : Scaled(this, beta) + product;
    }

    private static Tensor Product(Tensor a, Tensor b, string name)
    {
        Inner(a, b, name);
        long[] batch = Shapes.Broadcast(a.shape[..^2], b.shape[..^2], name);
        Tensor y = Allocate([.. batch, a.shape[^2], b.shape[^1]], a.DType, a.Device);
        using (var pa = new Operand(a))
        using (var pb = new Operand(b))
        using (var py = new Operand(y))
            Native.nabla_matmul(pa.View, pb.View, py.View, null).ThrowIfFailed();
        if (!GradMode.IsEnabled || !y.DType.IsFloatingPoint()) return y;
        Edge first = a.GradientEdge, second = b.GradientEdge;
        return first.Node is null && second.Node is null ? y : y.SetHistory(new MatMulNode(name, first, second, a, b));
    }

    private static void Inner(Tensor a, Tensor b, string name)
    {
        if (a.DType != b.DType) throw new ArgumentException($"{name}: the tensors are {a.DType.Name()} and {b.DType.Name()}; convert one, so that both have one dtype");
        if (a.shape[^1] != b.shape[^2])
            throw new ArgumentException($"{name}: shapes {Shapes.Format(a.shape)} and {Shapes.Format(b.shape)} cannot be multiplied: {a.shape[^1]} columns meet {b.shape[^2]} rows");
    }

    private static Tensor Ranked(Tensor tensor, int rank, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Rank == rank
            ? tensor
            : throw new ArgumentException($"{name}: needs {rank} dimension{(rank == 1 ? "" : "s")}, and got {tensor.Describe()}. MatMul takes any.");
    }
}

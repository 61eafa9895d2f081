using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Reading by index: index tensors are whole numbers; anything but int64 is converted.
public sealed unsafe partial class Tensor
{
    /// <summary>out[i][j] = this[index[i][j]][j] for dimension 0, and so for each; torch.gather.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an index lies outside of the dimension</exception>
    public Tensor Gather(int dim, Tensor index)
    {
        int d = Shapes.NormalizeDim(dim, Rank, "gather");
        index = Indices(index, "gather");
        if (Rank == 0 && index.Rank <= 1) return Reshape([1]).Gathered(0, index.Reshape([index.Count]), "gather").Reshape(index.shape);
        if (index.Rank != Rank) throw new ArgumentException($"gather: the index must have as many dimensions as the tensor; got {index.Describe()} for {Describe()}");
        return Gathered(d, index, "gather");
    }

    /// <summary>The slices of a dimension that a list names, in its order; torch.index_select.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an index lies outside of the dimension</exception>
    public Tensor IndexSelect(int dim, Tensor index)
    {
        int d = Shapes.NormalizeDim(dim, Rank, "index_select");
        index = Indices(index, "index_select");
        if (index.Rank > 1) throw new ArgumentException($"index_select: the index must be a list, of 1 dimension; got {index.Describe()}");
        if (index.Rank == 0) index = index.Reshape([1]);
        return Rank == 0 ? Reshape([1]).IndexSelect(0, index).Reshape([]) : Gathered(d, index.Along(d, shape), "index_select");
    }

    private Tensor Gathered(int dim, Tensor index, string name)
    {
        Tensor y = Allocate(index.shape, DType, Device);
        using (var px = new Operand(this))
        using (var pi = new Operand(index))
        using (var py = new Operand(y))
            Native.nabla_gather(px.View, dim, pi.View, py.View, null).ThrowIfFailed();
        Edge source = DType.IsFloatingPoint() ? Source : default;
        return source.Node is null ? y : y.SetHistory(new GatherNode(name, dim, source, shape, index));
    }

    /// <summary>A list of indices repeated along all other dimensions of a shape: a view.</summary>
    private Tensor Along(int dim, long[] target)
    {
        var size = (long[])target.Clone();
        var step = new long[target.Length];
        size[dim] = shape[0];
        step[dim] = strides[0];
        return AsStridedView(size, step, offset);
    }

    private static Tensor Indices(Tensor index, string name)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (!index.DType.IsInteger()) throw new ArgumentException($"{name}: an index must be of whole numbers, and this is {index.DType.Name()}");
        return index.To(DType.Int64);
    }
}

using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Writing by index. Of several values for one place, Scatter takes the last in row-major order, ScatterAdd their sum, at every run the same.
public sealed unsafe partial class Tensor
{
    /// <summary>A copy with out[index[i][j]][j] = source[i][j] for dimension 0, and so for each; torch.scatter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an index lies outside of the dimension</exception>
    public Tensor Scatter(int dim, Tensor index, Tensor source) => Clone().ScatterInto(ScatterOp.Assign, "scatter", dim, index, source);

    /// <summary>The same for one number; torch.scatter.</summary>
    public Tensor Scatter(int dim, Tensor index, Scalar value) => Scatter(dim, index, Same(index, value));

    /// <summary>A copy with out[index[i][j]][j] += source[i][j] for dimension 0, and so for each; torch.scatter_add.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an index lies outside of the dimension</exception>
    public Tensor ScatterAdd(int dim, Tensor index, Tensor source) => Clone().ScatterInto(ScatterOp.Add, "scatter_add", dim, index, source);

    /// <summary>A copy to whose slices along a dimension those of another are added, by a list of indices; torch.index_add.</summary>
    public Tensor IndexAdd(int dim, Tensor index, Tensor source, Scalar? alpha = null) => Clone().IndexAddInPlace(dim, index, source, alpha);

    /// <summary><see cref="Scatter(int, Tensor, Tensor)"/>, in place; torch.Tensor.scatter_.</summary>
    public Tensor ScatterInPlace(int dim, Tensor index, Tensor source) => ScatterInto(ScatterOp.Assign, "scatter_", dim, index, source);

    /// <summary>The same for one number; torch.Tensor.scatter_.</summary>
    public Tensor ScatterInPlace(int dim, Tensor index, Scalar value) => ScatterInPlace(dim, index, Same(index, value));

    /// <summary><see cref="ScatterAdd"/>, in place; torch.Tensor.scatter_add_.</summary>
    public Tensor ScatterAddInPlace(int dim, Tensor index, Tensor source) => ScatterInto(ScatterOp.Add, "scatter_add_", dim, index, source);

    /// <summary><see cref="IndexAdd"/>, in place; torch.Tensor.index_add_.</summary>
    public Tensor IndexAddInPlace(int dim, Tensor index, Tensor source, Scalar? alpha = null)
    {
        int d = Shapes.NormalizeDim(dim, Rank, "index_add");
        index = Indices(index, "index_add");
        if (Rank == 0 && Given(source).Count == 1 && index.Count == 1) return ScatterInto(ScatterOp.Add, "index_add_", 0, index, Scaled(source, alpha));
        if (index.Rank > 1 || Rank == 0 || Given(source).Rank != Rank || source.shape[d] != index.Count)
            throw new ArgumentException($"index_add: needs a list of indices, one for each slice of the source; got {index.Describe()} for slices along dimension {d} of {source.Describe()}, to be added to {Describe()}");
        if (index.Rank == 0) index = index.Reshape([1]);
        return ScatterInto(ScatterOp.Add, "index_add_", d, index.Along(d, source.shape), Scaled(source, alpha));
    }

    private Tensor ScatterInto(ScatterOp op, string name, int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int d = Shapes.NormalizeDim(dim, Rank, name);
        index = Indices(index, name);
        if (Rank == 0 && index is { Rank: 1, Count: 1 }) index = index.Reshape([]);
        if (Rank == 0 && source is { Rank: 1, Count: 1 }) source = source.Reshape([]);
        if (source.DType != DType) throw new ArgumentException($"{name}: the source is {source.DType.Name()} and the tensor {DType.Name()}; convert one, so that both have one dtype");
        if (index.Rank != Rank || source.Rank != Rank)
            throw new ArgumentException($"{name}: index and source must have as many dimensions as the tensor; got {index.Describe()} and {source.Describe()} for {Describe()}");
        source = source.Cropped(index.shape, name);
        Edge first = DType.IsFloatingPoint() ? Source : default, second = DType.IsFloatingPoint() ? source.Source : default;
        bool records = first.Node is not null || second.Node is not null;
        CheckInPlace(name, records);
        RunScatter(op, d, index, source, this);
        Written();
        return records ? Rebase(new ScatterNode(op, name.TrimEnd('_'), d, first, second, index)) : this;
    }

    /// <summary>The first elements of each dimension, as many as the index has: PyTorch lets a source be larger.</summary>
    private Tensor Cropped(long[] size, string name)
    {
        Tensor part = this;
        for (int i = 0; i < size.Length; i++)
        {
            if (size[i] > shape[i]) throw new ArgumentException($"{name}: the index, of shape {Shapes.Format(size)}, is larger than the source, of shape {Shapes.Format(shape)}");
            if (size[i] < shape[i]) part = part.Narrow(i, 0, size[i]);
        }
        return part;
    }

    private static void RunScatter(ScatterOp op, int dim, Tensor index, Tensor source, Tensor target)
    {
        using var pi = new Operand(index);
        using var ps = new Operand(source);
        using var pt = new Operand(target);
        if (target.Rank == 0)
        {
            // The native call has no dimension 0 in a single number: it is a line of one.
            AsLine(pi.View);
            AsLine(ps.View);
            AsLine(pt.View);
        }
        Native.nabla_scatter(op, dim, pi.View, ps.View, pt.View, null).ThrowIfFailed();
    }

    private static void AsLine(NablaView* number)
    {
        number->Rank = 1;
        number->Shape[0] = number->Strides[0] = 1;
    }

    private Tensor Same(Tensor index, Scalar value) => Full([], value, DType, Device).Expand(Given(index).Shape);
}

using Nabla.Graph;

namespace Nabla;

// Other shapes for the same elements. Views share memory: an in-place change of one shows in all.
public sealed partial class Tensor
{
    /// <summary>The matrix with rows and columns exchanged; of other tensors, the dimensions in reverse order;
    /// torch.Tensor.T.</summary>
    public Tensor T
    {
        get
        {
            var dims = new int[Rank];
            for (int i = 0; i < dims.Length; i++) dims[i] = Rank - 1 - i;
            return Permute(dims);
        }
    }

    /// <summary>The last two dimensions exchanged; torch.Tensor.mT.</summary>
    /// <exception cref="InvalidOperationException">The tensor has fewer than two dimensions.</exception>
    public Tensor Mt =>
        Rank >= 2
            ? Transpose(-2, -1)
            : throw new InvalidOperationException(
                $"Mt: a matrix has at least 2 dimensions, and this tensor has {Rank}");

    /// <summary>The same elements in another shape, in row-major order; torch.reshape. A view where the strides allow
    /// it, else a copy.</summary>
    /// <param name="shape">The sizes; one of them may be -1, to be worked out.</param>
    /// <exception cref="ArgumentException">The shape does not hold the elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<long> shape)
    {
        long[] sizes = ViewStrides.InferShape(shape, this, nameof(Reshape));
        return ViewStrides.For(this, sizes) is { } steps
            ? ViewAs(sizes, steps, "ViewBackward0")
            : Clone().ViewAs(sizes, Shapes.ContiguousStrides(sizes), "UnsafeViewBackward0");
    }

    /// <summary>The same elements in another shape, never copied; torch.Tensor.view.</summary>
    /// <param name="shape">The sizes; one of them may be -1, to be worked out.</param>
    /// <exception cref="ArgumentException">The shape does not hold the elements, or the strides do not allow a
    /// view.</exception>
    public Tensor View(params ReadOnlySpan<long> shape)
    {
        long[] sizes = ViewStrides.InferShape(shape, this, nameof(View));
        return ViewStrides.For(this, sizes) is { } steps
            ? ViewAs(sizes, steps, "ViewBackward0")
            : throw new ArgumentException(
                $"View: shape {Shapes.Format(shape)} cannot show shape {Shapes.Format(this.shape)} with strides " +
                $"{Shapes.Format(strides)} without a copy; use Reshape");
    }

    /// <summary>The dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> as one; torch.flatten. A
    /// view where the strides allow it, else a copy.</summary>
    public Tensor Flatten(int startDim = 0, int endDim = -1)
    {
        int first = Shapes.NormalizeDim(startDim, Rank, nameof(Flatten));
        int last = Shapes.NormalizeDim(endDim, Rank, nameof(Flatten));
        if (first > last) throw new ArgumentException($"Flatten: dimension {startDim} comes after dimension {endDim}");
        if (Rank == 0) return Reshape(1);
        if (first == last) return this;
        long joined = 1;
        for (int i = first; i <= last; i++) joined *= shape[i];
        return Reshape([.. shape.AsSpan(0, first), joined, .. shape.AsSpan(last + 1)]);
    }

    /// <summary>Two dimensions exchanged; torch.transpose.</summary>
    public Tensor Transpose(int dim0, int dim1)
    {
        int a = Shapes.NormalizeDim(dim0, Rank, nameof(Transpose));
        int b = Shapes.NormalizeDim(dim1, Rank, nameof(Transpose));
        long[] sizes = [.. shape];
        long[] steps = [.. strides];
        if (a != b)
        {
            (sizes[a], sizes[b]) = (sizes[b], sizes[a]);
            (steps[a], steps[b]) = (steps[b], steps[a]);
        }
        Tensor view = AsStridedView(sizes, steps, offset);
        return ViewNode.Record(this, view, "TransposeBackward0", dy => dy.Transpose(a, b));
    }

    /// <summary>The dimensions in another order; torch.permute.</summary>
    /// <param name="dims">For each dimension of the result the one of this tensor; each once.</param>
    /// <exception cref="ArgumentException">A dimension is missing or named twice.</exception>
    public Tensor Permute(params ReadOnlySpan<int> dims)
    {
        if (dims.Length != Rank)
            throw new ArgumentException(
                $"Permute: {dims.Length} dimensions were given for a tensor of {Rank}; name each once");
        var sizes = new long[Rank];
        var steps = new long[Rank];
        var back = new int[Rank];
        Array.Fill(back, -1);
        for (int i = 0; i < dims.Length; i++)
        {
            int d = Shapes.NormalizeDim(dims[i], Rank, nameof(Permute));
            if (back[d] >= 0)
                throw new ArgumentException($"Permute: dimension {dims[i]} was given twice; name each once");
            back[d] = i;
            sizes[i] = shape[d];
            steps[i] = strides[d];
        }
        return ViewNode.Record(this, AsStridedView(sizes, steps, offset), "PermuteBackward0", dy => dy.Permute(back));
    }

    /// <summary>Dimensions of size 1 repeated to other sizes, and new ones in front, without a copy;
    /// torch.Tensor.expand.</summary>
    /// <param name="shape">The sizes; -1 keeps one.</param>
    /// <exception cref="ArgumentException">A dimension of another size than 1 would change.</exception>
    public Tensor Expand(params ReadOnlySpan<long> shape)
    {
        int lead = shape.Length - Rank;
        if (lead < 0)
            throw new ArgumentException(
                $"Expand: shape {Shapes.Format(shape)} has fewer dimensions than shape {Shapes.Format(this.shape)}");
        long[] sizes = shape.ToArray();
        var steps = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            long own = i < lead ? 1 : this.shape[i - lead];
            if (sizes[i] == -1 && i >= lead) sizes[i] = own;
            if (sizes[i] != own && (own != 1 || sizes[i] < 0))
                throw new ArgumentException(
                    $"Expand: shape {Shapes.Format(this.shape)} does not expand to {Shapes.Format(shape)}: {own} at " +
                    $"dimension {i} cannot become {sizes[i]}");
            steps[i] = sizes[i] == own && i >= lead ? strides[i - lead] : 0;
        }
        long[] before = this.shape;
        return ViewNode.Record(this, AsStridedView(sizes, steps, offset), "ExpandBackward0", dy => dy.SumTo(before));
    }

    /// <summary>Expanded to the shape of another tensor; torch.Tensor.expand_as.</summary>
    public Tensor ExpandAs(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Expand(other.shape);
    }

    /// <summary>Expanded to a shape; torch.broadcast_to.</summary>
    public Tensor BroadcastTo(params ReadOnlySpan<long> shape) => Expand(shape);

    /// <summary>All dimensions of size 1 left out; torch.squeeze.</summary>
    public Tensor Squeeze()
    {
        var sizes = new List<long>(Rank);
        var steps = new List<long>(Rank);
        for (int i = 0; i < Rank; i++)
        {
            if (shape[i] == 1) continue;
            sizes.Add(shape[i]);
            steps.Add(strides[i]);
        }
        return ViewAs([.. sizes], [.. steps], "SqueezeBackward0");
    }

    /// <summary>A dimension left out if its size is 1; torch.squeeze.</summary>
    public Tensor Squeeze(int dim)
    {
        int d = Shapes.NormalizeDim(dim, Rank, nameof(Squeeze));
        return Rank > 0 && shape[d] == 1
            ? ViewAs(Without(shape, d), Without(strides, d), "SqueezeBackward1")
            : ViewAs(shape, strides, "SqueezeBackward1");
    }

    /// <summary>A new dimension of size 1 before another; torch.unsqueeze.</summary>
    /// <param name="dim">Where it stands in the result.</param>
    public Tensor Unsqueeze(int dim)
    {
        int d = Shapes.NormalizeDim(dim, Rank + 1, nameof(Unsqueeze));
        long step = d < Rank ? shape[d] * strides[d] : 1;
        long[] sizes = [.. shape.AsSpan(0, d), 1, .. shape.AsSpan(d)];
        long[] steps = [.. strides.AsSpan(0, d), step, .. strides.AsSpan(d)];
        return ViewAs(sizes, steps, "UnsqueezeBackward0");
    }

    /// <summary>The elements in another shape with strides that fit; the gradient goes back by a reshape.</summary>
    private Tensor ViewAs(long[] sizes, long[] steps, string name)
    {
        long[] before = shape;
        return ViewNode.Record(this, AsStridedView(sizes, steps, offset), name, dy => dy.Reshape(before));
    }

    private static long[] Without(long[] values, int d) => [.. values.AsSpan(0, d), .. values.AsSpan(d + 1)];
}

using System.Runtime.CompilerServices;
using Nabla.Graph;

namespace Nabla;

/// <summary>A regular piece of a tensor, as indices, slices and new dimensions cut it out, in terms of the tensor's
/// shape alone.</summary>
/// <remarks>Not in terms of its strides: a gradient has other ones.</remarks>
internal ref struct Window
{
    private readonly Tensor source;
    private Numbers starts; // for each dimension of the source where the piece begins
    private Numbers sizes; // for each dimension of the piece its size …
    private Numbers steps; // … and its step …
    private Numbers dims; // … and which dimension of the source it runs along; -1: a new one
    private int rank;

    internal Window(Tensor source) => this.source = source;

    /// <summary>The next dimension of the source that nothing was said about.</summary>
    internal int Next { get; private set; }

    /// <summary>How many dimensions the piece has by now.</summary>
    internal readonly int Rank => rank;

    /// <summary>The last thing done, by the name of its gradient.</summary>
    internal string Name { get; private set; } = "AliasBackward0";

    /// <summary>Takes the next dimension whole.</summary>
    internal void Keep() => Add(Next++, 1, source.shape[Next - 1]);

    /// <summary>Takes one place of the next dimension, which disappears; a negative one counts from the end.</summary>
    internal void Select(long index, string op)
    {
        long size = source.shape[Next];
        if (index < -size || index >= size)
        {
            string remedy = size == 0 ? "which is empty" : $"give {-size} to {size - 1}";
            throw new ArgumentOutOfRangeException(
                nameof(index), index,
                $"{op}: index {index} is out of range for dimension {Next} of shape {Shapes.Format(source.shape)}; " +
                remedy);
        }
        starts[Next++] = index < 0 ? index + size : index;
        Name = "SelectBackward0";
    }

    /// <summary>Takes places of the next dimension, from a start to before an end; what lies outside is left out, as in
    /// PyTorch.</summary>
    internal void Slice(long? start, long? end, long step, string op)
    {
        if (step <= 0)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"{op}: a slice's step must be at least 1");
        long size = source.shape[Next];
        long from = Clamp(start ?? 0, size);
        long to = Math.Max(from, Clamp(end ?? size, size));
        starts[Next] = from;
        Add(Next++, step, (to - from + step - 1) / step);
        if (from != 0 || to != size || step != 1) Name = "SliceBackward0";
    }

    /// <summary>A new dimension of size 1.</summary>
    internal void NewAxis()
    {
        Add(-1, 0, 1);
        Name = "UnsqueezeBackward0";
    }

    /// <summary>The piece as a view of the source; dimensions that nothing was said about are whole.</summary>
    internal Tensor Cut(string? name = null)
    {
        while (Next < source.Rank) Keep();
        long[] shape = ((ReadOnlySpan<long>)sizes)[..rank].ToArray();
        Tensor view = source.AsStridedView(shape, Strides(source.strides), source.offset + Offset(source.strides));
        // Nothing flows back.
        if (source.Source.Node is null) return ViewNode.Record(source, view, name ?? Name, static dy => dy);
        long[] packed = Shapes.ContiguousStrides(source.shape);
        var geometry = new StridedGeometry(source.shape, shape, Strides(packed), Offset(packed));
        return ViewNode.Record(source, view, name ?? Name, dy => StridedNode.Apply(geometry, embeds: true, dy));
    }

    private static long Clamp(long at, long size) => Math.Clamp(at < 0 ? at + size : at, 0, size);

    private void Add(int dim, long step, long size)
    {
        if (rank == Shapes.MaxRank)
            throw new ArgumentException($"the result would have more than {Shapes.MaxRank} dimensions");
        dims[rank] = dim;
        steps[rank] = step;
        sizes[rank++] = size;
    }

    private readonly long[] Strides(long[] of)
    {
        var strides = new long[rank];
        for (int i = rank - 1; i >= 0; i--)
            strides[i] = dims[i] >= 0 ? of[(int)dims[i]] * steps[i] : i + 1 < rank ? strides[i + 1] * sizes[i + 1] : 1;
        return strides;
    }

    private readonly long Offset(long[] strides)
    {
        // An empty piece may begin behind the last element: it has none, so it begins where the source does.
        for (int i = 0; i < rank; i++)
            if (sizes[i] == 0) return 0;
        long offset = 0;
        for (int i = 0; i < strides.Length; i++) offset += starts[i] * strides[i];
        return offset;
    }

    [InlineArray(Shapes.MaxRank)]
    private struct Numbers
    {
        private long first;
    }
}

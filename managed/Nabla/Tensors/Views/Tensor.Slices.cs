namespace Nabla;

// Pieces of a tensor, as views.
public sealed partial class Tensor
{
    /// <summary>The places of a dimension from a start to before an end; torch's <c>x[..., start:end:step]</c>.
    /// Negative ones count from the end; what lies outside is left out.</summary>
    public Tensor Slice(int dim, long? start = null, long? end = null, long step = 1)
    {
        Window window = At(dim, nameof(Slice));
        window.Slice(start, end, step, nameof(Slice));
        return window.Cut("SliceBackward0");
    }

    /// <summary>A number of places of a dimension; torch.narrow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
    public Tensor Narrow(int dim, long start, long length)
    {
        Window window = At(dim, nameof(Narrow));
        long size = shape[window.Next];
        long from = start < 0 ? start + size : start;
        if (from < 0 || from > size || length < 0 || length > size - from)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), start,
                $"Narrow: {length} places from {start} are not all in dimension {dim} of shape {Shapes.Format(shape)}");
        }
        window.Slice(from, from + length, 1, nameof(Narrow));
        return window.Cut("SliceBackward0");
    }

    /// <summary>One place of a dimension, which disappears; torch.select. A negative one counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Tensor Select(int dim, long index)
    {
        Window window = At(dim, nameof(Select));
        window.Select(index, nameof(Select));
        return window.Cut();
    }

    /// <summary>Each place of a dimension; torch.unbind.</summary>
    public Tensor[] Unbind(int dim = 0)
    {
        var parts = new Tensor[shape[At(dim, nameof(Unbind)).Next]];
        for (int i = 0; i < parts.Length; i++)
        {
            Window window = At(dim, nameof(Unbind));
            window.Select(i, nameof(Unbind));
            parts[i] = window.Cut("UnbindBackward0");
        }
        return parts;
    }

    /// <summary>Pieces of a size along a dimension; the last may be smaller; torch.split.</summary>
    public Tensor[] Split(long size, int dim = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        long length = shape[At(dim, nameof(Split)).Next];
        var sizes = new long[Math.Max(1, (length + size - 1) / size)];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = Math.Min(size, length - i * size);
        return Split(sizes, dim);
    }

    /// <summary>Pieces of several sizes along a dimension; torch.split.</summary>
    /// <exception cref="ArgumentException">The sizes do not make up the dimension.</exception>
    public Tensor[] Split(ReadOnlySpan<long> sizes, int dim = 0)
    {
        long length = shape[At(dim, nameof(Split)).Next];
        var parts = new Tensor[sizes.Length];
        long start = 0;
        foreach (long size in sizes)
        {
            if (size < 0 || size > length - start) start = -1;
            if (start < 0) break;
            start += size;
        }
        if (start != length)
            throw new ArgumentException(
                $"Split: sizes {Shapes.Format(sizes)} do not make up the {length} places of dimension {dim}");
        start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            Window window = At(dim, nameof(Split));
            window.Slice(start, start + sizes[i], 1, nameof(Split));
            parts[i] = window.Cut("SplitBackward0");
            start += sizes[i];
        }
        return parts;
    }

    /// <summary>At most a number of pieces of equal size along a dimension; the last may be smaller;
    /// torch.chunk.</summary>
    public Tensor[] Chunk(int chunks, int dim = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunks);
        long length = shape[At(dim, nameof(Chunk)).Next];
        return length > 0 ? Split((length + chunks - 1) / chunks, dim) : Split(new long[chunks], dim);
    }

    /// <summary>A window that has come to a dimension.</summary>
    private Window At(int dim, string op)
    {
        if (Rank == 0)
            throw new ArgumentOutOfRangeException(
                nameof(dim), dim, $"{op}: a 0-dimensional tensor has no dimension to cut");
        int d = Shapes.NormalizeDim(dim, Rank, op);
        var window = new Window(this);
        while (window.Next < d) window.Keep();
        return window;
    }
}

namespace Nabla.Data;

/// <summary>Some examples of another data set; torch.utils.data.Subset.</summary>
public sealed class Subset : IDataset
{
    private readonly long[] indices;

    /// <summary>The examples with these numbers, in this order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The data set has no such example.</exception>
    public Subset(IDataset source, ReadOnlySpan<long> indices) : this(source, indices.ToArray())
    {
        foreach (long index in indices)
        {
            if ((ulong)index >= (ulong)source.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"Subset: there is no example {index}; there are {source.Count}, numbered from 0");
        }
    }

    private Subset(IDataset source, long[] indices)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        this.indices = indices;
    }

    /// <summary>The data set that the examples come from.</summary>
    public IDataset Source { get; }

    /// <summary>The examples' numbers in <see cref="Source"/>.</summary>
    public ReadOnlySpan<long> Indices => indices;

    /// <inheritdoc/>
    public long Count => indices.Length;

    /// <inheritdoc/>
    public Example this[long index] => Source[indices[index]];

    /// <inheritdoc/>
    public Batch Gather(ReadOnlySpan<long> indices)
    {
        var mapped = new long[indices.Length];
        for (int i = 0; i < mapped.Length; i++) mapped[i] = this.indices[indices[i]];
        return Source.Gather(mapped);
    }

    /// <summary>Deals all examples of a data set at random into parts; torch.utils.data.random_split.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="counts">How many examples each part gets; in all as many as there are.</param>
    /// <param name="generator">Where the order comes from; null for <see cref="Generator.Current"/>.</param>
    /// <exception cref="ArgumentException">The counts do not sum up to the number of examples.</exception>
    public static Subset[] RandomSplit(IDataset source, ReadOnlySpan<long> counts, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        long left = source.Count;
        foreach (long count in counts)
        {
            if (count < 0 || count > left) left = -1;
            if (left < 0) break;
            left -= count;
        }
        if (left != 0)
            throw new ArgumentException($"RandomSplit: parts of {Shapes.Format(counts)} do not sum up to the {source.Count} examples that there are", nameof(counts));
        long[] order = Tensor.RandPerm(source.Count, generator: generator).ToArray<long>();
        var parts = new Subset[counts.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Subset(source, order[start..(start + (int)counts[i])]);
            start += (int)counts[i];
        }
        return parts;
    }
}

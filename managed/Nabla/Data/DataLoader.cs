using System.Collections;

namespace Nabla.Data;

/// <summary>
/// Goes through a data set in batches, once an enumeration; torch.utils.data.DataLoader. With <c>shuffle</c> each time goes in another
/// order, which its generator alone decides: the same seed gives the same batches.
/// </summary>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly bool shuffle;
    private readonly bool dropLast;
    private readonly Generator? generator;

    /// <summary>A way through a data set.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="batchSize">How many examples a batch has.</param>
    /// <param name="shuffle">Whether each enumeration goes in a random order.</param>
    /// <param name="dropLast">Whether to leave out a last batch with fewer examples.</param>
    /// <param name="generator">Where orders come from; null for <see cref="Generator.Current"/>.</param>
    public DataLoader(IDataset dataset, int batchSize = 1, bool shuffle = false, bool dropLast = false, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Dataset = dataset;
        BatchSize = batchSize;
        this.shuffle = shuffle;
        this.dropLast = dropLast;
        this.generator = generator;
    }

    /// <summary>The examples.</summary>
    public IDataset Dataset { get; }

    /// <summary>How many examples a batch has; the last one may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>How many batches an enumeration has.</summary>
    public long Count => dropLast ? Dataset.Count / BatchSize : (Dataset.Count + BatchSize - 1) / BatchSize;

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        long count = Dataset.Count;
        long[]? order = shuffle ? Tensor.RandPerm(count, generator: generator).ToArray<long>() : null;
        var indices = new long[BatchSize];
        long end = Count;
        for (long batch = 0; batch < end; batch++)
        {
            long first = batch * BatchSize;
            int size = (int)Math.Min(BatchSize, count - first);
            for (int i = 0; i < size; i++) indices[i] = order is null ? first + i : order[first + i];
            yield return Dataset.Gather(indices.AsSpan(0, size));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

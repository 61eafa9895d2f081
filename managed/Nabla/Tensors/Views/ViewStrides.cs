namespace Nabla;

/// <summary>When a tensor can be seen in another shape without a copy: PyTorch's rules for view and reshape.</summary>
internal static class ViewStrides
{
    /// <summary>A wanted shape with its one -1, if any, worked out.</summary>
    /// <exception cref="ArgumentException">The shape does not hold the elements; the message starts with the op's
    /// name.</exception>
    internal static long[] InferShape(ReadOnlySpan<long> wanted, Tensor source, string op)
    {
        long[] shape = wanted.ToArray();
        int open = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] >= 0) continue;
            if (shape[i] != -1)
                throw new ArgumentException(
                    $"{op}: size {shape[i]} in shape {Shapes.Format(wanted)} is negative; -1 alone stands for a size " +
                    "to be worked out");
            if (open >= 0) throw new ArgumentException($"{op}: shape {Shapes.Format(wanted)} has more than one -1");
            open = i;
            shape[i] = 1;
        }
        long known = Shapes.Count(shape);
        if (open >= 0)
        {
            if (known == 0)
                throw new ArgumentException(
                    $"{op}: the -1 in shape {Shapes.Format(wanted)} can be any size, as another size is 0; give it");
            shape[open] = source.Count / known;
            known *= shape[open];
        }
        return known == source.Count
            ? shape
            : throw new ArgumentException(
                $"{op}: shape {Shapes.Format(wanted)} does not hold the {source.Count} elements of shape " +
                $"{Shapes.Format(source.shape)}");
    }

    /// <summary>The strides with which the elements show in another shape of as many elements; null where only a copy
    /// can.</summary>
    /// <remarks>Neighbouring dimensions that lie as one block may be cut and joined at will, but nothing across two
    /// blocks.</remarks>
    internal static long[]? For(Tensor source, long[] shape)
    {
        if (source.IsContiguous) return Shapes.ContiguousStrides(shape);
        long[] oldShape = source.shape;
        long[] oldStrides = source.strides;
        var strides = new long[shape.Length];
        int next = shape.Length - 1;
        long blockStride = oldStrides[^1];
        long blockCount = 1;
        for (int d = oldShape.Length - 1; d >= 0; d--)
        {
            blockCount *= oldShape[d];
            if (d > 0 && (oldShape[d - 1] == 1 || oldStrides[d - 1] == blockCount * blockStride)) continue;
            long count = 1;
            while (next >= 0 && (count < blockCount || shape[next] == 1))
            {
                strides[next] = count * blockStride;
                count *= shape[next--];
            }
            if (count != blockCount) return null;
            if (d == 0) break;
            blockStride = oldStrides[d - 1];
            blockCount = 1;
        }
        return next < 0 ? strides : null;
    }
}

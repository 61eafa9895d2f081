using Nabla.Interop;

namespace Nabla;

/// <summary>Arithmetic on shapes and strides. Arrays are shared between tensors, and never changed once a tensor has
/// them.</summary>
internal static class Shapes
{
    internal const int MaxRank = Native.MaxRank;

    private static readonly long[] one = [1];

    /// <summary>How many elements a shape has.</summary>
    /// <exception cref="ArgumentException">It has too many dimensions, a negative size, or more elements than fit a
    /// long.</exception>
    internal static long Count(ReadOnlySpan<long> shape)
    {
        if (shape.Length > MaxRank)
            throw new ArgumentException($"shape {Format(shape)} has {shape.Length} dimensions; {MaxRank} is the most");
        long count = 1;
        bool empty = false;
        bool fits = true;
        foreach (long size in shape)
        {
            if (size < 0) throw new ArgumentException($"shape {Format(shape)} has a negative size");
            empty |= size == 0;
            fits &= size == 0 || count <= long.MaxValue / size;
            count = fits && size > 0 ? count * size : count;
        }
        if (empty) return 0;
        if (!fits) throw new ArgumentException($"shape {Format(shape)} has more elements than can be counted");
        return count;
    }

    /// <summary>The strides of a tensor whose elements stand in row-major order without gaps.</summary>
    internal static long[] ContiguousStrides(ReadOnlySpan<long> shape)
    {
        if (shape.Length <= 1) return shape.Length == 0 ? [] : one;
        var strides = new long[shape.Length];
        long step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, shape[i]); // an empty dimension must not make the outer strides 0, as in PyTorch
        }
        return strides;
    }

    internal static bool IsContiguous(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, long count)
    {
        if (count == 0) return true;
        long step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] != 1)
            {
                if (strides[i] != step) return false;
                step *= shape[i];
            }
        }
        return true;
    }

    /// <summary>The shape of an op of two operands, aligned at the last dimension; one of the two arrays itself where
    /// it can be.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message starts with the op's name.</exception>
    internal static long[] Broadcast(long[] a, long[] b, string op)
    {
        if (a == b || a.AsSpan().SequenceEqual(b)) return a;
        long[] longer = a.Length >= b.Length ? a : b;
        long[] shorter = a.Length >= b.Length ? b : a;
        long[]? result = null;
        int lead = longer.Length - shorter.Length;
        for (int i = 0; i < shorter.Length; i++)
        {
            long p = longer[lead + i];
            long q = shorter[i];
            if (p != q && p != 1 && q != 1)
            {
                throw new ArgumentException(
                    $"{op}: shapes {Format(a)} and {Format(b)} do not broadcast: {p} and {q} at dimension {lead + i} " +
                    "are unequal and neither is 1");
            }
            if (p == 1 && q != 1)
            {
                result ??= (long[])longer.Clone();
                result[lead + i] = q;
            }
        }
        return result is null ? longer : result.AsSpan().SequenceEqual(shorter) ? shorter : result;
    }

    /// <summary>Whether a shape, aligned at the last dimension, repeats to another.</summary>
    internal static bool BroadcastsTo(ReadOnlySpan<long> shape, ReadOnlySpan<long> target)
    {
        int lead = target.Length - shape.Length;
        if (lead < 0) return false;
        for (int i = 0; i < shape.Length; i++)
            if (shape[i] != target[lead + i] && shape[i] != 1) return false;
        return true;
    }

    /// <summary>A dimension counted from the front; a negative one counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension; the message starts with the op's
    /// name.</exception>
    internal static int NormalizeDim(int dim, int rank, string op)
    {
        // A 0-dimensional tensor takes 0 and -1, as in PyTorch.
        int bound = Math.Max(rank, 1);
        if (dim < -bound || dim >= bound)
            throw new ArgumentOutOfRangeException(
                nameof(dim), dim,
                $"{op}: dimension {dim} is out of range for {rank} dimensions; give {-bound} to {bound - 1}");
        return dim < 0 ? dim + bound : dim;
    }

    /// <summary>A shape as PyTorch prints it, "[2, 3]".</summary>
    internal static string Format(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}

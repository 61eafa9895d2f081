using Nabla.Graph;

namespace Nabla;

// Several tensors into one.
public sealed partial class Tensor
{
    /// <summary>Tensors one after the other along a dimension that they have; torch.cat.</summary>
    /// <exception cref="ArgumentException">there are none, or another dimension differs</exception>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0)
    {
        if (tensors.IsEmpty) throw new ArgumentException("cat: there is no tensor to join");
        DType dtype = TypePromotion.Result(tensors);
        Tensor[] parts = tensors.ToArray();
        Tensor like = Array.Find(parts, static part => !IsNothing(part)) ?? parts[0];
        int d = Shapes.NormalizeDim(dim, like.Rank, "cat");
        if (like.Rank == 0) throw new ArgumentException("cat: 0-dimensional tensors cannot be joined; use Stack");
        var shape = (long[])like.shape.Clone();
        shape[d] = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (IsNothing(parts[i])) parts[i] = parts[i].Reshape([.. like.shape.AsSpan(0, d), 0, .. like.shape.AsSpan(d + 1)]);
            if (!Joins(parts[i], like, d))
                throw new ArgumentException($"cat: shapes may only differ in dimension {d}; got {like.Describe()} and, at place {i}, {parts[i].Describe()}");
            shape[d] = checked(shape[d] + parts[i].shape[d]);
        }
        return Join(parts, d, dtype, shape);
    }

    /// <summary>Tensors of one shape beside each other along a new dimension; torch.stack.</summary>
    /// <exception cref="ArgumentException">there are none, or the shapes differ</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0)
    {
        if (tensors.IsEmpty) throw new ArgumentException("stack: there is no tensor to join");
        ArgumentNullException.ThrowIfNull(tensors[0]);
        int d = Shapes.NormalizeDim(dim, tensors[0].Rank + 1, "stack");
        var layers = new Tensor[tensors.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i]);
            if (!tensors[i].Shape.SequenceEqual(tensors[0].Shape))
                throw new ArgumentException($"stack: all tensors must have one shape; got {tensors[0].Describe()} and, at place {i}, {tensors[i].Describe()}");
            layers[i] = tensors[i].Unsqueeze(d);
        }
        return Cat(layers, d);
    }

    private static Tensor Join(Tensor[] parts, int dim, DType dtype, long[] shape)
    {
        Tensor y = Allocate(shape, dtype, parts[0].Device);
        var edges = new Edge[parts.Length];
        var sizes = new long[parts.Length];
        bool records = false;
        long start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            Tensor part = parts[i].DType == dtype ? parts[i] : parts[i].To(dtype);
            edges[i] = part.Source;
            sizes[i] = part.shape[dim];
            records |= edges[i].Node is not null;
            if (part.Count > 0) y.AsStridedView(part.shape, y.strides, start * y.strides[dim]).CopyRawFrom(part);
            start += sizes[i];
        }
        return records ? y.SetHistory(new CatNode(edges, dim, sizes)) : y;
    }

    private static bool Joins(Tensor part, Tensor like, int dim)
    {
        if (part.Rank != like.Rank) return false;
        for (int i = 0; i < part.Rank; i++)
            if (i != dim && part.shape[i] != like.shape[i]) return false;
        return true;
    }

    /// <summary>An empty list joins with anything, as in PyTorch.</summary>
    private static bool IsNothing(Tensor part) => part.Rank == 1 && part.Count == 0;
}

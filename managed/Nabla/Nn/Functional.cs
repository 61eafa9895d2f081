using Nabla.Graph;

namespace Nabla.Nn;

/// <summary>Layers and losses as functions of tensors (<c>torch.nn.functional</c>). What needs no options is a method of <see cref="Tensor"/>.</summary>
public static partial class Functional
{
    /// <summary>x w^T + bias over the last dimension of x; torch.nn.functional.linear.</summary>
    /// <param name="x">[…, in]</param>
    /// <param name="weight">[out, in]</param>
    /// <param name="bias">[out]</param>
    /// <exception cref="ArgumentException">the shapes do not fit, or the dtypes differ</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        bool fits = x.Rank > 0 && weight.Rank == 2 && x.shape[^1] == weight.shape[1] && (bias is null || (bias.Rank == 1 && bias.shape[0] == weight.shape[0]));
        if (!fits || x.DType != weight.DType || (bias is not null && bias.DType != x.DType))
            throw new ArgumentException(
                $"linear: wants x […, in], weight [out, in] and bias [out] of one dtype; got x {x.Describe()}, weight {weight.Describe()}, bias {bias?.Describe() ?? "none"}");
        if (x.Rank == 2) return LinearNode.Run(x, weight, bias);
        long rows = 1;
        foreach (long size in x.shape.AsSpan(0, x.Rank - 1)) rows *= size;
        return LinearNode.Run(x.Reshape([rows, x.shape[^1]]), weight, bias).Reshape([.. x.shape.AsSpan(0, x.Rank - 1), weight.shape[0]]);
    }

    /// <summary>The rows of a table that the indices name; torch.nn.functional.embedding.</summary>
    /// <param name="indices">whole numbers of any shape</param>
    /// <param name="weight">[rows, width]</param>
    public static Tensor Embedding(Tensor indices, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2) throw new ArgumentException($"embedding: the table must be [rows, width]; got {weight.Describe()}");
        return weight.IndexSelect(0, indices.Reshape([indices.Count])).Reshape([.. indices.shape, weight.shape[1]]);
    }

    /// <summary>Zeros some elements by chance and scales the others, so that the expected value stays; torch.nn.functional.dropout.</summary>
    /// <param name="x">any tensor of floating numbers</param>
    /// <param name="p">how likely an element becomes 0, in [0, 1]</param>
    /// <param name="training">false: x itself</param>
    /// <param name="generator">where the chance comes from; null: <see cref="Generator.Current"/></param>
    public static Tensor Dropout(Tensor x, double p = 0.5, bool training = true, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, $"dropout: a probability lies in [0, 1]; {p} does not");
        if (!training || p == 0) return x;
        Tensor kept = Tensor.Bernoulli(x.Shape, 1 - p, x.DType, x.Device, generator);
        if (p < 1) kept.DivInPlace(1 - p);
        return x * kept;
    }

    /// <summary>log(1 + e^(beta x)) / beta, and x itself where beta x is above a threshold; torch.nn.functional.softplus.</summary>
    public static Tensor Softplus(Tensor x, double beta = 1, double threshold = 20)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (beta == 1 && threshold == 20) return x.Softplus();
        Tensor scaled = x * beta;
        return Tensor.Where(scaled > threshold, x, scaled.ClampMax(threshold).Exp().Log1p() / beta);
    }

    /// <summary>x where x &gt; 0, else weight * x, with one weight for all or one for each element of dimension 1; torch.nn.functional.prelu.</summary>
    public static Tensor Prelu(Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Count == 1) return x.Prelu(weight.Reshape([]));
        if (weight.Rank != 1 || x.Rank < 2 || weight.Count != x.shape[1])
            throw new ArgumentException($"prelu: wants one weight, or one for each element of dimension 1; got {weight.Describe()} for {x.Describe()}");
        var shape = new long[x.Rank - 1];
        Array.Fill(shape, 1);
        shape[0] = weight.Count;
        return x.Prelu(weight.Reshape(shape));
    }
}

using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// In-place operations that write over all elements. Their names end in InPlace where PyTorch's end in an underscore.
public sealed partial class Tensor
{
    /// <summary>Takes over the elements of another tensor, converted to this dtype and device and broadcast to this
    /// shape; torch.Tensor.copy_.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="ArgumentException">The source's shape does not broadcast to this one, or the two overlap in
    /// memory.</exception>
    /// <exception cref="InvalidOperationException">This is a leaf that requires a gradient, and operations are
    /// recorded.</exception>
    public Tensor CopyInPlace(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!Shapes.BroadcastsTo(source.shape, shape))
            throw new ArgumentException(
                $"CopyInPlace: shape {Shapes.Format(source.shape)} does not broadcast to shape {Shapes.Format(shape)}");
        bool flows = DType.IsFloatingPoint() && source.DType.IsFloatingPoint() && source.Source.Node is not null;
        Edge before = Source; // and the source's own: it may be a view of what is about to change
        Edge from = flows ? source.Source : default;
        CheckInPlace(nameof(CopyInPlace), records: flows || before.Node is not null);
        if (source == this) return this;
        CopyRawFrom(source);
        Written();
        return flows ? Rebase(new CopyNode(source, from, before)) : Forget(before, "CopyBackwards");
    }

    /// <summary>Sets every element to a number; torch.Tensor.fill_.</summary>
    /// <returns>This tensor.</returns>
    public Tensor FillInPlace(Scalar value) => Overwrite(nameof(FillInPlace), "FillBackward0", () => FillRaw(value));

    /// <summary>Sets every element to 0; torch.Tensor.zero_.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ZeroInPlace() => Overwrite(nameof(ZeroInPlace), "ZeroBackward0", () => FillRaw(0));

    /// <summary>Numbers drawn evenly from [low, high); torch.Tensor.uniform_.</summary>
    /// <returns>This tensor.</returns>
    public Tensor UniformInPlace(double low = 0, double high = 1, Generator? generator = null)
    {
        if (!(low <= high)) throw new ArgumentException($"UniformInPlace: the bounds {low} and {high} enclose nothing");
        return Overwrite(
            nameof(UniformInPlace), "UniformBackward0", () => Draw(RandomOp.Uniform, low, high, generator));
    }

    /// <summary>Normally distributed numbers; torch.Tensor.normal_.</summary>
    /// <returns>This tensor.</returns>
    public Tensor NormalInPlace(double mean = 0, double standardDeviation = 1, Generator? generator = null)
    {
        if (!(standardDeviation >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "NormalInPlace: a standard deviation is not negative");
        return Overwrite(
            nameof(NormalInPlace), "NormalBackward0", () => Draw(RandomOp.Normal, mean, standardDeviation, generator));
    }

    /// <summary>Ones with a probability, else zeros; torch.Tensor.bernoulli_.</summary>
    /// <returns>This tensor.</returns>
    public Tensor BernoulliInPlace(double probability = 0.5, Generator? generator = null)
    {
        CheckProbability(probability, nameof(BernoulliInPlace));
        return Overwrite(
            nameof(BernoulliInPlace), "BernoulliBackward0", () => Draw(RandomOp.Bernoulli, probability, 0, generator));
    }

    private Tensor Overwrite(string op, string node, Func<Tensor> write)
    {
        Edge before = Source;
        CheckInPlace(op, records: before.Node is not null);
        write();
        Written();
        return Forget(before, node);
    }

    /// <summary>After a write that depends on no gradient: what was here before has no share in what is here
    /// now.</summary>
    private Tensor Forget(Edge before, string node) =>
        before.Node is null ? this : Rebase(new OverwriteNode(node, before));
}

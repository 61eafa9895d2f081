using Nabla.Graph;

namespace Nabla;

// Copies, conversions and fills.
public sealed partial class Tensor
{
    /// <summary>A copy in memory of its own, contiguous; gradients flow through it; torch.clone.</summary>
    public Tensor Clone()
    {
        Tensor y = CopyRaw();
        Edge source = Source;
        return source.Node is null ? y : y.SetHistory(new CloneNode(source));
    }

    /// <summary>This tensor where its elements stand in row-major order without gaps, else a copy in which they do; torch.Tensor.contiguous.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>The elements converted; this tensor itself where there is nothing to convert; torch.Tensor.to.</summary>
    public Tensor To(DType dtype) => To(dtype, Device);

    /// <summary>The elements on another device; this tensor itself where they lie there; torch.Tensor.to.</summary>
    public Tensor To(Device device) => To(DType, device);

    /// <summary>The elements converted and on another device; this tensor itself where nothing changes; torch.Tensor.to.</summary>
    public Tensor To(DType dtype, Device device)
    {
        if (dtype == DType && device == Device) return this;
        Tensor y = CopyRaw(dtype, device);
        Edge source = dtype.IsFloatingPoint() ? Source : default;
        return source.Node is null ? y : y.SetHistory(new CastNode(source, DType, Device));
    }

    /// <summary>Takes over the elements of another tensor, broadcast and converted, in place; torch.Tensor.copy_.</summary>
    /// <exception cref="ArgumentException">the source does not broadcast to this shape</exception>
    public Tensor CopyInPlace(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!BroadcastsTo(source.shape, shape))
            throw new ArgumentException($"copy_: {source.Describe()} does not broadcast to {Describe()}");
        Edge mine = DType.IsFloatingPoint() ? Source : default, other = DType.IsFloatingPoint() ? source.Source : default;
        bool records = mine.Node is not null || other.Node is not null;
        CheckInPlace("copy_", records);
        CopyRawFrom(source);
        Written();
        return records ? Rebase(new CopyNode(mine, other, source)) : this;
    }

    /// <summary>Sets every element to a number, in place; torch.Tensor.fill_.</summary>
    public Tensor FillInPlace(Scalar value)
    {
        Edge source = DType.IsFloatingPoint() ? Source : default;
        CheckInPlace("fill_", source.Node is not null);
        FillRaw(value);
        Written();
        return source.Node is null ? this : Rebase(new FillNode(source));
    }

    /// <summary>Sets every element to 0, in place; torch.Tensor.zero_.</summary>
    public Tensor ZeroInPlace() => FillInPlace(0);

    /// <summary>Sets elements to a number wherever the mask is true, in place; torch.Tensor.masked_fill_.</summary>
    public Tensor MaskedFillInPlace(Tensor mask, Scalar value)
    {
        Tensor filled = MaskedFill(mask, value);
        return filled.shape.AsSpan().SequenceEqual(shape)
            ? CopyInPlace(filled)
            : throw new ArgumentException($"masked_fill_: the mask, {mask.Describe()}, does not broadcast to {Describe()}");
    }
}

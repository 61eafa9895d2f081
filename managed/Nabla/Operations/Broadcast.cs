namespace Nabla;

// Shapes that gradients take.
public sealed partial class Tensor
{
    /// <summary>Sums over the dimensions along which a tensor of the given shape would be broadcast to this one's; torch.Tensor.sum_to_size.</summary>
    /// <exception cref="ArgumentException">it would not be broadcast to this shape</exception>
    public Tensor SumTo(params ReadOnlySpan<long> target)
    {
        if (target.SequenceEqual(shape)) return this;
        if (!Shapes.BroadcastsTo(target, shape)) throw new ArgumentException($"SumTo: shape {Shapes.Format(target)} does not broadcast to {Shapes.Format(shape)}");
        Span<int> dims = stackalloc int[Rank];
        int lead = Rank - target.Length, count = 0;
        for (int i = 0; i < Rank; i++)
            if (i < lead || (target[i - lead] == 1 && shape[i] != 1)) dims[count++] = i;
        Tensor summed = count == 0 ? this : Sum(dims[..count], keepDim: true, DType);
        return lead == 0 ? summed : summed.Reshape(target);
    }
}

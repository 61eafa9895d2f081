namespace Nabla.Graph;

/// <summary>Where a view lies in its base: enough to cut the same piece out of a gradient of the base, and to put it back.</summary>
internal sealed class StridedGeometry
{
    private readonly long[] shape, strides, partShape, partStrides;
    private readonly long start;
    private readonly long span;
    private readonly long first;
    private readonly bool packed;

    internal StridedGeometry(Tensor whole, Tensor part)
    {
        (shape, strides, partShape, partStrides) = (whole.shape, whole.strides, part.shape, part.strides);
        start = part.offset - whole.offset;
        packed = whole.IsContiguous;
        span = whole.Count == 0 ? 0 : 1;
        for (int i = 0; i < shape.Length && span > 0; i++)
        {
            long reach = (shape[i] - 1) * strides[i];
            span += Math.Abs(reach);
            if (reach < 0) first -= reach;
        }
    }

    /// <summary>A piece of a tensor without gaps.</summary>
    internal StridedGeometry(long[] shape, long[] partShape, long[] partStrides, long start)
    {
        (this.shape, strides, this.partShape, this.partStrides) = (shape, partStrides, partShape, partStrides);
        this.start = start;
        packed = true;
    }

    internal long[] PartShape => partShape;

    /// <summary>The piece of a gradient that belongs to the view; unrecorded, and without a copy where the gradient lies like the base.</summary>
    internal Tensor Cut(Tensor gradient) => CutLaid(packed && gradient.IsContiguous ? gradient : Lay(gradient));

    /// <summary>Zeros in the base's shape, with the view's piece in its place, summed where the view repeats elements; unrecorded.</summary>
    internal Tensor Embed(Tensor piece)
    {
        Tensor whole = Room(piece.DType, piece.Device);
        whole.FillRaw(0);
        int[] repeated = [.. Enumerable.Range(0, partShape.Length).Where(i => partStrides[i] == 0 && partShape[i] > 1)];
        if (repeated.Length == 0)
        {
            CutLaid(whole).CopyRawFrom(piece);
            return whole;
        }
        long[] once = [.. partShape];
        foreach (int i in repeated) once[i] = 1;
        whole.AsStridedView(once, partStrides, whole.offset + start).CopyRawFrom(piece.Detach().Sum(repeated, keepDim: true));
        return whole;
    }

    /// <summary>A copy of a gradient that lies in memory as the base does, so that <see cref="CutLaid"/> finds the piece.</summary>
    internal Tensor Lay(Tensor gradient)
    {
        Tensor whole = Room(gradient.DType, gradient.Device);
        whole.CopyRawFrom(gradient);
        return whole;
    }

    /// <summary>The piece of a tensor that lies in memory as the base does.</summary>
    internal Tensor CutLaid(Tensor whole) => whole.AsStridedView(partShape, partStrides, whole.offset + start);

    private Tensor Room(DType dtype, Device device) => packed
        ? Tensor.Allocate(shape, dtype, device)
        : Tensor.Allocate([span], dtype, device).AsStridedView(shape, strides, first);
}

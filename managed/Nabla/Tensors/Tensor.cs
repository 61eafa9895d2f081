using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>
/// An array of any rank on a device, with gradients; torch.Tensor. It is a window on memory that its views share.
/// Nobody must
/// dispose tensors: the memory of a dropped one comes back by itself. <see cref="Dispose"/> and
/// <see cref="TensorScope"/> are for
/// those who want it back at once.
/// </summary>
/// <remarks>
/// Work on different tensors from many threads is safe. Changing a tensor while another thread reads it is not, but
/// disposing
/// it is: the other thread's call ends well or throws <see cref="ObjectDisposedException"/>.
/// </remarks>
[DebuggerDisplay("{DebugText,nq}")]
[SuppressMessage("Naming", "CA1708", Justification = "The field shape is internal; the property Shape shows it.")]
public sealed partial class Tensor : IDisposable
{
    internal readonly Storage storage;
    internal readonly long offset;
    internal readonly long[] shape;
    internal readonly long[] strides;

    internal Tensor(Storage storage, long[] shape, long[] strides, long offset, DType dtype)
    {
        this.storage = storage;
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        DType = dtype;
        Count = Shapes.Count(shape);
        IsContiguous = Shapes.IsContiguous(shape, strides, Count);
    }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>Where the elements lie.</summary>
    public Device Device => storage.Device;

    /// <summary>How many dimensions there are; torch.Tensor.dim.</summary>
    public int Rank => shape.Length;

    /// <summary>How many elements there are; torch.Tensor.numel.</summary>
    public long Count { get; }

    /// <summary>The size of each dimension.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>How many elements lie between neighbours in each dimension; torch.Tensor.stride.</summary>
    public ReadOnlySpan<long> Strides => strides;

    /// <summary>Where the first element stands in the memory, in elements; torch.Tensor.storage_offset.</summary>
    public long StorageOffset => offset;

    /// <summary>Whether the elements stand in row-major order without gaps; torch.Tensor.is_contiguous.</summary>
    public bool IsContiguous { get; }

    /// <summary>Whether the memory was given back.</summary>
    public bool IsDisposed => storage.IsDisposed;

    /// <summary>How often the elements were changed in place, through whatever tensor that shares them;
    /// torch.Tensor._version.</summary>
    public int Version => storage.Version;

    /// <summary>The size of one dimension; a negative one counts from the end; torch.Tensor.size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public long Size(int dim)
    {
        int d = Shapes.NormalizeDim(dim, Rank, nameof(Size));
        return d < Rank
            ? shape[d]
            : throw new ArgumentOutOfRangeException(nameof(dim), dim, "Size: a 0-dimensional tensor has no dimensions");
    }

    /// <summary>
    /// Gives the memory back at once and for good. All tensors that share it (views, detached twins, and a graph that
    /// saved
    /// it) are disposed with it: their use throws <see cref="ObjectDisposedException"/>. A call that is running
    /// meanwhile
    /// on another thread ends first.
    /// </summary>
    public void Dispose() => storage.Dispose();

    /// <summary>A new contiguous tensor with undefined elements.</summary>
    internal static Tensor Allocate(long[] shape, DType dtype, Device device) =>
        new(Allocator.Allocate(Shapes.Count(shape), dtype, device), shape, Shapes.ContiguousStrides(shape), 0, dtype);

    /// <summary>A new contiguous tensor with undefined elements and the shape of another, which it shares with
    /// it.</summary>
    internal static Tensor AllocateLike(Tensor other, DType dtype) => new(
        Allocator.Allocate(other.Count, dtype, other.Device), other.shape,
        other.IsContiguous ? other.strides : Shapes.ContiguousStrides(other.shape), 0, dtype);

    /// <summary>Another window on the same memory; autograd does not see it.</summary>
    internal Tensor AsStridedView(long[] shape, long[] strides, long offset) =>
        new(storage, shape, strides, offset, DType);
}

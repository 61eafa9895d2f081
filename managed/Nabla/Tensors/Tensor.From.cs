using System.Collections;
using System.Numerics.Tensors;
using Nabla.Interop;

namespace Nabla;

// Tensors from .NET data. The dtype is that of the .NET type where nothing else is said: float gives float32, double float64, int int32, long int64.
public sealed unsafe partial class Tensor
{
    /// <summary>A 0-dimensional tensor of one number; torch.tensor.</summary>
    /// <param name="value">The number.</param>
    /// <param name="dtype">The type of the elements; null for that of the .NET type.</param>
    /// <param name="device">Where they are to lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    public static Tensor From<T>(T value, DType? dtype = null, Device device = default, bool requiresGrad = false) where T : unmanaged =>
        Copy(new ReadOnlySpan<T>(in value), [], dtype, device, requiresGrad);

    /// <summary>A tensor of one dimension with a copy of an array's elements; torch.tensor.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="dtype">The type of the elements; null for that of the .NET type.</param>
    /// <param name="device">Where they are to lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    /// <param name="pinMemory">Whether memory is to be used that a GPU copies from faster. It has an effect on such copies only.</param>
    public static Tensor From<T>(T[] data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return From((ReadOnlySpan<T>)data, dtype, device, requiresGrad, pinMemory);
    }

    /// <summary>A tensor of one dimension with a copy of a span's elements; torch.tensor.</summary>
    /// <inheritdoc cref="From{T}(T[], DType?, Device, bool, bool)"/>
    public static Tensor From<T>(ReadOnlySpan<T> data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false) where T : unmanaged =>
        Copy(data, [data.Length], dtype, device, requiresGrad);

    /// <summary>A tensor of a shape with a copy of a span's elements, in row-major order; torch.tensor, then reshape.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="dtype">The type of the elements; null for that of the .NET type.</param>
    /// <param name="device">Where they are to lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    /// <param name="pinMemory">Whether memory is to be used that a GPU copies from faster. It has an effect on such copies only.</param>
    /// <exception cref="ArgumentException">The shape has more or fewer elements than the data.</exception>
    public static Tensor From<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> shape, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false)
        where T : unmanaged
    {
        if (Shapes.Count(shape) != data.Length)
            throw new ArgumentException($"From: shape {Shapes.Format(shape)} does not hold {data.Length} elements", nameof(shape));
        return Copy(data, shape.ToArray(), dtype, device, requiresGrad);
    }

    /// <summary>A tensor with a copy of the elements and the shape of a tensor span; torch.tensor.</summary>
    /// <inheritdoc cref="From{T}(T[], DType?, Device, bool, bool)"/>
    public static Tensor From<T>(in ReadOnlyTensorSpan<T> data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false)
        where T : unmanaged
    {
        long[] shape = new long[data.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = data.Lengths[i];
        var flat = new T[data.FlattenedLength];
        data.FlattenTo(flat);
        return Copy<T>(flat, shape, dtype, device, requiresGrad);
    }

    /// <summary>A matrix from rows, as in <c>Tensor.From([[1f, 2f], [3f, 4f]])</c>; torch.tensor.</summary>
    /// <inheritdoc cref="From(IEnumerable, DType?, Device, bool, bool)"/>
    public static Tensor From<T>(T[][] data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false) where T : unmanaged =>
        From((IEnumerable)data, dtype, device, requiresGrad, pinMemory);

    /// <summary>A tensor of three dimensions from matrices of rows; torch.tensor.</summary>
    /// <inheritdoc cref="From(IEnumerable, DType?, Device, bool, bool)"/>
    public static Tensor From<T>(T[][][] data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false) where T : unmanaged =>
        From((IEnumerable)data, dtype, device, requiresGrad, pinMemory);

    /// <summary>A tensor with a copy of what stands in an array of any rank, a jagged array, or collections of collections of numbers; torch.tensor.</summary>
    /// <param name="data">The elements: each level of nesting is a dimension.</param>
    /// <param name="dtype">The type of the elements; null for that of the .NET type.</param>
    /// <param name="device">Where they are to lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    /// <param name="pinMemory">Whether memory is to be used that a GPU copies from faster. It has an effect on such copies only.</param>
    /// <exception cref="ArgumentException">The nesting is ragged, or something in it is no number; the message says where.</exception>
    public static Tensor From(IEnumerable data, DType? dtype = null, Device device = default, bool requiresGrad = false, bool pinMemory = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        var nested = new NestedData(data);
        return Copy(nested.Bytes, nested.Shape, nested.DType, dtype, device, requiresGrad);
    }

    /// <summary>A tensor that uses .NET memory itself, without a copy: a change of either shows in the other; torch.from_numpy.</summary>
    /// <remarks>The memory stays pinned until the tensor is disposed or collected. Autograd does not see what .NET code writes.</remarks>
    /// <param name="memory">The elements.</param>
    /// <param name="shape">The size of each dimension; none for one dimension of all elements.</param>
    /// <exception cref="ArgumentException">The shape has more or fewer elements than the memory.</exception>
    public static Tensor FromMemory<T>(Memory<T> memory, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        DType dtype = DTypes.Of<T>();
        long[] sizes = shape.Length == 0 ? [memory.Length] : shape.ToArray();
        if (Shapes.Count(sizes) != memory.Length)
            throw new ArgumentException($"FromMemory: shape {Shapes.Format(sizes)} does not hold {memory.Length} elements", nameof(shape));
        return new Tensor(PinnedMemory.Lend(memory), sizes, Shapes.ContiguousStrides(sizes), 0, dtype);
    }

    private static Tensor Copy<T>(ReadOnlySpan<T> data, long[] shape, DType? dtype, Device device, bool requiresGrad) where T : unmanaged
    {
        fixed (T* from = data) return Copy((byte*)from, shape, DTypes.Of<T>(), dtype, device, requiresGrad);
    }

    private static Tensor Copy(ReadOnlySpan<byte> data, long[] shape, DType own, DType? dtype, Device device, bool requiresGrad)
    {
        fixed (byte* from = data) return Copy(from, shape, own, dtype, device, requiresGrad);
    }

    private static Tensor Copy(byte* data, long[] shape, DType own, DType? dtype, Device device, bool requiresGrad)
    {
        Tensor result = Allocate(shape, dtype ?? own, device);
        result.ReadFrom(data, own);
        return result.WithGrad(requiresGrad);
    }
}

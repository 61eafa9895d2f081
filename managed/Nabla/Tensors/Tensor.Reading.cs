using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Nabla.Interop;

namespace Nabla;

// The elements, as .NET sees them.
public sealed unsafe partial class Tensor
{
    /// <summary>The only element; torch.Tensor.item.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public Scalar Item()
    {
        if (Count != 1) throw new InvalidOperationException($"Item: a tensor of shape {Shapes.Format(shape)} has {Count} elements, not one; use ToArray");
        Tensor near = Device == Device.Cpu ? this : CopyRaw(DType, Device.Cpu);
        bool held = false;
        DeviceBufferHandle handle = near.storage.Hold(ref held);
        try
        {
            return Elements.Read(near.Address(handle), DType);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>The only element, converted as <see cref="To(DType)"/> does; torch.Tensor.item.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    /// <exception cref="OverflowException">It does not fit a whole number type.</exception>
    public T Item<T>() where T : unmanaged => Elements.Convert<T>(Item());

    /// <summary>The only element.</summary>
    public static explicit operator double(Tensor tensor) => One(tensor).Item<double>();

    /// <summary>The only element.</summary>
    public static explicit operator float(Tensor tensor) => One(tensor).Item<float>();

    /// <summary>The only element.</summary>
    public static explicit operator long(Tensor tensor) => One(tensor).Item<long>();

    /// <summary>The only element.</summary>
    public static explicit operator int(Tensor tensor) => One(tensor).Item<int>();

    /// <summary>The only element.</summary>
    public static explicit operator bool(Tensor tensor) => One(tensor).Item<bool>();

    /// <summary>The only element.</summary>
    public double ToDouble() => Item<double>();

    /// <summary>The only element.</summary>
    public float ToSingle() => Item<float>();

    /// <summary>The only element.</summary>
    public long ToInt64() => Item<long>();

    /// <summary>The only element.</summary>
    public int ToInt32() => Item<int>();

    /// <summary>The only element.</summary>
    public bool ToBoolean() => Item<bool>();

    /// <summary>A copy of the elements in row-major order, converted as <see cref="To(DType)"/> does; torch.Tensor.numpy.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        var array = new T[Checked(Count)];
        fixed (T* to = array) WriteTo((byte*)to, DTypes.Of<T>());
        return array;
    }

    /// <summary>A copy of a matrix's elements, converted as <see cref="To(DType)"/> does.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not two dimensions.</exception>
    public T[,] ToArray2D<T>() where T : unmanaged
    {
        CheckRank(2, nameof(ToArray2D));
        var array = new T[shape[0], shape[1]];
        fixed (T* to = array) WriteTo((byte*)to, DTypes.Of<T>());
        return array;
    }

    /// <summary>A copy of the elements of a tensor of three dimensions, converted as <see cref="To(DType)"/> does.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not three dimensions.</exception>
    public T[,,] ToArray3D<T>() where T : unmanaged
    {
        CheckRank(3, nameof(ToArray3D));
        var array = new T[shape[0], shape[1], shape[2]];
        fixed (T* to = array) WriteTo((byte*)to, DTypes.Of<T>());
        return array;
    }

    /// <summary>The elements themselves, in row-major order, to read and write without a copy.</summary>
    /// <remarks>
    /// The span does not keep the tensor alive: use it while the tensor is still used afterwards, or end with <c>GC.KeepAlive(tensor)</c>.
    /// Autograd takes the tensor as changed in place from now on.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The tensor is not on the CPU or not contiguous, has another element type, or more elements than a span holds.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        Span<T> span = new(Expose<T>(nameof(AsSpan)), Checked(Count));
        CheckInPlace(nameof(AsSpan), records: Source.Node is not null);
        Written();
        return span;
    }

    /// <summary>The elements themselves, in row-major order, to read without a copy.</summary>
    /// <remarks>The span does not keep the tensor alive: use it while the tensor is still used afterwards, or end with <c>GC.KeepAlive(tensor)</c>.</remarks>
    /// <exception cref="InvalidOperationException">The tensor is not on the CPU or not contiguous, has another element type, or more elements than a span holds.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>() where T : unmanaged => new(Expose<T>(nameof(AsReadOnlySpan)), Checked(Count));

    /// <summary>The elements themselves with the tensor's shape and strides, to read and write without a copy.</summary>
    /// <remarks>
    /// The span does not keep the tensor alive: use it while the tensor is still used afterwards, or end with <c>GC.KeepAlive(tensor)</c>.
    /// Autograd takes the tensor as changed in place from now on.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The tensor is not on the CPU, has another element type or negative strides.</exception>
    public TensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        T* data = ExposeStrided<T>(nameof(AsTensorSpan), out nint[] lengths, out nint[] steps, out nint reach);
        CheckInPlace(nameof(AsTensorSpan), records: Source.Node is not null);
        Written();
        return new TensorSpan<T>(data, reach, lengths, steps);
    }

    /// <summary>The elements themselves with the tensor's shape and strides, to read without a copy.</summary>
    /// <remarks>The span does not keep the tensor alive: use it while the tensor is still used afterwards, or end with <c>GC.KeepAlive(tensor)</c>.</remarks>
    /// <exception cref="InvalidOperationException">The tensor is not on the CPU, has another element type or negative strides.</exception>
    public ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan<T>() where T : unmanaged
    {
        T* data = ExposeStrided<T>(nameof(AsReadOnlyTensorSpan), out nint[] lengths, out nint[] steps, out nint reach);
        return new ReadOnlyTensorSpan<T>(data, reach, lengths, steps);
    }

    private static Tensor One(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }

    private static int Checked(long count) =>
        count <= Array.MaxLength ? (int)count : throw new InvalidOperationException($"{count} elements are more than one array or span holds; take pieces");

    private void CheckRank(int rank, string op)
    {
        if (Rank != rank) throw new InvalidOperationException($"{op}: shape {Shapes.Format(shape)} has {Rank} dimensions, not {rank}");
    }

    private T* Expose<T>(string op) where T : unmanaged
    {
        CheckElements<T>(op);
        if (!IsContiguous)
            throw new InvalidOperationException($"{op}: shape {Shapes.Format(shape)} with strides {Shapes.Format(strides)} is not contiguous; use Contiguous(), or a tensor span");
        return (T*)Address();
    }

    private T* ExposeStrided<T>(string op, out nint[] lengths, out nint[] steps, out nint reach) where T : unmanaged
    {
        CheckElements<T>(op);
        lengths = new nint[Rank];
        steps = new nint[Rank];
        reach = Count == 0 ? 0 : 1;
        for (int i = 0; i < Rank; i++)
        {
            if (strides[i] < 0) throw new InvalidOperationException($"{op}: strides {Shapes.Format(strides)} run backwards; use Contiguous()");
            lengths[i] = (nint)shape[i];
            steps[i] = shape[i] > 1 ? (nint)strides[i] : 0; // a tensor span wants 0 where there is nothing to step to
            if (Count > 0) reach += (nint)(shape[i] - 1) * steps[i];
        }
        return (T*)Address();
    }

    private void CheckElements<T>(string op) where T : unmanaged
    {
        if (DTypes.Of<T>() != DType) throw new InvalidOperationException($"{op}: the elements are {DType.Name()}, not {typeof(T).Name}; convert with To, or copy with ToArray");
        if (Device != Device.Cpu) throw new InvalidOperationException($"{op}: the elements lie on {Device}; move them with To(Device.Cpu)");
    }

    private byte* Address()
    {
        bool held = false;
        DeviceBufferHandle handle = storage.Hold(ref held);
        try
        {
            return Address(handle);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }
}

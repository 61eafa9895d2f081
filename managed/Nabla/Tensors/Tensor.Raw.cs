using Nabla.Interop;

namespace Nabla;

// What works on elements alone: autograd sees none of it, and no version grows.
public sealed unsafe partial class Tensor
{
    /// <summary>A new contiguous tensor with the same elements.</summary>
    internal Tensor CopyRaw() => AllocateLike(this, DType).CopyRawFrom(this);

    /// <summary>A new contiguous tensor with the elements converted.</summary>
    internal Tensor CopyRaw(DType dtype, Device device) => Allocate(shape, dtype, device).CopyRawFrom(this);

    /// <summary>Takes over the elements of another tensor, converted to this dtype, broadcast to this shape and moved to this device.</summary>
    internal Tensor CopyRawFrom(Tensor source)
    {
        using var from = new Operand(source);
        using var to = new Operand(this);
        Native.nabla_copy(from.View, to.View, null).ThrowIfFailed();
        return this;
    }

    /// <summary>Sets every element to a number.</summary>
    internal Tensor FillRaw(Scalar value)
    {
        using Operand from = Operand.FromScalar(value, DType);
        using var to = new Operand(this);
        Native.nabla_copy(from.View, to.View, null).ThrowIfFailed();
        return this;
    }

    /// <summary>The address of element 0 of a tensor on the CPU; valid while the block is held.</summary>
    private byte* Address(DeviceBufferHandle held)
    {
        void* data;
        Native.nabla_buffer_get((NablaBuffer*)held.DangerousGetHandle(), &data, null).ThrowIfFailed();
        return (byte*)data + offset * DType.ItemSize();
    }
}

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

    /// <summary>Takes over elements that lie in row-major order in the caller's memory, converted to this dtype. For contiguous tensors.</summary>
    internal void ReadFrom(byte* data, DType own)
    {
        if (Count == 0) return;
        if (own != DType || Device != Device.Cpu)
        {
            using Tensor lent = Lend(data, own);
            CopyRawFrom(lent);
            return;
        }
        Copy(data, writes: false);
    }

    /// <summary>Writes the elements in row-major order to the caller's memory, converted to another dtype.</summary>
    internal void WriteTo(byte* data, DType wanted)
    {
        if (Count == 0) return;
        if (wanted != DType || Device != Device.Cpu || !IsContiguous)
        {
            using Tensor lent = Lend(data, wanted);
            lent.CopyRawFrom(this);
            return;
        }
        Copy(data, writes: true);
    }

    /// <summary>The caller's memory as a tensor of this shape.</summary>
    private Tensor Lend(byte* data, DType dtype) =>
        new(Allocator.Wrap(Device.Cpu, data, Count * dtype.ItemSize(), null, null), shape, Shapes.ContiguousStrides(shape), 0, dtype);

    private void Copy(byte* data, bool writes)
    {
        bool held = false;
        DeviceBufferHandle handle = storage.Hold(ref held);
        try
        {
            long bytes = Count * DType.ItemSize();
            byte* own = Address(handle);
            Buffer.MemoryCopy(writes ? own : data, writes ? data : own, bytes, bytes);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>The address of element 0 of a tensor on the CPU; valid while the block is held.</summary>
    private byte* Address(DeviceBufferHandle held)
    {
        void* data;
        Native.nabla_buffer_get((NablaBuffer*)held.DangerousGetHandle(), &data, null).ThrowIfFailed();
        return (byte*)data + offset * DType.ItemSize();
    }
}

using Nabla.Interop;

namespace Nabla;

/// <summary>Where storages come from.</summary>
internal static unsafe class Allocator
{
    /// <summary>New memory for a number of elements, its contents undefined.</summary>
    internal static Storage Allocate(long count, DType dtype, Device device)
    {
        int size = dtype.ItemSize();
        if (count > long.MaxValue / size)
            throw new ArgumentException($"{count} elements of {dtype.Name()} are more bytes than can be counted");
        long bytes = count * size;
        return new Storage(new DeviceBufferHandle(MemoryBudget.Allocate(device, bytes)), bytes, device);
    }

    /// <summary>The caller's memory, without a copy. <paramref name="release"/> is called once, with
    /// <paramref name="state"/>, when nobody uses it any more.</summary>
    internal static Storage Wrap(
        Device device, void* data, long bytes, delegate* unmanaged[Cdecl]<void*, void> release, void* state)
    {
        NablaBuffer* buffer;
        Native.nabla_buffer_wrap(device.ToNative(), data, bytes, release, state, &buffer).ThrowIfFailed();
        return new Storage(new DeviceBufferHandle(buffer), bytes, device);
    }
}

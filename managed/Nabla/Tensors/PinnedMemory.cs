using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>.NET memory lent to the native side: pinned until the buffer is released.</summary>
internal sealed unsafe class PinnedMemory
{
    private MemoryHandle pin;

    private PinnedMemory(MemoryHandle pin) => this.pin = pin;

    internal static Storage Lend<T>(Memory<T> memory) where T : unmanaged
    {
        var lender = new PinnedMemory(memory.Pin());
        GCHandle state = GCHandle.Alloc(lender);
        try
        {
            long bytes = (long)memory.Length * sizeof(T);
            return Allocator.Wrap(Device.Cpu, lender.pin.Pointer, bytes, &Release, (void*)GCHandle.ToIntPtr(state));
        }
        catch
        {
            Free(state); // a buffer that was not made calls nobody back
            throw;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(void* state) => Free(GCHandle.FromIntPtr((nint)state));

    private static void Free(GCHandle state)
    {
        ((PinnedMemory)state.Target!).pin.Dispose();
        state.Free();
    }
}

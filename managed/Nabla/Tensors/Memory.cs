using Nabla.Interop;

namespace Nabla;

/// <summary>The memory that tensors hold on a device, in bytes; torch.cuda.memory_allocated and kin.</summary>
public static unsafe class Memory
{
    /// <summary>How much tensors hold, dropped ones that the garbage collector has not found yet included.</summary>
    public static long LiveBytes(Device device = default) => Read(device).Live;

    /// <summary>How much was given back and is kept for the next tensor.</summary>
    public static long CachedBytes(Device device = default) => Read(device).Cached;

    /// <summary>The most that tensors ever held.</summary>
    public static long PeakBytes(Device device = default) => Read(device).Peak;

    /// <summary>How many blocks tensors hold.</summary>
    public static long LiveBlocks(Device device = default) => Read(device).Buffers;

    /// <summary>How often memory was asked of the system, because the cache had none that fits.</summary>
    public static long SystemAllocations(Device device = default) => Read(device).Allocations;

    /// <summary>Gives cached memory back to the system until at most <paramref name="keepBytes"/> remain;
    /// torch.cuda.empty_cache.</summary>
    public static void Trim(long keepBytes = 0, Device device = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keepBytes);
        Native.nabla_memory_trim(device.ToNative(), keepBytes).ThrowIfFailed();
    }

    /// <summary>
    /// How much the device may hold before the garbage collector is asked for dropped tensors. After a collection it is
    /// twice what
    /// is really in use, but never less than what <see cref="SetBudget"/> last set (256 MiB at first).
    /// </summary>
    public static long Budget(Device device = default) => MemoryBudget.GetLimit(device);

    /// <summary>Sets the least that the budget falls to: more means fewer collections, less means a smaller
    /// program.</summary>
    public static void SetBudget(long bytes, Device device = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        MemoryBudget.SetFloor(device, bytes);
    }

    internal static NablaMemoryInfo Read(Device device)
    {
        NablaMemoryInfo info;
        Native.nabla_get_memory_info(device.ToNative(), &info).ThrowIfFailed();
        return info;
    }
}

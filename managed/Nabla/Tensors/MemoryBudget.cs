using Nabla.Interop;

namespace Nabla;

/// <summary>
/// Asks the garbage collector before a device's memory grows: dropped tensors are small to .NET, so on its own it would
/// let
/// them hold far more native memory than the program needs. The budget follows the live bytes found after a collection.
/// </summary>
internal static unsafe class MemoryBudget
{
    /// <summary>Below this a collection would cost more than the memory is worth.</summary>
    internal const long Smallest = 256L << 20;

    private static readonly Dictionary<Device, Budget> budgets = [];
    private static readonly Budget cpu = new();
    private static int collecting;

    /// <summary>The least that a device's budget falls to.</summary>
    internal static long GetFloor(Device device) => Volatile.Read(ref Of(device).Floor);

    /// <summary>Sets the least that a device's budget falls to, and the budget itself.</summary>
    internal static void SetFloor(Device device, long bytes)
    {
        Budget budget = Of(device);
        Volatile.Write(ref budget.Floor, bytes);
        Volatile.Write(ref budget.Limit, bytes);
    }

    /// <summary>The most that the device holds before the garbage collector is asked.</summary>
    internal static long GetLimit(Device device) => Volatile.Read(ref Of(device).Limit);

    internal static NablaBuffer* Allocate(Device device, long bytes)
    {
        Budget budget = Of(device);
        NablaBuffer* buffer;
        NablaStatus status = Try(device, bytes, Volatile.Read(ref budget.Limit), &buffer);
        return status == NablaStatus.Ok ? buffer : AllocateScarce(device, bytes, budget, status);
    }

    private static NablaBuffer* AllocateScarce(Device device, long bytes, Budget budget, NablaStatus status)
    {
        NablaBuffer* buffer = null;
        if (status == NablaStatus.OverBudget)
        {
            // One thread collects. The others must not wait for it: the finalizer thread, on which it waits, may be
            // one of them.
            if (Interlocked.Exchange(ref collecting, 1) != 0)
            {
                status = Try(device, bytes, 0, &buffer);
            }
            else
            {
                try
                {
                    status = Collect(device, bytes, budget, &buffer);
                }
                finally
                {
                    Volatile.Write(ref collecting, 0);
                }
            }
        }
        if (status == NablaStatus.OutOfMemory)
        {
            Drain(GC.MaxGeneration);
            Native.nabla_memory_trim(device.ToNative(), 0).ThrowIfFailed();
            status = Try(device, bytes, 0, &buffer);
        }
        return status switch
        {
            NablaStatus.Ok => buffer,
            NablaStatus.OutOfMemory => throw OutOfMemory(device, bytes),
            _ => throw NativeStatus.Exception(status),
        };
    }

    /// <summary>Young garbage first, then all of it; then the budget fits what is really in use.</summary>
    private static NablaStatus Collect(Device device, long bytes, Budget budget, NablaBuffer** buffer)
    {
        long limit = Volatile.Read(ref budget.Limit);
        Drain(1);
        long live = Memory.Read(device).Live;
        // Half the budget must come free: else the next collection would follow at once.
        if (live > limit / 2 || bytes > limit - live)
        {
            Drain(GC.MaxGeneration);
            live = Memory.Read(device).Live;
            limit = Math.Max(Volatile.Read(ref budget.Floor), Twice(live, bytes));
            Volatile.Write(ref budget.Limit, limit);
        }
        NablaStatus status = Try(device, bytes, limit, buffer);
        if (status == NablaStatus.OverBudget)
        {
            // What is live fits: the cache holds blocks of other sizes.
            Native.nabla_memory_trim(device.ToNative(), 0).ThrowIfFailed();
            status = Try(device, bytes, 0, buffer);
        }
        return status;
    }

    private static long Twice(long live, long bytes) =>
        live > (long.MaxValue - bytes) / 2 - bytes ? long.MaxValue : 2 * (live + bytes);

    private static void Drain(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
    }

    private static NablaStatus Try(Device device, long bytes, long limit, NablaBuffer** buffer) =>
        Native.nabla_buffer_allocate(device.ToNative(), bytes, limit, null, buffer);

    private static DeviceOutOfMemoryException OutOfMemory(Device device, long bytes)
    {
        string why = NativeStatus.LastError().TrimEnd('.');
        NablaMemoryInfo memory = Memory.Read(device);
        NablaDeviceInfo info;
        Native.nabla_get_device_info(device.ToNative(), &info).ThrowIfFailed();
        long free = Math.Max(0, info.TotalBytes - memory.Live);
        return new DeviceOutOfMemoryException(
            $"{device} has no memory for {bytes} bytes more ({why}): {memory.Live} bytes are live, {memory.Cached} " +
            $"cached, {free} of {info.TotalBytes} held by no tensor; dispose tensors, or work on smaller ones",
            device, bytes, free, memory.Live, memory.Cached);
    }

    private static Budget Of(Device device)
    {
        if (device.Type == DeviceType.Cpu) return cpu;
        lock (budgets)
        {
            return budgets.TryGetValue(device, out Budget? budget) ? budget : budgets[device] = new Budget();
        }
    }

    private sealed class Budget
    {
        internal long Limit = Smallest;
        internal long Floor = Smallest;
    }
}

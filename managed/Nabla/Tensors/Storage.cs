using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

/// <summary>One block of a device's memory and its version: what a tensor, its views and its detached twins
/// share.</summary>
internal sealed class Storage
{
    private readonly DeviceBufferHandle handle;
    private int version;

    internal Storage(DeviceBufferHandle handle, long bytes, Device device)
    {
        this.handle = handle;
        Bytes = bytes;
        Device = device;
        IsInference = GradMode.IsInference;
        TensorScope.Enlist(this);
    }

    internal DeviceBufferHandle Handle => handle;

    internal long Bytes { get; }

    internal Device Device { get; }

    /// <summary>The scope that disposes it at its end; null for none.</summary>
    internal TensorScope? Scope { get; set; }

    /// <summary>Made in inference mode: its changes are not counted for autograd, so that no graph may save
    /// it.</summary>
    internal bool IsInference { get; }

    /// <summary>In how many places a backward pass holds it; at none left the pass frees it. 0 where others see it
    /// too.</summary>
    internal int Leases { get; set; }

    internal bool IsDisposed => handle.IsClosed;

    /// <summary>How often the elements were changed in place: a saved tensor whose version grew is stale.</summary>
    internal int Version => Volatile.Read(ref version);

    internal void BumpVersion() => Interlocked.Increment(ref version);

    /// <summary>A reference on the block, to be given back with DangerousRelease.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    internal DeviceBufferHandle Hold(ref bool held)
    {
        try
        {
            handle.DangerousAddRef(ref held);
        }
        catch (ObjectDisposedException)
        {
            throw Disposed(); // the runtime would name the handle, which the caller has never seen
        }
        return handle;
    }

    internal void Dispose() => handle.Dispose();

    internal static ObjectDisposedException Disposed() => new(
        nameof(Tensor),
        "the tensor was disposed: by its Dispose, by that of a tensor that shares its memory, or by its TensorScope");
}

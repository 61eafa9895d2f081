namespace Nabla;

/// <summary>A device has not enough memory, also after the garbage collector ran and the cache was given
/// back.</summary>
public sealed class DeviceOutOfMemoryException : NablaException
{
    /// <summary>An exception without a message of its own.</summary>
    public DeviceOutOfMemoryException() { }

    /// <summary>An exception that says what failed.</summary>
    public DeviceOutOfMemoryException(string message) : base(message) { }

    /// <summary>An exception that says what failed, and from what.</summary>
    public DeviceOutOfMemoryException(string message, Exception? innerException) : base(message, innerException) { }

    internal DeviceOutOfMemoryException(
        string message, Device device, long asked, long free, long live, long cached) : base(message)
    {
        Device = device;
        AskedBytes = asked;
        FreeBytes = free;
        LiveBytes = live;
        CachedBytes = cached;
    }

    /// <summary>The device that had no memory left.</summary>
    public Device Device { get; }

    /// <summary>How many bytes were asked for; 0 where the native call did not say.</summary>
    public long AskedBytes { get; }

    /// <summary>How many bytes of the device's memory no tensor holds: its total less
    /// <see cref="LiveBytes"/>.</summary>
    public long FreeBytes { get; }

    /// <summary>How many bytes tensors held.</summary>
    public long LiveBytes { get; }

    /// <summary>How many bytes lay in the cache for the next tensor.</summary>
    public long CachedBytes { get; }
}

using System.Globalization;
using Nabla.Interop;

namespace Nabla;

/// <summary>Kinds of device. The values are those of the native library.</summary>
public enum DeviceType
{
    /// <summary>The processor that runs the program.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}

/// <summary>Where a tensor's elements lie; torch.device. The default value is the CPU.</summary>
public readonly record struct Device
{
    private Device(DeviceType type, int index)
    {
        Type = type;
        Index = index;
    }

    /// <summary>The kind of device.</summary>
    public DeviceType Type { get; }

    /// <summary>Its number among those of its kind, from 0.</summary>
    public int Index { get; }

    /// <summary>The processor that runs the program.</summary>
    public static Device Cpu => default;

    /// <summary>How many CUDA devices this machine offers; torch.cuda.device_count.</summary>
    public static int CudaCount => CountCuda(out _);

    /// <summary>Whether there is a CUDA device; torch.cuda.is_available.</summary>
    public static bool IsCudaAvailable => CudaCount > 0;

    /// <summary>An NVIDIA GPU.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public static Device Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        int count = CountCuda(out string why);
        if (count == 0)
            throw new PlatformNotSupportedException(
                $"Device.Cuda({index}): no CUDA device was found: {why}; use Device.Cpu, or ask " +
                "Device.IsCudaAvailable first");
        if (index >= count)
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"Device.Cuda({index}): there are {count} CUDA devices, numbered from 0");
        return new Device(DeviceType.Cuda, index);
    }

    /// <summary>The device of a name: "cpu", "cuda" (the first) or "cuda:1".</summary>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no CUDA device.</exception>
    public static Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> kind = colon < 0 ? name : name.AsSpan(0, colon);
        ReadOnlySpan<char> number = colon < 0 ? "0" : name.AsSpan(colon + 1);
        bool known = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return kind switch
        {
            "cpu" when known && index == 0 => Cpu,
            "cuda" when known => Cuda(index),
            _ => throw new ArgumentException(
                $"'{name}' names no device; give \"cpu\", \"cuda\" or \"cuda:N\"", nameof(name)),
        };
    }

    /// <summary>"cpu" or "cuda:0", as PyTorch prints it.</summary>
    public override string ToString() =>
        Type == DeviceType.Cpu ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}");

    /// <summary>Waits until all work given to the device is done; torch.cuda.synchronize. Does nothing on the
    /// CPU.</summary>
    public void Synchronize() => Native.nabla_device_synchronize(ToNative()).ThrowIfFailed();

    internal NablaDevice ToNative() => new() { Type = (int)Type, Index = Index };

    internal static unsafe int CountCuda(out string why)
    {
        int count;
        byte* reason = null;
        Native.nabla_device_count(NablaDeviceType.Cuda, &count, &reason).ThrowIfFailed();
        why = NativeStatus.Text(reason).TrimEnd('.');
        return count;
    }
}

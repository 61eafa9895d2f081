using System.Runtime.InteropServices;
using Nabla.Interop;

namespace Nabla;

/// <summary>The native library: where it is, what it found, how many threads it uses.</summary>
public static unsafe class Library
{
    private static string? path;

    /// <summary>
    /// The library's file, or the folder that it lies in, to be set before anything else is used; null to look where
    /// the package puts it.
    /// The environment variable NABLA_LIBRARY says the same from outside.
    /// </summary>
    /// <exception cref="InvalidOperationException">The library is already loaded.</exception>
    public static string? Path
    {
        get => path;
        set
        {
            if (IsLoaded)
                throw new InvalidOperationException(
                    $"Library.Path was set after the native library had been loaded from {LoadedPath}; set it at the " +
                    "program's start");
            path = value;
        }
    }

    /// <summary>Whether the library is loaded: the first native call loads it.</summary>
    public static bool IsLoaded => LoadedPath is not null;

    /// <summary>Where the library was loaded from; null while it is not.</summary>
    public static string? LoadedPath => LibraryLoader.LoadedPath;

    /// <summary>The library's version, as "0.1.0".</summary>
    public static string Version => NativeStatus.Text(Info().Version);

    /// <summary>How many threads large CPU operations use, the caller's included; 0 sets the number of processors.
    /// Results do not depend on it; torch.set_num_threads.</summary>
    public static int ThreadCount
    {
        get => Info().Threads;
        set => Native.nabla_set_thread_count(value).ThrowIfFailed();
    }

    /// <summary>
    /// The instruction set of the CPU kernels: "sse4", "avx2" or "avx512". The best is chosen; set a lesser one for
    /// equal bits on unequal machines.
    /// </summary>
    /// <exception cref="NotSupportedException">This processor lacks it.</exception>
    public static string CpuTarget
    {
        get => NativeStatus.Text(Info().CpuTarget);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            byte* text = (byte*)Marshal.StringToCoTaskMemUTF8(value);
            try
            {
                Native.nabla_set_cpu_target(text).ThrowIfFailed();
            }
            finally
            {
                Marshal.FreeCoTaskMem((nint)text);
            }
        }
    }

    /// <summary>What the library is and what it found, or why it does not load. Never throws for want of a library or a
    /// device.</summary>
    public static LibraryReport Diagnose()
    {
        try
        {
            LibraryLoader.Load();
        }
        catch (LibraryLoadException e)
        {
            return new LibraryReport { Error = e.Message };
        }
        NablaLibraryInfo info = Info();
        int cudaCount = Device.CountCuda(out string why);
        IEnumerable<Device> gpus = Enumerable.Range(0, cudaCount).Select(Device.Cuda);
        return new LibraryReport
        {
            Path = LoadedPath,
            Version = NativeStatus.Text(info.Version),
            AbiVersion = $"{info.AbiMajor}.{info.AbiMinor}",
            Compiler = NativeStatus.Text(info.Compiler),
            CpuTarget = NativeStatus.Text(info.CpuTarget),
            Threads = info.Threads,
            Blas = NativeStatus.Text(info.Blas),
            Devices = [.. gpus.Prepend(Device.Cpu).Select(Describe)],
            CudaReason = cudaCount == 0 ? why : null,
        };
    }

    private static NablaLibraryInfo Info()
    {
        NablaLibraryInfo info;
        Native.nabla_get_library_info(&info).ThrowIfFailed();
        return info;
    }

    private static DeviceReport Describe(Device device)
    {
        NablaDeviceInfo info;
        Native.nabla_get_device_info(device.ToNative(), &info).ThrowIfFailed();
        return new DeviceReport
        {
            Device = device.ToString(),
            Name = NativeStatus.Text(info.Name),
            TotalBytes = info.TotalBytes,
            Multiprocessors = info.Multiprocessors,
            ComputeCapability = device.Type == DeviceType.Cuda ? $"{info.Major}.{info.Minor}" : null,
        };
    }
}

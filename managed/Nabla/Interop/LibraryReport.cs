using System.Globalization;
using System.Text;

namespace Nabla;

/// <summary>What <see cref="Library.Diagnose"/> found.</summary>
public sealed record LibraryReport
{
    /// <summary>Why the library does not load; null where it does, and then the rest is filled in.</summary>
    public string? Error { get; init; }

    /// <summary>Where the library was loaded from.</summary>
    public string? Path { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>The version of its C interface.</summary>
    public string? AbiVersion { get; init; }

    /// <summary>What built it.</summary>
    public string? Compiler { get; init; }

    /// <summary>The instruction set of the CPU kernels.</summary>
    public string? CpuTarget { get; init; }

    /// <summary>How many threads large CPU operations use.</summary>
    public int Threads { get; init; }

    /// <summary>The matrix library and its version.</summary>
    public string? Blas { get; init; }

    /// <summary>The devices that tensors can lie on.</summary>
    public IReadOnlyList<DeviceReport> Devices { get; init; } = [];

    /// <summary>Why there is no CUDA device; null where there is one.</summary>
    public string? CudaReason { get; init; }

    /// <summary>The report in lines to read.</summary>
    public override string ToString()
    {
        if (Error is not null) return Error;
        var text = new StringBuilder();
        Line("library", $"Nabla {Version} (ABI {AbiVersion}, {Compiler})");
        Line("path", Path);
        Line("cpu target", CpuTarget);
        Line("threads", Threads.ToString(CultureInfo.InvariantCulture));
        Line("blas", Blas);
        foreach (DeviceReport device in Devices) Line("device", device.ToString());
        if (CudaReason is not null) Line("no cuda", CudaReason);
        return text.ToString().TrimEnd('\n');

        void Line(string name, string? value) => text.Append(CultureInfo.InvariantCulture, $"{name,-10}  {value}\n");
    }
}

/// <summary>A device that tensors can lie on.</summary>
public sealed record DeviceReport
{
    /// <summary>Its name in this library: "cpu", "cuda:0".</summary>
    public required string Device { get; init; }

    /// <summary>Its maker's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>Its memory in bytes.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Its multiprocessors; on a CPU its logical processors.</summary>
    public int Multiprocessors { get; init; }

    /// <summary>The CUDA compute capability, as "9.0"; null on a CPU.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>One line to read.</summary>
    public override string ToString()
    {
        string units = ComputeCapability is null
            ? "processors"
            : $"multiprocessors, compute capability {ComputeCapability}";
        double gibibytes = TotalBytes / (double)(1L << 30);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Device}: {Name}, {gibibytes:F1} GiB, {Multiprocessors} {units}");
    }
}

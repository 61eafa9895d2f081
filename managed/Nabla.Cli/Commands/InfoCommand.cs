using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Nabla.Cli.Commands;

/// <summary>nabla info: what the library is and what it found.</summary>
internal static class InfoCommand
{
    private static readonly HelpText help = new(
        """
        Tells version, library file, instruction set, threads, BLAS and devices; and, where there is no
        GPU, why none was found. Exits with 1 where the native library does not load, and says why.
        """,
        """
        nabla info
        nabla info --json | jq .devices
        """);

    internal static (Command Command, HelpText Help) Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object, for programs." };
        var command = new Command("info", "Tell what the library is and what it found on this machine.") { json };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(json)));
        return (command, help);
    }

    private static int Run(Terminal terminal, bool json)
    {
        LibraryReport report = Library.Diagnose();
        if (json) terminal.Output.WriteLine(ToJson(report));
        else if (report.Error is null) PrintTable(terminal, report);
        if (report.Error is null) return ExitCode.Success;
        if (!json) terminal.Error.WriteLine($"nabla: {report.Error}");
        return ExitCode.Failure;
    }

    private static void PrintTable(Terminal terminal, LibraryReport report)
    {
        List<string[]> rows =
        [
            ["version", $"{report.Version} (ABI {report.AbiVersion})"],
            ["library", report.Path ?? ""],
            ["built by", report.Compiler ?? ""],
            ["instruction set", report.CpuTarget ?? ""],
            ["threads", report.Threads.ToString(CultureInfo.InvariantCulture)],
            ["BLAS", report.Blas ?? ""],
            .. report.Devices.Select(static device => new[] { device.Device, DescribeDevice(device) }),
        ];
        if (report.CudaReason is not null) rows.Add(["cuda", $"none: {report.CudaReason}"]);
        rows.Add([".NET", $"{RuntimeInformation.FrameworkDescription[5..]} on {RuntimeInformation.OSDescription}"]);
        terminal.Table(["what", "found"], rows);
    }

    private static string DescribeDevice(DeviceReport device)
    {
        string units = device.ComputeCapability is null ? "logical processors" : $"multiprocessors, compute capability {device.ComputeCapability}";
        double size = device.TotalBytes / (double)(1L << 30);
        return string.Create(CultureInfo.InvariantCulture, $"{device.Name}, {size:F1} GiB, {device.Multiprocessors} {units}");
    }

    private static string ToJson(LibraryReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("error", report.Error);
            json.WriteString("version", report.Version);
            json.WriteString("abi", report.AbiVersion);
            json.WriteString("library", report.Path);
            json.WriteString("compiler", report.Compiler);
            json.WriteString("cpu_target", report.CpuTarget);
            json.WriteNumber("threads", report.Threads);
            json.WriteString("blas", report.Blas);
            json.WriteStartArray("devices");
            foreach (DeviceReport device in report.Devices)
            {
                json.WriteStartObject();
                json.WriteString("device", device.Device);
                json.WriteString("name", device.Name);
                json.WriteNumber("total_bytes", device.TotalBytes);
                json.WriteNumber("multiprocessors", device.Multiprocessors);
                json.WriteString("compute_capability", device.ComputeCapability);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("no_cuda", report.CudaReason);
            json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
            json.WriteString("system", RuntimeInformation.OSDescription);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}

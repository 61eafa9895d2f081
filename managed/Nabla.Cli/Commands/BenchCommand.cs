using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Nabla.Cli.Commands;

/// <summary>nabla bench: a few operations beside a copy of the same memory.</summary>
internal static class BenchCommand
{
    private const int Rounds = 15;

    private static readonly HelpText help = new(
        """
        A check of seconds that this machine gets what its memory can give. Rounds are interleaved and
        medians shown, since machines change their pace from second to second. Bytes are counted as each
        input read once and each output written once.
        """,
        """
        nabla bench
        nabla bench --elements 65536
        """);

    /// <summary>What is timed, and how many bytes of memory an element of float32 costs it.</summary>
    private static readonly (string Name, int BytesPerElement, Func<Tensor, Tensor, Tensor> Run)[] work =
    [
        ("copy", 8, static (a, _) => a.Clone()),
        ("add", 12, static (a, b) => a + b),
        ("exp", 8, static (a, _) => a.Exp()),
        ("tanh", 8, static (a, _) => a.Tanh()),
        ("sum", 4, static (a, _) => a.Sum()),
    ];

    internal static (Command Command, HelpText Help) Create(Terminal terminal, CancellationToken stop)
    {
        Option<int> elements = CommonOptions.Number("--elements", "How many float32 elements each tensor has.", 1 << 24, least: 1, most: 1 << 30);
        Option<string> device = CommonOptions.Device();
        var command = new Command("bench", "Time a few operations beside a copy of the same memory.") { elements, device };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(elements), CommonOptions.ParseDevice(parsed.GetValue(device)!), stop));
        return (command, help);
    }

    private static int Run(Terminal terminal, int elements, Device device, CancellationToken stop)
    {
        using ModeScope mode = Autograd.NoGrad();
        using Tensor a = Tensor.Rand([elements], device: device, generator: new Generator(0));
        using Tensor b = Tensor.Rand([elements], device: device, generator: new Generator(1));
        var seconds = new double[work.Length, Rounds];
        int repeats = Math.Max(1, (1 << 20) / elements); // what is too short for the clock is timed several times at once
        terminal.Progress("timing", Rounds + 1, advance =>
        {
            for (int round = -1; round < Rounds; round++) // the first round warms up
            {
                for (int i = 0; i < work.Length; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    double time = Time(work[i].Run, a, b, repeats);
                    if (round >= 0) seconds[i, round] = time;
                }
                advance();
            }
        });

        double[] copyRates = [.. Enumerable.Range(0, Rounds).Select(round => work[0].BytesPerElement / seconds[0, round])];
        terminal.Line($"{elements} float32 elements on {device}, {Library.ThreadCount} threads, {Library.CpuTarget}, medians of {Rounds} rounds");
        terminal.Table(["operation", ">us", ">GB/s", ">of copy"], [.. work.Select((item, i) => Row(item.Name, item.BytesPerElement, i))]);
        return ExitCode.Success;

        string[] Row(string name, int bytes, int i)
        {
            double[] times = [.. Enumerable.Range(0, Rounds).Select(round => seconds[i, round])];
            double share = Median([.. times.Select((time, round) => bytes / time / copyRates[round])]);
            double time = Median(times);
            return [name, Text(time * 1e6, "F1"), Text((double)bytes * elements / time / 1e9, "F1"), Text(share, "P0")];
        }
    }

    private static double Time(Func<Tensor, Tensor, Tensor> run, Tensor a, Tensor b, int repeats)
    {
        a.Device.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) run(a, b).Dispose();
        a.Device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Nabla.Benchmarks.Running;

/// <summary>How the benchmarks run.</summary>
internal static class Settings
{
    /// <summary>Every size and every gradient, instead of what fits a few minutes.</summary>
    internal static bool IsFull { get; set; }

    /// <summary>Elements of the elementwise cases: within a core's cache, within the last level, beyond it.</summary>
    internal static long[] Counts => IsFull ? [1 << 14, 1 << 20, 1 << 24] : [1 << 20];

    internal static IConfig Config => ManualConfig.CreateEmpty()
        .AddJob(Job)
        .AddLogger(new ProgressLogger())
        .AddExporter(MarkdownExporter.GitHub)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics)
        .AddColumn(StatisticColumn.Median, RateColumn.Bandwidth, RateColumn.Arithmetic, new CopyShareColumn())
        .HideColumns(Column.Mean, Column.Error, Column.RatioSD, Column.AllocRatio)
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60));

    // In this process: the cases are many, and a process with a build of its own for each would take hours.
    private static Job Job => Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(IsFull ? 100 : 25))
        .WithWarmupCount(IsFull ? 5 : 2)
        .WithIterationCount(IsFull ? 15 : 5);
}

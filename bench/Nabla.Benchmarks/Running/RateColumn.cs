using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Nabla.Benchmarks.Running;

/// <summary>Work done in a nanosecond of the median call: bytes give GB/s, operations GFLOP/s.</summary>
internal sealed class RateColumn(string name, string legend, Func<IMeasured, double> work) : IColumn
{
    internal static readonly RateColumn Bandwidth = new("GB/s", "Inputs read once and outputs written once, by the median time", static measured => measured.Bytes);
    internal static readonly RateColumn Arithmetic = new("GFLOP/s", "Additions and multiplications, by the median time", static measured => measured.Operations);

    public string Id => $"{nameof(RateColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => Measured(benchmark) is { } measured && work(measured) > 0);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        Rate(summary, benchmarkCase) is double rate ? rate.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    internal double? Rate(Summary summary, BenchmarkCase benchmark)
    {
        double? nanoseconds = summary[benchmark]?.ResultStatistics?.Median;
        double done = Measured(benchmark) is { } measured ? work(measured) : 0;
        return nanoseconds > 0 && done > 0 ? done / nanoseconds : null;
    }

    /// <summary>The benchmark class with the parameters of one case, not set up.</summary>
    private static IMeasured? Measured(BenchmarkCase benchmark)
    {
        if (Activator.CreateInstance(benchmark.Descriptor.Type) is not IMeasured measured) return null;
        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
        {
            measured.GetType().GetProperty(parameter.Name)!.SetValue(measured, parameter.Value);
        }
        return measured;
    }
}

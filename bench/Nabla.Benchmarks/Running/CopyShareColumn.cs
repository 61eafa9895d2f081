using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Nabla.Benchmarks.Running;

/// <summary>A kernel's bandwidth as a share of the memory copy's that ran just before it: 1 is as fast as a copy.</summary>
internal sealed class CopyShareColumn : IColumn
{
    public string Id => nameof(CopyShareColumn);

    public string ColumnName => "of copy";

    public string Legend => "Bandwidth as a share of the copy's in the row above: 1 is as fast as a copy of the same bytes";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(summary.IsBaseline);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        BenchmarkCase? copy = summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase));
        double? share = copy is null ? null : RateColumn.Bandwidth.Rate(summary, benchmarkCase) / RateColumn.Bandwidth.Rate(summary, copy);
        return share?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
    }
}

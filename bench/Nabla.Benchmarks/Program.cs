// Benchmarks of the managed library: its kernels beside a memory copy, and what a call costs before any kernel runs.
// Arguments are BenchmarkDotNet's, and --full: every size, every gradient, more iterations.
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Nabla.Benchmarks.Running;

Settings.IsFull = args.Contains("--full");
string[] rest = [.. args.Where(static argument => argument != "--full")];
if (!rest.Contains("--filter")) rest = [.. rest, "--filter", "*"];

Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Settings).Assembly).Run(rest, Settings.Config)];
foreach (Summary summary in summaries.Where(static summary => !summary.HasCriticalValidationErrors))
{
    ConsoleLogger.Default.WriteLine();
    MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
}

bool failed = summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success));
return failed ? 1 : 0;

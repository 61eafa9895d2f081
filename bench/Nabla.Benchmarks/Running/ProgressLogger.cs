using BenchmarkDotNet.Loggers;

namespace Nabla.Benchmarks.Running;

/// <summary>Of all that BenchmarkDotNet tells while it runs, a line for each case; and whatever went wrong.</summary>
internal sealed class ProgressLogger : ILogger
{
    private const string Case = "// Benchmark: ";
    private bool midLine;

    public string Id => nameof(ProgressLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text) => Show(logKind, text, ends: false);

    public void WriteLine() => Show(LogKind.Default, "", ends: true);

    public void WriteLine(LogKind logKind, string text) => Show(logKind, text, ends: true);

    public void Flush() => ConsoleLogger.Default.Flush();

    private void Show(LogKind kind, string text, bool ends)
    {
        if (kind == LogKind.Error)
        {
            ConsoleLogger.Default.Write(kind, text);
            midLine = !ends;
            if (ends) ConsoleLogger.Default.WriteLine();
        }
        else if (ends && midLine)
        {
            midLine = false;
            ConsoleLogger.Default.WriteLine();
        }
        else if (text.StartsWith(Case, StringComparison.Ordinal))
        {
            // "Class.Method: Job-XYZ(settings) [parameters]": the settings are the same for all.
            int parameters = text.LastIndexOf('[');
            ConsoleLogger.Default.WriteLine(LogKind.Info, text[Case.Length..text.IndexOf(':', Case.Length)] + (parameters < 0 ? "" : " " + text[parameters..]));
        }
    }
}

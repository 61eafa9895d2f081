using System.Diagnostics;
using System.Globalization;
using Nabla.Cli;

namespace Nabla.Tests.Cli;

internal sealed class InterruptTests
{
    [Test]
    [Platform("Linux")]
    public void A_signal_ends_the_process_cleanly()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "demo", "--epochs", "100000", "--output", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process tool = Process.Start(start)!;
        try
        {
            while (tool.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch ", StringComparison.Ordinal)) { }
            // SIGTERM, which takes the same way as Ctrl-C: a test run in the background may have been told to ignore SIGINT.
            using Process kill = Process.Start("kill", ["-TERM", tool.Id.ToString(CultureInfo.InvariantCulture)]);
            string output = tool.StandardOutput.ReadToEnd();
            Assert.That(tool.WaitForExit(TimeSpan.FromSeconds(30)));
            Assert.That(tool.ExitCode, Is.EqualTo(130));
            Assert.That(output.TrimEnd().Split('\n')[^1], Does.Match(@"^stopped after \d+ of 100000 epochs, at test accuracy \d+\.\d%$"));
            Assert.That(tool.StandardError.ReadToEnd(), Is.Empty);
        }
        finally
        {
            if (!tool.HasExited) tool.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Text.Json;
using Nabla.Cli;

namespace Nabla.Tests.Cli;

internal sealed class ToolTests
{
    /// <summary>Runs a command line as a pipe would see it.</summary>
    internal static (int Code, string Output, string Error) Run(string[] args, CancellationToken stop = default)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(args, new Terminal(output, error), stop);
        return (code, output.ToString(), error.ToString());
    }

    [TestCase]
    [TestCase("--help")]
    public void Help_names_every_command_and_shows_examples(params string[] args)
    {
        (int code, string output, string error) = Run(args);
        Assert.That(code, Is.Zero);
        Assert.That(error, Is.Empty);
        foreach (string word in new[] { "info", "demo", "train", "bench", "nabla [command]", "Examples:", "nabla demo" })
            Assert.That(output, Does.Contain(word));
    }

    [TestCase("info", "--json")]
    [TestCase("demo", "--seed", "--epochs", "--device", "--output")]
    [TestCase("train", "--data", "--label", "--layers", "--optimizer", "--lr", "--batch", "--save")]
    [TestCase("bench", "--elements", "--device")]
    public void Each_command_has_help_with_examples(string command, params string[] options)
    {
        (int code, string output, _) = Run([command, "--help"]);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("Examples:").And.Contain($"nabla {command}"));
        foreach (string option in options) Assert.That(output, Does.Contain(option));
    }

    [TestCase("frobnicate")]
    [TestCase("demo", "--epochs", "0")]
    [TestCase("demo", "--epochs", "many")]
    [TestCase("demo", "--seed", "-1")]
    [TestCase("demo", "--device", "tpu")]
    [TestCase("train")]
    [TestCase("train", "--data", "x.csv", "--optimizer", "lbfgs")]
    [TestCase("train", "--data", "x.csv", "--test-share", "1")]
    [TestCase("bench", "--elements", "-5")]
    public void A_command_line_that_makes_no_sense_is_one_sentence_and_2(params string[] args)
    {
        (int code, string output, string error) = Run(args);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("nabla: ").And.EndWith(".\n").Or.EndsWith("\n"));
        Assert.That(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }

    [Test]
    public void Info_tells_what_was_found()
    {
        (int code, string output, string error) = Run(["info"]);
        Assert.That(code, Is.Zero);
        Assert.That(error, Is.Empty);
        LibraryReport report = Library.Diagnose();
        foreach (string? found in new[] { report.Version, report.Path, report.CpuTarget, report.Blas, "threads", "cpu" })
            Assert.That(output, Does.Contain(found!));
        if (report.CudaReason is not null) Assert.That(output, Does.Contain(report.CudaReason));
    }

    [Test]
    public void Info_tells_programs_in_JSON()
    {
        (int code, string output, _) = Run(["info", "--json"]);
        Assert.That(code, Is.Zero);
        using JsonDocument json = JsonDocument.Parse(output);
        LibraryReport report = Library.Diagnose();
        Assert.That(json.RootElement.GetProperty("version").GetString(), Is.EqualTo(report.Version));
        Assert.That(json.RootElement.GetProperty("library").GetString(), Is.EqualTo(report.Path));
        Assert.That(json.RootElement.GetProperty("cpu_target").GetString(), Is.EqualTo(report.CpuTarget));
        Assert.That(json.RootElement.GetProperty("threads").GetInt32(), Is.EqualTo(report.Threads));
        Assert.That(json.RootElement.GetProperty("devices")[0].GetProperty("device").GetString(), Is.EqualTo("cpu"));
        Assert.That(json.RootElement.GetProperty("no_cuda").GetString(), Is.EqualTo(report.CudaReason));
    }

    [Test]
    public void A_device_that_is_not_there_is_told_with_the_reason()
    {
        if (Device.IsCudaAvailable) Assert.Ignore("there is a CUDA device");
        (int code, _, string error) = Run(["demo", "--device", "cuda"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain(Library.Diagnose().CudaReason!));
    }

    [Test]
    public void Bench_compares_with_a_copy()
    {
        (int code, string output, _) = Run(["bench", "--elements", "4096"]);
        Assert.That(code, Is.Zero);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "operation", "us", "GB/s", "of", "copy" }));
        Assert.That(lines[2..].Select(static line => line.Split(' ')[0]), Is.EqualTo(new[] { "copy", "add", "exp", "tanh", "sum" }));
    }
}

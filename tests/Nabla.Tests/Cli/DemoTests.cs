using System.Globalization;
using System.Text.RegularExpressions;
using Nabla.Cli.Data;
using Nabla.Cli.Examples;
using Nabla.Data;

namespace Nabla.Tests.Cli;

internal sealed partial class DemoTests
{
    [GeneratedRegex(@"\Atest accuracy (\d+\.\d)% \(1438 train, 359 test\), device cpu, \d+\.\d s\z")]
    private static partial Regex LastLine { get; }

    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_introductory_example_prints_what_PyTorch_prints()
    {
        var lines = new List<string>();
        IntroductoryExample.Run(lines.Add);
        Assert.That(string.Join('\n', lines), Is.EqualTo(
            """
            x = torch.ones(2, 2, requires_grad=True); y = x + 2; z = y * y * 3; out = z.mean(); out.backward()
            tensor([[1., 1.],
                    [1., 1.]], requires_grad=True)
            tensor([[3., 3.],
                    [3., 3.]], grad_fn=<AddBackward0>)
            tensor([[27., 27.],
                    [27., 27.]], grad_fn=<MulBackward0>)
            tensor(27., grad_fn=<MeanBackward0>)
            x.grad: tensor([[4.5000, 4.5000],
                    [4.5000, 4.5000]])
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void The_digits_are_all_there()
    {
        TensorDataset digits = DigitsDataset.Load();
        Assert.That(digits.Inputs.Shape.ToArray(), Is.EqualTo(new long[] { 1797, 8, 8 }));
        Assert.That(digits.Inputs.DType, Is.EqualTo(DType.Float32));
        Assert.That(digits.Inputs.Min().Item<float>(), Is.Zero);
        Assert.That(digits.Inputs.Max().Item<float>(), Is.EqualTo(1));
        long[] counts = [.. digits.Targets.ToArray<long>().CountBy(static digit => digit).OrderBy(static pair => pair.Key).Select(static pair => (long)pair.Value)];
        Assert.That(counts, Is.EqualTo(new long[] { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 }));
        Assert.That(digits[0].Input.Select(0, 0).ToArray<float>(), Is.EqualTo(new[] { 0, 0, 5, 13, 9, 1, 0, 0 }.Select(static v => v / 16f)));
    }

    [Test]
    public void The_demo_reads_at_least_97_of_100_digits_and_saves_its_pictures()
    {
        (int code, string output, string error) = ToolTests.Run(["demo", "--output", folder]);
        Assert.That(error, Is.Empty);
        Assert.That(code, Is.Zero);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Match last = LastLine.Match(lines[^1]);
        Assert.That(last.Success, lines[^1]);
        Assert.That(double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(97));
        Assert.That(lines.Count(static line => line.StartsWith("epoch ", StringComparison.Ordinal)), Is.EqualTo(30));
        foreach (string name in new[] { "loss.png", "digits.png" })
        {
            string path = Path.Combine(folder, name);
            Assert.That(output, Does.Contain(path));
            Assert.That(File.ReadAllBytes(path)[1..4], Is.EqualTo("PNG"u8.ToArray()));
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_run()
    {
        string[] Run(string seed)
        {
            (_, string output, _) = ToolTests.Run(["demo", "--seed", seed, "--epochs", "2", "--output", folder]);
            return [.. output.Split('\n').Where(static line => line.StartsWith("epoch ", StringComparison.Ordinal))];
        }

        string[] first = Run("3");
        Assert.That(first, Has.Length.EqualTo(2));
        Assert.That(Run("3"), Is.EqualTo(first));
        Assert.That(Run("4"), Is.Not.EqualTo(first));
    }

    [Test]
    public void An_interrupted_run_says_how_far_it_came()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        (int code, string output, string error) = ToolTests.Run(["demo", "--output", folder], stop.Token);
        Assert.That(code, Is.EqualTo(130));
        Assert.That(output, Does.EndWith("stopped within the first epoch\n"));
        Assert.That(error, Is.Empty);
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_told_before_the_work()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        (int code, string output, string error) = ToolTests.Run(["demo", "--output", file]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain(file));
    }
}

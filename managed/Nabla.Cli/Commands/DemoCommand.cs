using System.CommandLine;
using System.Diagnostics;
using Nabla.Cli.Charts;
using Nabla.Cli.Data;
using Nabla.Cli.Examples;
using Nabla.Cli.Training;
using Nabla.Data;
using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Cli.Commands;

/// <summary>nabla demo: PyTorch's introductory example, then a network that learns handwritten digits.</summary>
internal static class DemoCommand
{
    private const int Hidden = 256;
    private const int BatchSize = 32;
    private const int Epochs = 30;
    private const double LearningRate = 4e-3;

    private static readonly HelpText help = new(
        """
        The network (64-256-10) learns from 1,797 real digits (UCI Optical Recognition of Handwritten
        Digits, CC BY 4.0), of which a fifth is held out for testing. Two pictures are saved: the loss
        from epoch to epoch (loss.png), and digits with what the network took them for (digits.png).
        """,
        """
        nabla demo
        nabla demo --seed 7 --epochs 10 --output /tmp
        """);

    internal static (Command Command, HelpText Help) Create(Terminal terminal, CancellationToken stop)
    {
        Option<ulong> seed = CommonOptions.Seed();
        Option<int> epochs = CommonOptions.Number("--epochs", "How often to go through the training digits.", Epochs, least: 1, most: 100_000);
        Option<string> device = CommonOptions.Device();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for the pictures; it is made if it is not there.",
            HelpName = "DIR",
            DefaultValueFactory = static _ => "nabla-demo",
        };
        var command = new Command("demo", "Run PyTorch's introductory example, then learn to read handwritten digits.") { seed, epochs, device, output };
        command.SetAction(parsed => Run(
            terminal, parsed.GetValue(seed), parsed.GetValue(epochs), CommonOptions.ParseDevice(parsed.GetValue(device)!), parsed.GetValue(output)!, stop));
        return (command, help);
    }

    private static int Run(Terminal terminal, ulong seed, int epochs, Device device, string output, CancellationToken stop)
    {
        string folder = Directory.CreateDirectory(output).FullName; // before the work, so that a bad one costs none
        IntroductoryExample.Run(terminal.Line);
        terminal.Line();

        long start = Stopwatch.GetTimestamp();
        using IDisposable random = new Generator(seed).Use();
        TensorDataset digits = DigitsDataset.Load();
        long held = digits.Count / 5;
        Subset[] parts = Subset.RandomSplit(digits, [digits.Count - held, held]);
        Sequential model = new Sequential(
            new Flatten(),
            new Linear(DigitsDataset.Side * DigitsDataset.Side, Hidden),
            new ReLU(),
            new Dropout(0.3),
            new Linear(Hidden, DigitsDataset.Classes)).To(device);
        var optimizer = new Adam(model.Parameters(), LearningRate);
        var train = new DataLoader(parts[0], BatchSize, shuffle: true);
        var test = new DataLoader(parts[1], (int)held);
        var trainer = new Trainer(model, optimizer, new CosineAnnealingLR(optimizer, epochs), train, test, device, stop);
        IReadOnlyList<EpochReport> reports = TrainingRun.Run(terminal, trainer, epochs);

        terminal.Line();
        SavePictures(terminal, folder, reports, parts[1], trainer.Predict());
        terminal.Line(TrainingRun.Summary(trainer, reports[^1], device, Stopwatch.GetElapsedTime(start)));
        return ExitCode.Success;
    }

    private static void SavePictures(Terminal terminal, string folder, IReadOnlyList<EpochReport> reports, Subset test, long[] predicted)
    {
        string curve = Path.Combine(folder, "loss.png");
        string sheet = Path.Combine(folder, "digits.png");
        LossCurve.Save(curve, "Learning handwritten digits", reports);
        DigitSheet.Save(sheet, [.. predicted.Select((digit, i) => Sample(test[i], digit))]);
        terminal.Line($"loss curve    {curve}");
        terminal.Line($"digit sheet   {sheet}");
        if (Fonts.AreMissing) terminal.Line("The pictures have no text, since this machine has no fonts; on Debian: apt-get install fonts-dejavu-core");
    }

    private static DigitSample Sample(Example example, long predicted) =>
        new(example.Input.Reshape(-1).ToArray<float>(), example.Target.Item<long>(), predicted);
}

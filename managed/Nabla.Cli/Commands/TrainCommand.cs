using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Nabla.Cli.Charts;
using Nabla.Cli.Data;
using Nabla.Cli.Training;
using Nabla.Data;
using Nabla.IO;
using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Cli.Commands;

/// <summary>nabla train: a classifier of the user's own examples.</summary>
internal static class TrainCommand
{
    private static readonly HelpText help = new(
        """
        Features are brought to mean 0 and deviation 1 (that is saved with the weights), and a share of
        the examples is held out for testing. A csv file may have a line of headings; labels may be
        numbers or words. In an .npz file, labels are whole numbers.
        """,
        """
        nabla train --data iris.csv
        nabla train --data iris.csv --label species --layers 32,32 --activation tanh --epochs 100
        nabla train --data digits.npz --optimizer sgd --lr 0.05 --save digits.safetensors --curve loss.png
        """);

    internal static (Command Command, HelpText Help) Create(Terminal terminal, CancellationToken stop)
    {
        var options = new TrainOptions();
        var command = new Command("train", "Teach a network to tell the classes of your own examples apart.");
        options.AddTo(command);
        command.SetAction(parsed => Run(terminal, options, parsed, stop));
        return (command, help);
    }

    private static int Run(Terminal terminal, TrainOptions options, ParseResult parsed, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        Device device = CommonOptions.ParseDevice(parsed.GetValue(options.Device)!);
        using IDisposable random = new Generator(parsed.GetValue(options.Seed)).Use();
        LabelledData data = LabelledData.Load(parsed.GetValue(options.Data)!, parsed.GetValue(options.Label));
        TensorDataset dataset = data.ToDataset();
        long held = (long)Math.Round(dataset.Count * parsed.GetValue(options.TestShare));
        if (held == 0 || held == dataset.Count || data.Classes.Length < 2)
        {
            throw new ToolException(
                $"{dataset.Count} examples of {data.Classes.Length} classes, {held} of them held out, are too few: it takes one to train, one to test, and 2 classes.");
        }
        Subset[] parts = Subset.RandomSplit(dataset, [dataset.Count - held, held]);
        Tensor known = dataset.Inputs.IndexSelect(0, Tensor.From(parts[0].Indices));
        Sequential model = options.CreateModel(parsed, new Standardize(known), dataset.Inputs.Size(1), data.Classes.Length).To(device);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{dataset.Count} examples, {dataset.Inputs.Size(1)} features, {data.Classes.Length} classes"));
        terminal.Line($"{model}");

        (int batch, int epochs) = (parsed.GetValue(options.Batch), parsed.GetValue(options.Epochs));
        Optimizer optimizer = options.CreateOptimizer(parsed, model);
        var train = new DataLoader(parts[0], batch, shuffle: true);
        var test = new DataLoader(parts[1], batch);
        var trainer = new Trainer(model, optimizer, new CosineAnnealingLR(optimizer, epochs), train, test, device, stop);
        IReadOnlyList<EpochReport> reports = TrainingRun.Run(terminal, trainer, epochs);

        if (parsed.GetValue(options.Save) is { } weights)
        {
            SafeTensors.Save(weights, model.StateDict(), data.Classes.Select(static (name, i) => KeyValuePair.Create($"class.{i}", name)));
            terminal.Line($"weights     {Path.GetFullPath(weights)}");
        }
        if (parsed.GetValue(options.Curve) is { } curve)
        {
            LossCurve.Save(curve, Path.GetFileName(parsed.GetValue(options.Data)!), reports);
            terminal.Line($"loss curve  {Path.GetFullPath(curve)}");
        }
        terminal.Line(TrainingRun.Summary(trainer, reports[^1], device, Stopwatch.GetElapsedTime(start)));
        return ExitCode.Success;
    }
}

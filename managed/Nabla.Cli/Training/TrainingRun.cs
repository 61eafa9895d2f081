using System.Globalization;

namespace Nabla.Cli.Training;

/// <summary>Training as the user sees it: a bar while it goes on, a line an epoch.</summary>
internal static class TrainingRun
{
    /// <summary>Runs epochs and tells of each.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; what was reached until then has been said.</exception>
    internal static IReadOnlyList<EpochReport> Run(Terminal terminal, Trainer trainer, int epochs)
    {
        var reports = new List<EpochReport>(epochs);
        try
        {
            terminal.Progress("training", epochs * trainer.Train.Count, advance =>
            {
                for (int epoch = 1; epoch <= epochs; epoch++)
                {
                    EpochReport report = trainer.RunEpoch(epoch, advance);
                    reports.Add(report);
                    terminal.Line(Describe(report, epochs));
                }
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Line(reports.Count == 0
                ? "stopped within the first epoch"
                : string.Create(CultureInfo.InvariantCulture, $"stopped after {reports.Count} of {epochs} epochs, at test accuracy {100 * reports[^1].TestAccuracy:F1}%"));
            throw;
        }
        return reports;
    }

    /// <summary>The line that a run ends with.</summary>
    internal static string Summary(Trainer trainer, EpochReport last, Device device, TimeSpan time)
    {
        string counts = $"{trainer.Train.Dataset.Count} train, {trainer.Test.Dataset.Count} test";
        return string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * last.TestAccuracy:F1}% ({counts}), device {device}, {time.TotalSeconds:F1} s");
    }

    private static string Describe(EpochReport report, int epochs)
    {
        string number = report.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {number}/{epochs}  loss {report.TrainLoss:F4}  test loss {report.TestLoss:F4}  test accuracy {100 * report.TestAccuracy:F1}%");
    }
}

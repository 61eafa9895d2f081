using Nabla.Cli.Training;
using ScottPlot;

namespace Nabla.Cli.Charts;

/// <summary>The loss from epoch to epoch, on training and on held-out examples.</summary>
internal static class LossCurve
{
    private const int Width = 900;
    private const int Height = 560;

    internal static void Save(string path, string title, IReadOnlyList<EpochReport> epochs)
    {
        using var plot = new Plot();
        if (Fonts.Family is { } family) plot.Font.Set(family);
        double[] x = [.. epochs.Select(static epoch => (double)epoch.Epoch)];
        AddLine(plot, "training examples", x, [.. epochs.Select(static epoch => epoch.TrainLoss)], Colors.C0);
        AddLine(plot, "held-out examples", x, [.. epochs.Select(static epoch => epoch.TestLoss)], Colors.C1);
        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel("mean cross entropy");
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.SetLimitsY(0, epochs.Max(static epoch => Math.Max(epoch.TrainLoss, epoch.TestLoss)) * 1.05);
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, Width, Height);
    }

    private static void AddLine(Plot plot, string name, double[] x, double[] y, Color color)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y, color);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = x.Length <= 50 ? 5 : 0;
    }
}

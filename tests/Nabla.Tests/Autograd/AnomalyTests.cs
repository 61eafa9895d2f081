using System.Runtime.CompilerServices;

namespace Nabla.Tests.Gradients;

/// <summary>Anomaly mode: a failing backward names the line of the forward call.</summary>
public sealed class AnomalyTests
{
    [Test]
    public void A_NaN_names_the_forward_line()
    {
        using ModeScope anomaly = Autograd.DetectAnomaly();
        Tensor x = Tensor.From(new[] { 0.0 }, requiresGrad: true);
        int line = Line() + 1;
        Tensor y = x.Sqrt() * 0;
        Assert.That(() => y.Sum().Backward(), Throws.InvalidOperationException
            .With.Message.Contains("Function 'SqrtBackward0' returned nan values in its 0th output")
            .And.Message.Contains($"AnomalyTests.cs:line {line}")
            .And.Message.Contains(nameof(A_NaN_names_the_forward_line)));
    }

    [Test]
    public void A_failure_names_the_forward_line_too()
    {
        using ModeScope anomaly = Autograd.DetectAnomaly(checkNaN: false);
        Tensor x = Tensor.From(new[] { 0.0 }, requiresGrad: true), y = x + 1;
        int line = Line() + 1;
        Tensor z = y.Square();
        y.AddInPlace(1);
        Assert.That(() => z.Sum().Backward(), Throws.InvalidOperationException.With.Message.Contains("SquareBackward0").And.Message.Contains($"AnomalyTests.cs:line {line}"));
        (x.Sqrt() * 0).Sum().Backward();
        Assert.That(double.IsNaN(x.Grad!.Item<double>()), Is.True, "NaN passes where it is not looked for");
    }

    [Test]
    public void Outside_of_the_mode_nothing_is_remembered()
    {
        Tensor x = Tensor.From(new[] { 0.0 }, requiresGrad: true), y = (x.Sqrt() * 0).Sum();
        y.Backward(retainGraph: true);
        using (Autograd.DetectAnomaly())
        {
            Assert.That(Autograd.IsAnomalyDetectionEnabled, Is.True);
            Assert.That(() => y.Backward(), Throws.InvalidOperationException.With.Message.Contains("before the forward pass"));
        }
        Assert.That(Autograd.IsAnomalyDetectionEnabled, Is.False);
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}

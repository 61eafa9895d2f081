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
        Tensor y = Call(x, static x => x.Sqrt() * 0, out int line);
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
        Tensor z = Call(y, static y => y.Square(), out int line);
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

    /// <summary>Calls <paramref name="forward"/> and says on which line it stands. (A statement among locals that a lambda captures
    /// has no line of its own in optimised code.)</summary>
    private static Tensor Call(Tensor x, Func<Tensor, Tensor> forward, out int line, [CallerLineNumber] int here = 0)
    {
        line = here;
        return forward(x);
    }
}

using System.Collections.Concurrent;
using Nabla.Graph;

namespace Nabla;

/// <summary>Automatic differentiation: modes, gradients and checks (<c>torch.autograd</c>).</summary>
public static partial class Autograd
{
    private static readonly ConcurrentDictionary<string, bool> warned = new();

    /// <summary>Where warnings go; null: nowhere. At first each text goes to the standard error stream, once.</summary>
    public static Action<string>? Warning { get; set; } = static text =>
    {
        if (warned.TryAdd(text, true)) Console.Error.WriteLine($"warning: {text}");
    };

    /// <summary>Whether operations are recorded here (<c>torch.is_grad_enabled</c>).</summary>
    public static bool IsGradEnabled => GradMode.IsEnabled;

    /// <summary>Whether <see cref="InferenceMode"/> is on here (<c>torch.is_inference_mode_enabled</c>).</summary>
    public static bool IsInferenceModeEnabled => GradMode.IsInference;

    /// <summary>Whether <see cref="DetectAnomaly"/> is on here (<c>torch.is_anomaly_enabled</c>).</summary>
    public static bool IsAnomalyDetectionEnabled => GradMode.IsAnomaly;

    /// <summary>Until the scope is disposed nothing is recorded (<c>torch.no_grad</c>): <c>using (Autograd.NoGrad()) { … }</c></summary>
    public static ModeScope NoGrad() => SetGradEnabled(false);

    /// <summary>Until the scope is disposed operations are recorded, also within <see cref="NoGrad"/> (<c>torch.enable_grad</c>).</summary>
    public static ModeScope EnableGrad() => SetGradEnabled(true);

    /// <summary>Until the scope is disposed operations are recorded or not (<c>torch.set_grad_enabled</c>).</summary>
    public static ModeScope SetGradEnabled(bool enabled) => Set(GradMode.Modes.NoGrad, !enabled);

    /// <summary>Until the scope is disposed nothing is recorded, and new tensors may never be part of a graph (<c>torch.inference_mode</c>).</summary>
    public static ModeScope InferenceMode(bool enabled = true) => Set(GradMode.Modes.Inference, enabled);

    /// <summary>Until the scope is disposed each operation remembers where it was called, and a backward that fails or gives NaN
    /// names that line (<c>torch.autograd.detect_anomaly</c>). Slow: for finding errors.</summary>
    /// <param name="checkNaN">also look for NaN in every gradient</param>
    public static ModeScope DetectAnomaly(bool checkNaN = true)
    {
        GradMode.Modes modes = GradMode.Current | GradMode.Modes.Anomaly;
        return GradMode.Enter(checkNaN ? modes & ~GradMode.Modes.AnomalyWithoutNaN : modes | GradMode.Modes.AnomalyWithoutNaN);
    }

    internal static void Warn(string text) => Warning?.Invoke(text);

    private static ModeScope Set(GradMode.Modes mode, bool on) =>
        GradMode.Enter(on ? GradMode.Current | mode : GradMode.Current & ~mode);
}

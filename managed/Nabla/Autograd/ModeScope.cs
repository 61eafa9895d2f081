using Nabla.Graph;

namespace Nabla;

/// <summary>A stretch of code in which operations are recorded differently; it ends with <see cref="Dispose"/>.</summary>
/// <remarks>Made by <see cref="Autograd.NoGrad"/>, <see cref="Autograd.EnableGrad"/>, <see cref="Autograd.InferenceMode"/>
/// and <see cref="Autograd.DetectAnomaly"/>; to be used with <c>using</c>. It flows with async.</remarks>
public readonly record struct ModeScope : IDisposable
{
    private readonly object? flow;
    private readonly GradMode.Modes modes;

    internal ModeScope(object? flow, GradMode.Modes modes)
    {
        this.flow = flow;
        this.modes = modes;
    }

    /// <summary>Returns to the mode before.</summary>
    public void Dispose() => GradMode.Leave(flow, modes);
}

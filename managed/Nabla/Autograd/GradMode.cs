namespace Nabla.Graph;

/// <summary>Whether operations are recorded here and now. The setting flows with async; a read costs one thread-local access.</summary>
internal static class GradMode
{
    [Flags]
    internal enum Modes : byte
    {
        None = 0,
        NoGrad = 1,
        Inference = 2,
        Anomaly = 4,
        AnomalyWithoutNaN = 8,
    }

    // The AsyncLocal is the truth that follows an async flow; its change handler keeps a thread-local mirror, which is all
    // that the hot path reads. The boxes are shared, so that entering a scope allocates no box.
    private static readonly object[] boxes = [.. Enumerable.Range(0, 16).Select(static i => (object)(Modes)i)];
    private static readonly AsyncLocal<object?> flowing = new(static change => current = Unbox(change.CurrentValue));
    [ThreadStatic] private static Modes current;

    internal static Modes Current => current;

    /// <summary>Operations on tensors that require gradients are recorded.</summary>
    internal static bool IsEnabled => (current & (Modes.NoGrad | Modes.Inference)) == 0;

    internal static bool IsInference => (current & Modes.Inference) != 0;

    internal static bool IsAnomaly => (current & Modes.Anomaly) != 0;

    /// <summary>Changes the mode of this async flow until the scope ends.</summary>
    internal static ModeScope Enter(Modes modes)
    {
        var scope = new ModeScope(flowing.Value, current);
        flowing.Value = boxes[(int)modes];
        current = modes;
        return scope;
    }

    internal static void Leave(object? flow, Modes modes)
    {
        flowing.Value = flow;
        current = modes;
    }

    /// <summary>Changes the mode of this thread alone, for the engine's synchronous work; give the result to <see cref="Restore"/>.</summary>
    internal static Modes Override(bool enabled)
    {
        Modes before = current;
        current = enabled ? before & ~(Modes.NoGrad | Modes.Inference) : before | Modes.NoGrad;
        return before;
    }

    internal static void Restore(Modes before) => current = before;

    private static Modes Unbox(object? box) => box is Modes modes ? modes : Modes.None;
}

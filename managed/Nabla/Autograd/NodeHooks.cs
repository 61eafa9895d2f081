namespace Nabla.Graph;

/// <summary>What else happens when a gradient arrives at a node: hooks of its results, and gradients that are retained.</summary>
/// <remarks>They hang on the node, not on the tensor: a hook is called even when its tensor is long gone.</remarks>
internal sealed class NodeHooks
{
    private readonly Lock gate = new();
    private Hook[] hooks = [];
    private Retained[] retained = [];

    /// <summary>The hooks of a node, made where there are none yet.</summary>
    internal static NodeHooks Of(Node node)
    {
        if (node.Hooks is { } present) return present;
        Interlocked.CompareExchange(ref node.Hooks, new NodeHooks(), null);
        return node.Hooks;
    }

    internal IDisposable Add(int output, Func<Tensor, Tensor?> call)
    {
        var hook = new Hook(output, call);
        lock (gate) hooks = [.. hooks, hook];
        return new Registration(() => Remove(hook));
    }

    /// <summary>The gradient of one output shall also be kept in a tensor's meta.</summary>
    internal void Retain(int output, AutogradMeta meta)
    {
        lock (gate) retained = [.. retained, new Retained(output, meta)];
    }

    /// <summary>No longer keeps gradients for a tensor whose history has moved on to another node.</summary>
    internal void Forget(AutogradMeta meta)
    {
        lock (gate) retained = Array.FindAll(retained, entry => entry.Meta != meta);
    }

    /// <summary>Runs hooks in the order of their registration, then keeps what is to be retained.</summary>
    internal void Apply(Node node, Span<Tensor?> gradients)
    {
        foreach (Hook hook in hooks)
        {
            ref Tensor? gradient = ref gradients[hook.Output];
            if (gradient is null) continue;
            GradientMemory.Show(gradient);
            if (hook.Call(gradient) is not { } changed || changed == gradient) continue;
            GradientCheck.Same($"a hook of {node.Name} returned a gradient", changed, gradient);
            gradient = changed;
        }
        foreach (Retained entry in retained)
        {
            if (gradients[entry.Output] is not { } gradient) continue;
            GradientMemory.Show(gradient);
            entry.Meta.Retain(gradient);
        }
    }

    private void Remove(Hook hook)
    {
        lock (gate) hooks = Array.FindAll(hooks, entry => entry != hook);
    }

    private sealed record Hook(int Output, Func<Tensor, Tensor?> Call);

    private readonly record struct Retained(int Output, AutogradMeta Meta);
}

/// <summary>What a registration gives back: Dispose ends it.</summary>
internal sealed class Registration(Action end) : IDisposable
{
    private Action? end = end;

    public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
}

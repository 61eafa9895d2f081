using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nabla.Graph;

/// <summary>Remembers where operations were called, and explains a failing backward with it.</summary>
internal static class Anomaly
{
    private static readonly ConditionalWeakTable<Node, StackTrace> calls = [];

    internal static void Remember(Node node) => calls.Add(node, new StackTrace(fNeedFileInfo: true));

    /// <summary>Runs a node's backward; an exception or a NaN is reported with the node's forward call.</summary>
    internal static void Backward(Node node, in Turn turn, ReadOnlySpan<Tensor?> results)
    {
        try
        {
            node.Backward(turn);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or NablaException)
        {
            throw new InvalidOperationException($"{failure.Message}{ForwardCall(node)}", failure);
        }
        if ((GradMode.Current & GradMode.Modes.AnomalyWithoutNaN) != 0) return;
        for (int i = 0; i < results.Length; i++)
            if (results[i] is { } gradient && HasNaN(gradient))
                throw new InvalidOperationException($"Function '{node.Name}' returned nan values in its {i}th output.{ForwardCall(node)}");
    }

    private static bool HasNaN(Tensor gradient)
    {
        using Tensor seen = gradient.Detach().IsNaN();
        using Tensor any = seen.Any();
        return any.Item<bool>();
    }

    /// <summary>The callers of the forward operation, from the first that is not this library's.</summary>
    private static string ForwardCall(Node node)
    {
        if (!calls.TryGetValue(node, out StackTrace? trace)) return " No forward call was recorded: switch Autograd.DetectAnomaly() on before the forward pass too.";
        string? own = typeof(Tensor).Assembly.GetName().Name;
        var text = new StringBuilder(" The forward call was:");
        bool outside = false;
        foreach (StackFrame frame in trace.GetFrames())
        {
            DiagnosticMethodInfo? method = DiagnosticMethodInfo.Create(frame);
            outside |= method is null || new System.Reflection.AssemblyName(method.DeclaringAssemblyName).Name != own;
            if (!outside) continue;
            text.AppendLine().Append("   at ").Append(method is null ? "?" : $"{method.DeclaringTypeName}.{method.Name}");
            if (frame.GetFileName() is { } file) text.Append(" in ").Append(file).Append(":line ").Append(frame.GetFileLineNumber());
        }
        return text.ToString();
    }
}

using System.Diagnostics.CodeAnalysis;
using Nabla.Graph;

namespace Nabla;

/// <summary>An operation with a gradient of your own (<c>torch.autograd.Function</c>).</summary>
/// <remarks>
/// Derive from it, keep constants in fields, and call <see cref="Apply"/>. Where <see cref="Backward"/> is made of tensor
/// operations, it can itself be differentiated.
/// <code>
/// sealed class Cube : Function
/// {
///     protected override Tensor[] Forward(FunctionContext context, Tensor[] inputs)
///     {
///         context.SaveForBackward(inputs[0]);
///         return [inputs[0] * inputs[0] * inputs[0]];
///     }
///     protected override Tensor?[] Backward(FunctionContext context, Tensor[] gradients) =>
///         [gradients[0] * 3 * context.Saved(0).Square()];
/// }
/// Tensor y = new Cube().Apply(x);
/// </code>
/// </remarks>
[SuppressMessage("Naming", "CA1716", Justification = "PyTorch's name. Visual Basic writes it in brackets.")]
public abstract class Function
{
    /// <summary>The name of its node in the graph: the type's, followed by "Backward".</summary>
    public virtual string Name => GetType().Name + "Backward";

    /// <summary>Computes the results; nothing in here is recorded.</summary>
    protected abstract Tensor[] Forward(FunctionContext context, Tensor[] inputs);

    /// <summary>Computes the gradient of each input from those of the results (a result that was not used has zeros); null: none.</summary>
    protected abstract Tensor?[] Backward(FunctionContext context, Tensor[] gradients);

    /// <summary>Runs the function, which has one result.</summary>
    public Tensor Apply(params ReadOnlySpan<Tensor> inputs)
    {
        Tensor[] outputs = ApplyAll(inputs);
        return outputs.Length == 1 ? outputs[0] : throw new InvalidOperationException($"{Name}: Forward gave {outputs.Length} results; use ApplyAll.");
    }

    /// <summary>Runs the function, which has any number of results.</summary>
    public Tensor[] ApplyAll(params ReadOnlySpan<Tensor> inputs)
    {
        Tensor[] given = inputs.ToArray();
        var edges = new Edge[given.Length];
        bool records = false;
        for (int i = 0; i < edges.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(given[i], nameof(inputs));
            edges[i] = given[i].Source;
            records |= edges[i].Node is not null;
        }
        var context = new FunctionContext(edges);
        Tensor[] outputs;
        GradMode.Modes before = GradMode.Override(false);
        try
        {
            outputs = Forward(context, given);
        }
        finally
        {
            GradMode.Restore(before);
        }
        FunctionNode? node = records ? new FunctionNode(this, context, edges, given, outputs) : null;
        for (int i = 0; i < outputs.Length; i++) outputs[i] = Finish(context, given, outputs[i], node, i);
        if (node is not null) context.Seal();
        return outputs;
    }

    internal Tensor?[] RunBackward(FunctionContext context, Tensor[] gradients) => Backward(context, gradients);

    /// <summary>Hangs one result into the graph: an input that was written into moves on, one that was handed through gets an alias.</summary>
    private Tensor Finish(FunctionContext context, Tensor[] inputs, Tensor result, FunctionNode? node, int index)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (context.IsDirty(result))
        {
            if (Array.IndexOf(inputs, result) < 0) throw new InvalidOperationException($"{Name}: MarkDirty is for inputs.");
            if (result.ViewBase != result) throw new InvalidOperationException($"{Name}: an input that is a view cannot be marked as dirty; write into a clone.");
            result.CheckInPlace(Name, records: node is not null);
            result.Written();
            if (node is not null) result.Rebase(node, index);
            return result;
        }
        bool constant = node is null || !result.DType.IsFloatingPoint() || context.IsConstant(result);
        if (result.GradientEdge.Node is not null || Array.IndexOf(inputs, result) >= 0) result = result.Detach();
        return constant ? result : result.SetHistory(node!, index);
    }
}

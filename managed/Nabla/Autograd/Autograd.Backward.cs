using Nabla.Graph;

namespace Nabla;

public static partial class Autograd
{
    /// <summary>Computes the gradients of several tensors by all leaves that they depend on, in one pass (<c>torch.autograd.backward</c>).</summary>
    /// <param name="tensors">the tensors to differentiate</param>
    /// <param name="gradients">their own gradients; null, or null entries: 1, for tensors of one element</param>
    /// <param name="retainGraph">keep saved tensors, so that backward may run again; null: as <paramref name="createGraph"/></param>
    /// <param name="createGraph">record how gradients are computed, so that they can be differentiated themselves</param>
    /// <param name="inputs">the only tensors whose gradients are computed; null: all leaves</param>
    public static void Backward(
        IReadOnlyList<Tensor> tensors,
        IReadOnlyList<Tensor?>? gradients = null,
        bool? retainGraph = null,
        bool createGraph = false,
        IReadOnlyList<Tensor>? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (inputs is { Count: 0 }) throw new ArgumentException("inputs must not be empty: leave it out to compute all gradients", nameof(inputs));
        Root[] roots = Roots(tensors, gradients, createGraph);
        Capture[]? captures = inputs is null ? null : new Capture[inputs.Count];
        for (int i = 0; i < captures?.Length; i++) captures[i] = new Capture(EdgeOf(inputs![i], i), accumulates: inputs[i].IsLeaf);
        Engine.Run(roots, captures, retainGraph ?? createGraph, createGraph);
        for (int i = 0; i < captures?.Length; i++)
            if (captures[i].Gradient is { } gradient) inputs![i].AddGrad(gradient);
    }

    /// <summary>The gradients of the sum of outputs by inputs; <see cref="Tensor.Grad"/> of leaves stays as it is (<c>torch.autograd.grad</c>).</summary>
    /// <param name="outputs">the tensors to differentiate</param>
    /// <param name="inputs">the tensors to differentiate by</param>
    /// <param name="gradOutputs">the outputs' own gradients; null, or null entries: 1, for tensors of one element</param>
    /// <param name="retainGraph">keep saved tensors, so that backward may run again; null: as <paramref name="createGraph"/></param>
    /// <param name="createGraph">record how gradients are computed, so that they can be differentiated themselves</param>
    /// <param name="allowUnused">an input that the outputs do not depend on gives null instead of an exception</param>
    /// <param name="materializeGrads">such an input gives zeros</param>
    /// <returns>One gradient for each input; entries are null only with <paramref name="allowUnused"/>.</returns>
    public static Tensor?[] Grad(
        IReadOnlyList<Tensor> outputs,
        IReadOnlyList<Tensor> inputs,
        IReadOnlyList<Tensor?>? gradOutputs = null,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false,
        bool materializeGrads = false)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ArgumentException("Grad needs at least one input", nameof(inputs));
        Root[] roots = Roots(outputs, gradOutputs, createGraph);
        var captures = new Capture[inputs.Count];
        for (int i = 0; i < captures.Length; i++) captures[i] = new Capture(EdgeOf(inputs[i], i), accumulates: false);
        Engine.Run(roots, captures, retainGraph ?? createGraph, createGraph);
        var gradients = new Tensor?[captures.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = captures[i].Gradient;
            if (gradients[i] is not null || (allowUnused && !materializeGrads)) continue;
            if (!materializeGrads)
                throw new InvalidOperationException(
                    $"input {i} appears to not have been used in the graph. Set allowUnused: true if this is the desired behavior; its gradient is null then.");
            gradients[i] = Tensor.Zeros(inputs[i].Shape, inputs[i].DType, inputs[i].Device);
        }
        return gradients;
    }

    /// <summary>The gradient of one output by one input (<c>torch.autograd.grad</c>).</summary>
    /// <param name="output">the tensor to differentiate</param>
    /// <param name="input">the tensor to differentiate by</param>
    /// <param name="gradOutput">the output's own gradient; null: 1, for a tensor of one element</param>
    /// <param name="retainGraph">keep saved tensors, so that backward may run again; null: as <paramref name="createGraph"/></param>
    /// <param name="createGraph">record how the gradient is computed, so that it can be differentiated itself</param>
    /// <exception cref="InvalidOperationException">the output does not depend on the input</exception>
    public static Tensor Grad(Tensor output, Tensor input, Tensor? gradOutput = null, bool? retainGraph = null, bool createGraph = false) =>
        Grad([output], [input], gradOutput is null ? null : [gradOutput], retainGraph, createGraph)[0]!;

    private static Edge EdgeOf(Tensor input, int index)
    {
        ArgumentNullException.ThrowIfNull(input);
        Edge edge = input.GradientEdge;
        return edge.Node is not null ? edge : throw new InvalidOperationException($"input {index} does not require a gradient, so there is none by it. Set RequiresGrad before it is used.");
    }

    private static Root[] Roots(IReadOnlyList<Tensor> tensors, IReadOnlyList<Tensor?>? gradients, bool createGraph)
    {
        if (tensors.Count == 0) throw new ArgumentException("there is no tensor to differentiate", nameof(tensors));
        if (gradients is not null && gradients.Count != tensors.Count)
            throw new ArgumentException($"got {gradients.Count} gradients for {tensors.Count} tensors: give one for each, or null entries", nameof(gradients));
        var roots = new Root[tensors.Count];
        for (int i = 0; i < roots.Length; i++) roots[i] = RootOf(tensors[i], gradients?[i], createGraph);
        return roots;
    }

    private static Root RootOf(Tensor tensor, Tensor? gradient, bool createGraph)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Edge edge = tensor.GradientEdge;
        if (edge.Node is null) throw new InvalidOperationException("the tensor does not require grad and does not have a GradFn: nothing that it depends on has RequiresGrad set.");
        if (gradient is not null)
        {
            GradientCheck.Same("backward was given a gradient", gradient, tensor);
            return new Root(edge, gradient);
        }
        if (tensor.Count != 1)
            throw new InvalidOperationException($"grad can be implicitly created only for scalar outputs, and this one is {tensor.Describe()}. Reduce it to one number, or pass its gradient.");
        Tensor one = Tensor.Ones(tensor.Shape, tensor.DType, tensor.Device);
        if (!createGraph) one.storage.Leases = 1;
        return new Root(edge, one);
    }
}

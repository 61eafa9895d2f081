namespace Nabla.Graph;

/// <summary>A <see cref="Function"/>'s place in the graph.</summary>
internal sealed class FunctionNode : NodeN
{
    private readonly Function function;
    private readonly FunctionContext context;
    private readonly Shell[] inputs, outputs;

    internal FunctionNode(Function function, FunctionContext context, Edge[] edges, Tensor[] inputs, Tensor[] outputs) : base(edges)
    {
        this.function = function;
        this.context = context;
        this.inputs = Array.ConvertAll(inputs, static tensor => new Shell(tensor));
        this.outputs = Array.ConvertAll(outputs, static tensor => new Shell(tensor));
        context.Attach(this);
    }

    public override string Name => function.Name;

    internal override int OutputCount => outputs.Length;

    /// <summary>The user's code may hand out anything, and keep what it was given.</summary>
    internal override bool ResultsAreOurs => false;

    internal override void Backward(in Turn turn)
    {
        var gradients = new Tensor[outputs.Length];
        var missing = new bool[outputs.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            missing[i] = turn.Incoming[i] is null;
            gradients[i] = turn.Incoming[i] ?? outputs[i].Zeros();
            GradientMemory.Show(gradients[i]);
        }
        context.SetMissing(missing);
        Tensor?[] results = function.RunBackward(context, gradients);
        if (results.Length != inputs.Length)
            throw new InvalidOperationException($"{Name}: Backward gave {results.Length} gradients for {inputs.Length} inputs: return one for each, or null.");
        for (int i = 0; i < results.Length; i++)
            if (results[i] is { } gradient && turn.Wants(i)) turn.Give(i, inputs[i].Fit(gradient, Name, i));
    }

    internal override void Release() => context.Release();

    /// <summary>What is known of a tensor without keeping it.</summary>
    private readonly struct Shell(Tensor tensor)
    {
        private readonly long[] shape = tensor.shape;
        private readonly DType dtype = tensor.DType;
        private readonly Device device = tensor.Device;

        internal Tensor Zeros() => Tensor.Zeros([], dtype, device).Expand(shape);

        /// <summary>A gradient as the input wants it: one that was broadcast is summed, as in PyTorch.</summary>
        internal Tensor Fit(Tensor gradient, string name, int index)
        {
            if (!gradient.DType.IsFloatingPoint() || gradient.Device != device || !Shapes.BroadcastsTo(shape, gradient.shape))
                throw new InvalidOperationException(
                    $"{name}: the gradient of input {index} does not fit: got {gradient.Describe()}, wanted {dtype.Name()} [{string.Join(", ", shape)}] on {device}.");
            if (gradient.DType != dtype) gradient = gradient.To(dtype);
            return gradient.SumTo(shape);
        }
    }
}

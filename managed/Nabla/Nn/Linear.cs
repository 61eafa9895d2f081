namespace Nabla.Nn;

/// <summary>x W^T + b, over the last dimension; torch.nn.Linear.</summary>
public sealed class Linear : Module
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>A layer whose weights are drawn as PyTorch draws them: evenly, up to 1 / sqrt(inputs) in size.</summary>
    /// <param name="inputs">The size of the last dimension that comes in.</param>
    /// <param name="outputs">The size of the last dimension that goes out.</param>
    /// <param name="bias">Whether there is a b.</param>
    /// <param name="dtype">The type of the elements; null for the <see cref="DefaultDType"/>.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    public Linear(long inputs, long outputs, bool bias = true, DType? dtype = null, Device device = default, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        weight = RegisterParameter("weight", Init.KaimingUniform(Tensor.Empty([outputs, inputs], dtype, device), Math.Sqrt(5), generator: generator));
        if (!bias) return;
        double bound = 1 / Math.Sqrt(inputs);
        this.bias = RegisterParameter("bias", Init.Uniform(Tensor.Empty([outputs], dtype, device), -bound, bound, generator));
    }

    /// <summary>W, of shape [outputs, inputs].</summary>
    public Tensor Weight => weight.Value;

    /// <summary>b, of shape [outputs]; null where there is none.</summary>
    public Tensor? Bias => bias?.Value;

    /// <inheritdoc/>
    protected override string Description =>
        $"in_features={Weight.Shape[1]}, out_features={Weight.Shape[0]}, bias={Python(bias is not null)}";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Functional.Linear(input, Weight, Bias);
}

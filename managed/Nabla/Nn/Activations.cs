namespace Nabla.Nn;

/// <summary>max(x, 0); torch.nn.ReLU.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Relu();
}

/// <summary>x times the probability that a normal number is below x; torch.nn.GELU.</summary>
/// <param name="approximate">Whether to compute it through tanh, as some networks were trained.</param>
public sealed class GELU(bool approximate = false) : Module
{
    /// <inheritdoc/>
    protected override string Description => $"approximate='{(approximate ? "tanh" : "none")}'";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => approximate ? Given(input).GeluTanh() : Given(input).Gelu();
}

/// <summary>x / (1 + e^-x); torch.nn.SiLU.</summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Silu();
}

/// <summary>The hyperbolic tangent; torch.nn.Tanh.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Tanh();
}

/// <summary>1 / (1 + e^-x); torch.nn.Sigmoid.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Sigmoid();
}

/// <summary>e^x / sum(e^x) along a dimension; torch.nn.Softmax.</summary>
/// <param name="dim">The dimension; a negative one counts from the end.</param>
public sealed class Softmax(int dim) : Module
{
    /// <inheritdoc/>
    protected override string Description => $"dim={dim}";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Softmax(dim);
}

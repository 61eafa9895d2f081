namespace Nabla.Nn;

/// <summary>While training, drops elements at random and scales the others up for it; torch.nn.Dropout.</summary>
public sealed class Dropout : Module
{
    private readonly double probability;
    private readonly Generator? generator;

    /// <summary>A layer without parameters.</summary>
    /// <param name="probability">How likely an element is dropped, in [0, 1].</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    public Dropout(double probability = 0.5, Generator? generator = null)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"Dropout: a probability lies in [0, 1]; {probability} does not");
        this.probability = probability;
        this.generator = generator;
    }

    /// <inheritdoc/>
    protected override string Description => FormattableString.Invariant($"p={probability}, inplace=False");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Functional.Dropout(input, probability, IsTraining, generator);
}

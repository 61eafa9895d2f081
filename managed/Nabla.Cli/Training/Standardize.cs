using Nabla.Nn;

namespace Nabla.Cli.Training;

/// <summary>Brings each feature to mean 0 and deviation 1, by those of the training examples; they are saved with the weights.</summary>
internal sealed class Standardize : Module
{
    private readonly ModuleBuffer mean;
    private readonly ModuleBuffer deviation;

    /// <summary>A layer for examples like these, of shape [examples, features].</summary>
    internal Standardize(Tensor examples)
    {
        mean = RegisterBuffer("mean", examples.Mean(0));
        Tensor spread = examples.Std(0, correction: 0);
        // A feature that never changes says nothing; dividing by its deviation would say NaN.
        deviation = RegisterBuffer("deviation", Tensor.Where(spread > 0, spread, Tensor.OnesLike(spread)));
    }

    public override Tensor Forward(Tensor input) => (input - mean) / deviation;
}

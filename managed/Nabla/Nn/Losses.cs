namespace Nabla.Nn;

/// <summary>How far results are from what they should be: a module of two tensors.</summary>
public abstract class Loss : Module
{
    /// <summary>A loss.</summary>
    protected Loss(Reduction reduction) => Reduction = reduction;

    /// <summary>What becomes of the losses of many elements.</summary>
    public Reduction Reduction { get; }

    /// <summary>The loss of results against targets.</summary>
    public abstract Tensor Forward(Tensor input, Tensor target);
}

/// <summary>The cross entropy of softmax(input) against classes; torch.nn.CrossEntropyLoss.</summary>
public sealed class CrossEntropyLoss : Loss
{
    private readonly ModuleBuffer? weight;
    private readonly long ignoreIndex;
    private readonly double labelSmoothing;

    /// <summary>A loss for logits of shape [n, classes] and int64 targets of shape [n].</summary>
    /// <param name="weight">How much each class counts; null: all the same.</param>
    /// <param name="ignoreIndex">Targets of this class do not count.</param>
    /// <param name="labelSmoothing">The share, in [0, 1], that is spread evenly over all classes.</param>
    /// <param name="reduction">What becomes of the losses of many elements.</param>
    public CrossEntropyLoss(Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0, Reduction reduction = Reduction.Mean) : base(reduction)
    {
        if (labelSmoothing is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropyLoss: label smoothing lies in [0, 1]");
        if (weight is not null) this.weight = RegisterBuffer("weight", weight);
        this.ignoreIndex = ignoreIndex;
        this.labelSmoothing = labelSmoothing;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor target) =>
        Functional.CrossEntropy(input, target, weight?.Value, ignoreIndex, labelSmoothing, Reduction);
}

/// <summary>The mean of squared differences; torch.nn.MSELoss.</summary>
/// <param name="reduction">What becomes of the losses of many elements.</param>
public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor target) => Functional.MseLoss(input, target, Reduction);
}

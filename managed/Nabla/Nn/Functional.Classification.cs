using Nabla.Graph;

namespace Nabla.Nn;

// Losses of classifiers.
public static partial class Functional
{
    /// <summary>The cross entropy of logits against classes: -log(softmax(logits)[target]); torch.nn.functional.cross_entropy.</summary>
    /// <param name="logits">[n, c], [c], or [n, c, …]</param>
    /// <param name="target">the class of each: whole numbers, the logits' shape without c; or a probability for each class: floating, the logits' shape</param>
    /// <param name="weight">[c]: how much each class counts</param>
    /// <param name="ignoreIndex">targets of this class do not count</param>
    /// <param name="labelSmoothing">in [0, 1]: how much of each target is spread over all classes</param>
    /// <param name="reduction">what becomes of the single losses</param>
    /// <exception cref="ArgumentException">shapes or dtypes do not fit</exception>
    /// <exception cref="ArgumentOutOfRangeException">there is no such class</exception>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor target, Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        CheckClasses("cross_entropy", logits, target, weight);
        if (!logits.DType.IsFloatingPoint()) throw new ArgumentException($"cross_entropy: logits must be floating; got {logits.Describe()}");
        if (labelSmoothing is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "cross_entropy: label smoothing lies in [0, 1]");
        if (target.DType.IsFloatingPoint()) return ProbabilityLoss(logits, target, weight, reduction, labelSmoothing);
        Tensor rows = logits.Rank switch
        {
            1 => logits.Unsqueeze(0),
            2 => logits,
            _ => ClassesLast(logits).Reshape([target.Count, logits.shape[1]]),
        };
        var options = new CrossEntropyNode.Options(ignoreIndex, labelSmoothing, reduction == Reduction.Mean);
        Tensor losses = CrossEntropyNode.Run(rows, target.To(DType.Int64).Reshape([target.Count]), weight?.Detach(), options);
        return reduction switch
        {
            Reduction.Mean => losses,
            Reduction.Sum => losses.Sum(),
            _ => losses.Reshape(target.Shape),
        };
    }

    /// <summary>The negative log likelihood: -logProbabilities[target]; torch.nn.functional.nll_loss.</summary>
    /// <param name="logProbabilities">[n, c], [c], or [n, c, …]: what <see cref="Tensor.LogSoftmax(int, DType?)"/> gives</param>
    /// <param name="target">the class of each: whole numbers, the same shape without c</param>
    /// <param name="weight">[c]: how much each class counts</param>
    /// <param name="ignoreIndex">targets of this class do not count</param>
    /// <param name="reduction">what becomes of the single losses</param>
    public static Tensor NllLoss(Tensor logProbabilities, Tensor target, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        CheckClasses("nll_loss", logProbabilities, target, weight);
        if (target.DType.IsFloatingPoint()) throw new ArgumentException($"nll_loss: the target must be classes, whole numbers; got {target.Describe()}");
        int dim = logProbabilities.Rank == 1 ? 0 : 1;
        Tensor counts = target.Ne(ignoreIndex);
        Tensor classes = Tensor.Where(counts, target.To(DType.Int64), 0);
        Tensor losses = -logProbabilities.Gather(dim, classes.Unsqueeze(dim)).Squeeze(dim);
        Tensor share = weight is null
            ? counts.To(losses.DType)
            : Tensor.Where(counts, weight.Detach().IndexSelect(0, classes.Reshape([classes.Count])).Reshape(classes.Shape), 0);
        losses = Tensor.Where(counts, losses * share, 0);
        return reduction == Reduction.Mean ? losses.Sum() / share.Sum() : Reduce(losses, reduction);
    }

    /// <summary>-(t log(p) + (1 - t) log(1 - p)), logarithms no less than -100; torch.nn.functional.binary_cross_entropy.</summary>
    public static Tensor BinaryCrossEntropy(Tensor probabilities, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        CheckSame("binary_cross_entropy", probabilities, target);
        Tensor losses = (target - 1) * (-probabilities).Log1p().ClampMin(-100) - target * probabilities.Log().ClampMin(-100);
        return Reduce(weight is null ? losses : losses * weight, reduction);
    }

    /// <summary>Binary cross entropy of sigmoid(logits), without overflow; torch.nn.functional.binary_cross_entropy_with_logits.</summary>
    /// <param name="logits">any shape</param>
    /// <param name="target">the same shape, in [0, 1]</param>
    /// <param name="weight">how much each element counts</param>
    /// <param name="positiveWeight">how much more a positive target counts</param>
    /// <param name="reduction">what becomes of the single losses</param>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor logits, Tensor target, Tensor? weight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean)
    {
        CheckSame("binary_cross_entropy_with_logits", logits, target);
        Tensor certain = logits.LogSigmoid();
        if (positiveWeight is not null) certain *= (positiveWeight - 1) * target + 1;
        Tensor losses = (1 - target) * logits - certain;
        return Reduce(weight is null ? losses : losses * weight, reduction);
    }

    private static Tensor ProbabilityLoss(Tensor logits, Tensor target, Tensor? weight, Reduction reduction, double smoothing)
    {
        if (!target.Shape.SequenceEqual(logits.Shape)) throw new ArgumentException($"cross_entropy: class probabilities must have the logits' shape; got {target.Describe()} for {logits.Describe()}");
        int dim = logits.Rank == 1 ? 0 : 1;
        if (smoothing > 0) target = target * (1 - smoothing) + smoothing / logits.shape[dim];
        Tensor likelihood = logits.LogSoftmax(dim) * target;
        if (weight is not null) likelihood *= PerClass(weight, logits.Rank);
        Tensor losses = -likelihood.Sum(dim);
        return reduction == Reduction.Mean ? losses.Sum() / (double)Math.Max(1, losses.Count) : Reduce(losses, reduction);
    }

    /// <summary>[n, c, a, b] as [n, a, b, c].</summary>
    private static Tensor ClassesLast(Tensor logits)
    {
        var order = new int[logits.Rank];
        for (int i = 1; i < order.Length; i++) order[i] = i + 1;
        order[^1] = 1;
        return logits.Permute(order);
    }

    private static Tensor PerClass(Tensor weight, int rank)
    {
        if (rank <= 2) return weight;
        var shape = new long[rank - 1];
        Array.Fill(shape, 1);
        shape[0] = weight.Count;
        return weight.Reshape(shape);
    }

    private static void CheckClasses(string name, Tensor logits, Tensor target, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        if (logits.Rank == 0) throw new ArgumentException($"{name}: wants a dimension of classes; got {logits.Describe()}");
        int dim = logits.Rank == 1 ? 0 : 1;
        if (!target.DType.IsFloatingPoint())
        {
            bool fits = target.Rank == logits.Rank - 1;
            for (int i = 0, k = 0; i < logits.Rank && fits; i++) if (i != dim) fits = target.shape[k++] == logits.shape[i];
            if (!fits || target.DType == DType.Bool)
                throw new ArgumentException($"{name}: wants for each {Shapes.Format(logits.shape)} without dimension {dim} a class, a whole number; got {target.Describe()}");
        }
        if (weight is not null && (weight.Rank != 1 || weight.shape[0] != logits.shape[dim] || weight.DType != logits.DType))
            throw new ArgumentException($"{name}: wants a weight for each of {logits.shape[dim]} classes, of the dtype of {logits.Describe()}; got {weight.Describe()}");
    }
}

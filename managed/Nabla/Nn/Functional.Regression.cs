namespace Nabla.Nn;

// Losses of numbers against numbers.
public static partial class Functional
{
    /// <summary>(x - t)^2; torch.nn.functional.mse_loss.</summary>
    public static Tensor MseLoss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckSame("mse_loss", x, target);
        return Reduce((x - target).Square(), reduction);
    }

    /// <summary>|x - t|; torch.nn.functional.l1_loss.</summary>
    public static Tensor L1Loss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckSame("l1_loss", x, target);
        return Reduce((x - target).Abs(), reduction);
    }

    /// <summary>(x - t)^2 / (2 beta) where |x - t| &lt; beta, else |x - t| - beta / 2; torch.nn.functional.smooth_l1_loss.</summary>
    public static Tensor SmoothL1Loss(Tensor x, Tensor target, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        if (beta == 0) return L1Loss(x, target, reduction);
        CheckSame("smooth_l1_loss", x, target);
        Tensor d = (x - target).Abs();
        return Reduce(Tensor.Where(d < beta, d.Square() * (0.5 / beta), d - 0.5 * beta), reduction);
    }

    /// <summary>(x - t)^2 / 2 where |x - t| &lt; delta, else delta * (|x - t| - delta / 2); torch.nn.functional.huber_loss.</summary>
    public static Tensor HuberLoss(Tensor x, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        CheckSame("huber_loss", x, target);
        Tensor d = (x - target).Abs();
        return Reduce(Tensor.Where(d < delta, d.Square() * 0.5, (d - 0.5 * delta) * delta), reduction);
    }

    /// <summary>t * (log(t) - x), where x is a log probability: the Kullback-Leibler divergence; torch.nn.functional.kl_div.</summary>
    /// <param name="x">log probabilities</param>
    /// <param name="target">probabilities, or their logarithms</param>
    /// <param name="logTarget">the target is logarithms</param>
    /// <param name="reduction">what becomes of the single losses; PyTorch's 'batchmean' is the sum divided by the batch's size</param>
    public static Tensor KlDiv(Tensor x, Tensor target, bool logTarget = false, Reduction reduction = Reduction.Mean)
    {
        CheckSame("kl_div", x, target);
        return Reduce(logTarget ? target.Exp() * (target - x) : target.XLogY(target) - target * x, reduction);
    }

    private static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "there is no such reduction"),
    };

    /// <summary>A target of another shape that happens to broadcast is nearly always a mistake, and a silent one.</summary>
    private static void CheckSame(string name, Tensor x, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(target);
        if (!x.Shape.SequenceEqual(target.Shape))
            throw new ArgumentException($"{name}: input and target must have one shape; got {x.Describe()} and {target.Describe()}. Reshape or Expand one if they are meant to be broadcast.");
    }
}

namespace Nabla.Optim;

/// <summary>Changes an optimizer's learning rates from epoch to epoch; torch.optim.lr_scheduler.</summary>
public abstract class LRScheduler
{
    private readonly double[] initial;

    /// <summary>A schedule that starts at the optimizer's rates.</summary>
    protected LRScheduler(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        initial = [.. optimizer.Groups.Select(static group => group.Options.LearningRate)];
    }

    /// <summary>The optimizer whose rates change.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many epochs are over.</summary>
    public long Epoch { get; private set; }

    /// <summary>The learning rate of each group.</summary>
    public IEnumerable<double> Rates => Optimizer.Groups.Select(static group => group.Options.LearningRate);

    /// <summary>An epoch is over: sets the learning rates of the next. Groups that were added later keep theirs.</summary>
    public void Step() => MoveTo(Epoch + 1);

    /// <summary>Goes on at an epoch, as after loading what was saved at its start.</summary>
    public void MoveTo(long epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        for (int i = 0; i < initial.Length; i++) Optimizer.Groups[i].Options.LearningRate = RateAt(initial[i], epoch);
    }

    /// <summary>The learning rate after a number of epochs, of a group that started with another.</summary>
    protected abstract double RateAt(double initial, long epoch);
}

/// <summary>Multiplies learning rates by a factor every few epochs; torch.optim.lr_scheduler.StepLR.</summary>
public sealed class StepLR : LRScheduler
{
    private readonly long stepSize;
    private readonly double gamma;

    /// <summary>A schedule that starts at the optimizer's rates.</summary>
    /// <param name="optimizer">The optimizer whose rates change.</param>
    /// <param name="stepSize">After how many epochs.</param>
    /// <param name="gamma">The factor.</param>
    public StepLR(Optimizer optimizer, long stepSize, double gamma = 0.1) : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSize);
        this.stepSize = stepSize;
        this.gamma = gamma;
    }

    /// <inheritdoc/>
    protected override double RateAt(double initial, long epoch) => initial * Math.Pow(gamma, epoch / stepSize);
}

/// <summary>Lowers learning rates along half a cosine; torch.optim.lr_scheduler.CosineAnnealingLR.</summary>
public sealed class CosineAnnealingLR : LRScheduler
{
    private readonly long period;
    private readonly double minimum;

    /// <summary>A schedule that starts at the optimizer's rates.</summary>
    /// <param name="optimizer">The optimizer whose rates change.</param>
    /// <param name="period">After how many epochs the rates are lowest; then they rise again.</param>
    /// <param name="minimum">The lowest rate.</param>
    public CosineAnnealingLR(Optimizer optimizer, long period, double minimum = 0) : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        this.period = period;
        this.minimum = minimum;
    }

    /// <inheritdoc/>
    protected override double RateAt(double initial, long epoch) =>
        minimum + (initial - minimum) * (1 + Math.Cos(Math.PI * epoch / period)) / 2;
}

using Nabla.Interop;
using Nabla.Nn;

namespace Nabla.Optim;

/// <summary>Options of <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
public sealed record AdamOptions : OptimizerOptions
{
    private static readonly Option[] table =
    [
        .. Option.Common,
        Option.Of<AdamOptions>("beta1", static o => o.Beta1, static (o, value) => o.Beta1 = value),
        Option.Of<AdamOptions>("beta2", static o => o.Beta2, static (o, value) => o.Beta2 = value),
        Option.Of<AdamOptions>("eps", static o => o.Epsilon, static (o, value) => o.Epsilon = value),
        Option.Of<AdamOptions>("amsgrad", static o => o.AMSGrad ? 1 : 0, static (o, value) => o.AMSGrad = value != 0),
        Option.Of<AdamOptions>("decoupled_weight_decay", static o => o.DecoupledWeightDecay ? 1 : 0, static (o, value) => o.DecoupledWeightDecay = value != 0),
    ];

    /// <summary>How much of the mean of gradients stays at a step.</summary>
    public double Beta1
    {
        get;
        set => field = Fraction(value);
    } = 0.9;

    /// <summary>How much of the mean of squared gradients stays at a step.</summary>
    public double Beta2
    {
        get;
        set => field = Fraction(value);
    } = 0.999;

    /// <summary>Keeps the division from one by 0.</summary>
    public double Epsilon
    {
        get;
        set => field = NotNegative(value);
    } = 1e-8;

    /// <summary>Whether to divide by the largest mean of squares so far, not by the latest.</summary>
    public bool AMSGrad { get; set; }

    /// <summary>Whether weight decay shrinks the parameters themselves (AdamW), rather than adding to their gradients.</summary>
    public bool DecoupledWeightDecay { get; set; }

    internal override IReadOnlyList<Option> Table => table;
}

/// <summary>Gradient descent whose steps are scaled by running means of the gradients and of their squares; torch.optim.Adam.</summary>
public class Adam : Optimizer
{
    private static readonly string[] slotNames = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

    /// <summary>An optimizer of one group of parameters.</summary>
    /// <param name="parameters">What is optimized: <c>model.Parameters()</c>, or tensors as in <c>[w, b]</c>.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">How much of the mean of gradients stays at a step.</param>
    /// <param name="beta2">How much of the mean of squared gradients stays at a step.</param>
    /// <param name="epsilon">Keeps the division from one by 0.</param>
    /// <param name="weightDecay">How strongly parameters are drawn to 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far, not by the latest.</param>
    /// <param name="maximize">Whether steps go up instead of down.</param>
    public Adam(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamOptions
        {
            LearningRate = learningRate, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, AMSGrad = amsgrad, Maximize = maximize,
        })
    {
    }

    private protected Adam(IEnumerable<Parameter> parameters, AdamOptions defaults)
    {
        Defaults = defaults;
        AddGroup(parameters);
    }

    /// <summary>The options that the optimizer was made with. For a group's own: <c>adam.AddGroup(…, adam.Defaults with { LearningRate = 1e-4 })</c>.</summary>
    public AdamOptions Defaults { get; }

    private protected override IReadOnlyList<string> SlotNames => slotNames;

    /// <summary>Adds parameters with options of their own; torch.optim.Optimizer.add_param_group.</summary>
    public void AddGroup(IEnumerable<Parameter> parameters, AdamOptions? options = null) => Add(parameters, (options ?? Defaults) with { });

    private protected override int CountSlots(OptimizerOptions options) => ((AdamOptions)options).AMSGrad ? 3 : 2;

    // The means start at 0, which is corrected for by the number of steps.
    private protected override long PhaseOf(ParameterEntry entry) => entry.Steps;

    private protected override unsafe NablaStatus Call(OptimizerOptions options, long phase, int count, OperandTable columns)
    {
        var o = (AdamOptions)options;
        var native = new NablaAdamOptions
        {
            LearningRate = o.LearningRate,
            Beta1 = o.Beta1,
            Beta2 = o.Beta2,
            Epsilon = o.Epsilon,
            WeightDecay = o.WeightDecay,
            Step = phase + 1,
            Decoupled = o.DecoupledWeightDecay ? 1 : 0,
            Amsgrad = o.AMSGrad ? 1 : 0,
            Maximize = o.Maximize ? 1 : 0,
        };
        return Native.nabla_adam_step(
            &native, count, columns.Column(0), columns.Column(1), columns.Column(2), columns.Column(3), o.AMSGrad ? columns.Column(4) : null, null);
    }
}

/// <summary><see cref="Adam"/> whose weight decay shrinks the parameters themselves; torch.optim.AdamW.</summary>
/// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
public sealed class AdamW(
    IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
    double weightDecay = 1e-2, bool amsgrad = false, bool maximize = false)
    : Adam(parameters, new AdamOptions
    {
        LearningRate = learningRate, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, AMSGrad = amsgrad, Maximize = maximize,
        DecoupledWeightDecay = true,
    });

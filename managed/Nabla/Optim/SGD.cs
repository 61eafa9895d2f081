using Nabla.Interop;
using Nabla.Nn;

namespace Nabla.Optim;

/// <summary>Options of <see cref="SGD"/>.</summary>
public sealed record SGDOptions : OptimizerOptions
{
    private static readonly Option[] table =
    [
        .. Option.Common,
        Option.Of<SGDOptions>("momentum", static o => o.Momentum, static (o, value) => o.Momentum = value),
        Option.Of<SGDOptions>("dampening", static o => o.Dampening, static (o, value) => o.Dampening = value),
        Option.Of<SGDOptions>("nesterov", static o => o.Nesterov ? 1 : 0, static (o, value) => o.Nesterov = value != 0),
    ];

    /// <summary>How much of the last step goes on.</summary>
    public double Momentum
    {
        get;
        set => field = NotNegative(value);
    }

    /// <summary>How much less of the gradient goes into the momentum.</summary>
    public double Dampening { get; set; }

    /// <summary>Whether the momentum looks one step ahead.</summary>
    public bool Nesterov { get; set; }

    internal override IReadOnlyList<Option> Table => table;

    internal override void Check()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new ArgumentException($"SGD: Nesterov's momentum needs a momentum and no dampening, but they are {Momentum} and {Dampening}");
    }
}

/// <summary>Gradient descent, with momentum where one is given; torch.optim.SGD.</summary>
public sealed class SGD : Optimizer
{
    private static readonly string[] slotNames = ["momentum_buffer"];

    /// <summary>An optimizer of one group of parameters.</summary>
    /// <param name="parameters">What is optimized: <c>model.Parameters()</c>, or tensors as in <c>[w, b]</c>.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="momentum">How much of the last step goes on.</param>
    /// <param name="dampening">How much less of the gradient goes into the momentum.</param>
    /// <param name="weightDecay">How strongly parameters are drawn to 0.</param>
    /// <param name="nesterov">Whether the momentum looks one step ahead.</param>
    /// <param name="maximize">Whether steps go up instead of down.</param>
    public SGD(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0,
        bool nesterov = false, bool maximize = false)
    {
        Defaults = new SGDOptions
        {
            LearningRate = learningRate, Momentum = momentum, Dampening = dampening, WeightDecay = weightDecay, Nesterov = nesterov, Maximize = maximize,
        };
        AddGroup(parameters);
    }

    /// <summary>The options that the optimizer was made with. For a group's own: <c>sgd.AddGroup(…, sgd.Defaults with { LearningRate = 0.1 })</c>.</summary>
    public SGDOptions Defaults { get; }

    private protected override IReadOnlyList<string> SlotNames => slotNames;

    /// <summary>Adds parameters with options of their own; torch.optim.Optimizer.add_param_group.</summary>
    public void AddGroup(IEnumerable<Parameter> parameters, SGDOptions? options = null) => Add(parameters, (options ?? Defaults) with { });

    private protected override int CountSlots(OptimizerOptions options) => ((SGDOptions)options).Momentum != 0 ? 1 : 0;

    // The first step with a momentum takes the gradient as it is.
    private protected override long PhaseOf(ParameterEntry entry) => entry.Filled;

    private protected override unsafe NablaStatus Call(OptimizerOptions options, long phase, int count, OperandTable columns)
    {
        var o = (SGDOptions)options;
        var native = new NablaSgdOptions
        {
            LearningRate = o.LearningRate,
            Momentum = o.Momentum,
            Dampening = o.Dampening,
            WeightDecay = o.WeightDecay,
            Nesterov = o.Nesterov ? 1 : 0,
            Maximize = o.Maximize ? 1 : 0,
            FirstStep = phase == 0 ? 1 : 0,
        };
        return Native.nabla_sgd_step(&native, count, columns.Column(0), columns.Column(1), o.Momentum != 0 ? columns.Column(2) : null, null);
    }
}

using System.Runtime.CompilerServices;

namespace Nabla.Optim;

/// <summary>The numbers that a group of parameters is optimized with. They may be changed between steps.</summary>
public abstract record OptimizerOptions
{
    private protected OptimizerOptions() { }

    /// <summary>How far a step goes; "lr" in PyTorch.</summary>
    public double LearningRate
    {
        get;
        set => field = NotNegative(value);
    } = 1e-3;

    /// <summary>How strongly parameters are drawn to 0.</summary>
    public double WeightDecay
    {
        get;
        set => field = NotNegative(value);
    }

    /// <summary>Whether steps go up instead of down.</summary>
    public bool Maximize { get; set; }

    /// <summary>The options by PyTorch's names, as the state dict has them.</summary>
    internal abstract IReadOnlyList<Option> Table { get; }

    /// <summary>Throws where options do not go together.</summary>
    internal virtual void Check() { }

    private protected static double NotNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Unfit(value, name, "0 or more");

    private protected static double Fraction(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw Unfit(value, name, "0 or more and less than 1");

    private static ArgumentOutOfRangeException Unfit(double value, string name, string wanted) =>
        new(nameof(value), value, FormattableString.Invariant($"{name} is {value}; it must be {wanted}"));

    /// <summary>One option as a number.</summary>
    internal sealed record Option(string Name, Func<OptimizerOptions, double> Get, Action<OptimizerOptions, double> Set)
    {
        /// <summary>The options that every optimizer has.</summary>
        internal static readonly Option[] Common =
        [
            new("lr", static o => o.LearningRate, static (o, value) => o.LearningRate = value),
            new("weight_decay", static o => o.WeightDecay, static (o, value) => o.WeightDecay = value),
            new("maximize", static o => o.Maximize ? 1 : 0, static (o, value) => o.Maximize = value != 0),
        ];

        /// <summary>An option of one kind of optimizer.</summary>
        internal static Option Of<T>(string name, Func<T, double> get, Action<T, double> set) where T : OptimizerOptions =>
            new(name, options => get((T)options), (options, value) => set((T)options, value));
    }
}

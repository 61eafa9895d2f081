using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nabla.Optim;

// What is saved of an optimizer, and how it comes back.
public abstract partial class Optimizer
{
    /// <summary>
    /// What the optimizer remembers and its options; torch.optim.Optimizer.state_dict, but flat, so that <c>SafeTensors.Save</c> takes it:
    /// "state.0.step", "state.0.exp_avg", …, "param_groups.0.lr", … Moments share their memory with the optimizer.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        int number = 0;
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (OptimizerOptions.Option option in groups[g].Options.Table)
                state.Add(Key($"param_groups.{g}.{option.Name}"), Tensor.Full([], option.Get(groups[g].Options), DType.Float64));
            state.Add(Key($"param_groups.{g}.params"), Tensor.Full([], groups[g].Entries.Length, DType.Int64));
            foreach (ParameterEntry entry in groups[g].Entries)
            {
                if (entry.Steps > 0) state.Add(Key($"state.{number}.step"), Tensor.Full([], entry.Steps, DType.Int64));
                for (int i = 0; i < entry.Filled; i++) state.Add(Key($"state.{number}.{SlotNames[i]}"), entry.Slots[i]!.Detach());
                number++;
            }
        }
        return state;
    }

    /// <summary>
    /// Goes on where another optimizer of the same kind, over the same parameters, had stopped; torch.optim.Optimizer.load_state_dict.
    /// Nothing is changed where anything does not fit.
    /// </summary>
    /// <param name="state">What <see cref="StateDict"/> gave.</param>
    /// <exception cref="ArgumentException">The state is of another optimizer or of other parameters.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var left = new HashSet<string>(state.Keys, StringComparer.Ordinal);
        var commits = new List<Action>();
        int number = 0;
        for (int g = 0; g < groups.Count; g++)
        {
            ParameterGroup group = groups[g];
            OptimizerOptions trial = group.Options with { };
            foreach (OptimizerOptions.Option option in trial.Table)
            {
                double value = Number(Key($"param_groups.{g}.{option.Name}"));
                option.Set(trial, value);
                commits.Add(() => option.Set(group.Options, value));
            }
            trial.Check();
            if ((long)Number(Key($"param_groups.{g}.params")) is var count && count != group.Entries.Length)
                throw Unfit($"group {g} has {group.Entries.Length} parameters, but {count} were saved");
            foreach (ParameterEntry entry in group.Entries) ReadEntry(entry, number++);
        }
        if (left.Count > 0) throw Unfit($"unexpected {string.Join(", ", left.Order(StringComparer.Ordinal).Select(static name => $"'{name}'"))}");
        commits.ForEach(static commit => commit());

        void ReadEntry(ParameterEntry entry, int index)
        {
            string step = Key($"state.{index}.step");
            long steps = state.ContainsKey(step) ? (long)Number(step) : 0;
            if (steps < 0) throw Unfit($"'{step}' is {steps}");
            var slots = new List<Tensor?>();
            Tensor parameter = entry.Parameter.Value;
            foreach (string slot in SlotNames)
            {
                string name = Key($"state.{index}.{slot}");
                if (!state.TryGetValue(name, out Tensor? saved)) break;
                left.Remove(name);
                if (!saved.Shape.SequenceEqual(parameter.Shape))
                    throw Unfit($"'{name}' has shape {Shapes.Format(saved.Shape)}, not {Shapes.Format(parameter.Shape)}");
                slots.Add(TensorScope.Release(saved.CopyRaw(parameter.DType, parameter.Device)));
            }
            commits.Add(() => (entry.Steps, entry.Slots) = (steps, [.. slots]));
        }

        double Number(string name)
        {
            if (!state.TryGetValue(name, out Tensor? value)) throw Unfit($"missing '{name}'");
            left.Remove(name);
            return value.Count == 1 ? value.CopyRaw(DType.Float64, Device.Cpu).Item<double>() : throw Unfit($"'{name}' is not one number");
        }

        ArgumentException Unfit(string why) => new($"{GetType().Name}.LoadStateDict: the state does not fit the optimizer: {why}", nameof(state));
    }

    private static string Key(DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);
}

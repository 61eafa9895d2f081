using Nabla.Interop;
using Nabla.Nn;

namespace Nabla.Optim;

/// <summary>
/// Changes parameters by their gradients; torch.optim.Optimizer. A step is one native call for all parameters of a group, and
/// parameters without a gradient stay as they are.
/// </summary>
public abstract partial class Optimizer
{
    private readonly List<ParameterGroup> groups = [];
    private readonly OperandTable operands = new();
    private readonly List<ParameterEntry> waiting = [];
    private readonly List<ParameterEntry> taken = [];

    private protected Optimizer() { }

    /// <summary>The parameters, with the options of each group.</summary>
    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>PyTorch's names of what is remembered of each parameter.</summary>
    private protected abstract IReadOnlyList<string> SlotNames { get; }

    /// <summary>Forgets all gradients; torch.optim.Optimizer.zero_grad.</summary>
    /// <param name="setToNull">False: they become zeros instead, so that their memory is kept.</param>
    public void ZeroGrad(bool setToNull = true)
    {
        foreach (ParameterGroup group in groups)
        {
            foreach (ParameterEntry entry in group.Entries) Gradients.Clear(entry.Parameter, setToNull);
        }
    }

    /// <summary>Changes all parameters that have a gradient; torch.optim.Optimizer.step.</summary>
    public void Step()
    {
        foreach (ParameterGroup group in groups)
        {
            group.Options.Check();
            waiting.Clear();
            foreach (ParameterEntry entry in group.Entries)
            {
                if (entry.Parameter.Grad is not null) waiting.Add(entry);
            }
            // A call takes parameters of one device that have come equally far: nearly always all of them.
            while (waiting.Count > 0) StepAlike(group.Options);
        }
    }

    /// <summary>Adds parameters with options of their own.</summary>
    private protected void Add(IEnumerable<Parameter> parameters, OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        options.Check();
        Parameter[] added = [.. parameters];
        if (added.Length == 0) throw new ArgumentException($"{GetType().Name}: no parameters were given; a model's are model.Parameters()", nameof(parameters));
        IEnumerable<Parameter> before = groups.SelectMany(static group => group.Parameters);
        var known = new HashSet<Tensor>(before.Select(static parameter => parameter.Value), ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in added)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!known.Add(parameter.Value))
                throw new ArgumentException($"{GetType().Name}: a parameter of shape {Shapes.Format(parameter.Value.Shape)} was given twice", nameof(parameters));
        }
        groups.Add(new ParameterGroup(added, options));
    }

    /// <summary>How many slots a step with these options uses.</summary>
    private protected abstract int CountSlots(OptimizerOptions options);

    /// <summary>What the kernel takes once for all parameters of a call: those that differ in it need calls of their own.</summary>
    private protected abstract long PhaseOf(ParameterEntry entry);

    /// <summary>The native call. Columns are parameters, gradients, and a slot each.</summary>
    private protected abstract NablaStatus Call(OptimizerOptions options, long phase, int count, OperandTable columns);

    private void StepAlike(OptimizerOptions options)
    {
        int slots = CountSlots(options);
        long phase = PhaseOf(waiting[0]);
        Device device = waiting[0].Parameter.Value.Device;
        operands.Begin(2 + slots, waiting.Count);
        try
        {
            int kept = 0;
            for (int i = 0; i < waiting.Count; i++)
            {
                ParameterEntry entry = waiting[i];
                Tensor value = entry.Parameter.Value;
                if (PhaseOf(entry) != phase || value.Device != device)
                {
                    waiting[kept++] = entry;
                    continue;
                }
                int row = taken.Count;
                taken.Add(entry);
                entry.Prepare(slots);
                operands.Set(0, row, value);
                operands.Set(1, row, entry.Parameter.Grad!);
                for (int slot = 0; slot < slots; slot++) operands.Set(2 + slot, row, entry.Slots[slot]!);
            }
            waiting.RemoveRange(kept, waiting.Count - kept);
            Call(options, phase, taken.Count, operands).ThrowIfFailed();
            foreach (ParameterEntry entry in taken)
            {
                entry.Steps++;
                entry.Parameter.Value.storage.BumpVersion();
            }
        }
        catch
        {
            foreach (ParameterEntry entry in taken) entry.Undo();
            throw;
        }
        finally
        {
            taken.Clear();
            operands.Release();
        }
    }
}

using Nabla.Nn;

namespace Nabla.Optim;

/// <summary>Parameters that are optimized with the same options.</summary>
public sealed class ParameterGroup
{
    internal ParameterGroup(Parameter[] parameters, OptimizerOptions options)
    {
        Options = options;
        Entries = [.. parameters.Select(static parameter => new ParameterEntry(parameter))];
    }

    /// <summary>The options; they may be changed between steps.</summary>
    public OptimizerOptions Options { get; }

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters => Entries.Select(static entry => entry.Parameter);

    internal ParameterEntry[] Entries { get; }
}

/// <summary>A parameter, and what its optimizer remembers of it.</summary>
internal sealed class ParameterEntry(Parameter parameter)
{
    internal Parameter Parameter { get; } = parameter;

    /// <summary>How many steps it took part in.</summary>
    internal long Steps { get; set; }

    /// <summary>Moments, by the optimizer's numbering; null until a step needs them.</summary>
    internal Tensor?[] Slots { get; set; } = [];

    /// <summary>How many slots were there before the step that is going on.</summary>
    private int settled;

    /// <summary>Makes the first slots ready for a step: zeros where they are new, and always where the parameter is.</summary>
    internal void Prepare(int count)
    {
        settled = Math.Min(Filled, count);
        if (Slots.Length < count) Slots = [.. Slots, .. new Tensor?[count - Slots.Length]];
        Tensor value = Parameter.Value;
        for (int i = 0; i < count; i++)
        {
            Tensor slot = Slots[i] ?? Tensor.AllocateLike(value, value.DType).FillRaw(0);
            if (slot.DType != value.DType || slot.Device != value.Device) slot = slot.CopyRaw(value.DType, value.Device);
            Slots[i] = TensorScope.Release(slot);
        }
    }

    /// <summary>How many slots have contents.</summary>
    internal int Filled
    {
        get
        {
            int count = 0;
            while (count < Slots.Length && Slots[count] is not null) count++;
            return count;
        }
    }

    /// <summary>The step failed: slots that were made for it are gone.</summary>
    internal void Undo() => Slots.AsSpan(Math.Min(settled, Slots.Length)).Clear();
}

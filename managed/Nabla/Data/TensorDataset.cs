namespace Nabla.Data;

/// <summary>Two tensors whose first dimensions number the examples; torch.utils.data.TensorDataset.</summary>
public sealed class TensorDataset : IDataset
{
    /// <summary>Takes the tensors as they are, without a copy.</summary>
    /// <exception cref="ArgumentException">They have different numbers of examples, or no dimension that could number them.</exception>
    public TensorDataset(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException(
                $"TensorDataset: inputs {Shapes.Format(inputs.Shape)} and targets {Shapes.Format(targets.Shape)} have different numbers of examples in their first dimension");
        }
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>All inputs.</summary>
    public Tensor Inputs { get; }

    /// <summary>All targets.</summary>
    public Tensor Targets { get; }

    /// <inheritdoc/>
    public long Count => Inputs.Shape[0];

    /// <inheritdoc/>
    public Example this[long index] => new(Inputs.Select(0, index), Targets.Select(0, index));

    /// <inheritdoc/>
    public Batch Gather(ReadOnlySpan<long> indices)
    {
        if (IsRun(indices))
        {
            return new Batch(Inputs.Narrow(0, indices[0], indices.Length), Targets.Narrow(0, indices[0], indices.Length));
        }
        Tensor index = Tensor.From(indices, device: Inputs.Device);
        Tensor same = Targets.Device == Inputs.Device ? index : index.To(Targets.Device);
        return new Batch(Inputs.IndexSelect(0, index), Targets.IndexSelect(0, same));
    }

    /// <summary>Numbers that follow each other are a view: no copy.</summary>
    private static bool IsRun(ReadOnlySpan<long> indices)
    {
        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] != indices[i - 1] + 1) return false;
        }
        return indices.Length > 0;
    }
}

namespace Nabla.Data;

/// <summary>One input and what is to be learnt of it.</summary>
public readonly record struct Example(Tensor Input, Tensor Target);

/// <summary>Several examples, stacked along a new first dimension.</summary>
public readonly record struct Batch(Tensor Inputs, Tensor Targets)
{
    /// <summary>How many examples there are.</summary>
    public long Count => Inputs.Size(0);
}

/// <summary>Examples by number; torch.utils.data.Dataset.</summary>
public interface IDataset
{
    /// <summary>How many examples there are.</summary>
    long Count { get; }

    /// <summary>One example, by its number from 0.</summary>
    Example this[long index] { get; }

    /// <summary>Several examples as one batch. A data set that holds whole tensors can do better than to stack one by one.</summary>
    Batch Gather(ReadOnlySpan<long> indices)
    {
        var inputs = new Tensor[indices.Length];
        var targets = new Tensor[indices.Length];
        for (int i = 0; i < indices.Length; i++) (inputs[i], targets[i]) = this[indices[i]];
        return new Batch(Tensor.Stack(inputs), Tensor.Stack(targets));
    }
}

namespace Nabla.Nn;

/// <summary>
/// A place for a tensor in a module. The tensor in it may be exchanged, as when the module moves to another device; so modules and
/// optimizers keep the place. It goes wherever a tensor goes.
/// </summary>
public abstract class ModuleTensor
{
    private protected ModuleTensor(Tensor value) => Value = value;

    /// <summary>The tensor that is there now.</summary>
    public Tensor Value { get; internal set; }

    /// <summary>The tensor that is there now.</summary>
    public static implicit operator Tensor(ModuleTensor place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Value;
    }

    /// <summary>The tensor that is there now.</summary>
    public Tensor ToTensor() => Value;

    /// <summary>The tensor as it prints.</summary>
    public override string ToString() => Value.ToString()!;
}

/// <summary>A tensor that is to be learnt; torch.nn.Parameter.</summary>
public sealed class Parameter : ModuleTensor
{
    /// <summary>Makes a tensor one that is learnt: it will require gradients.</summary>
    /// <exception cref="ArgumentException">It is the result of recorded operations, or its dtype is not a floating one.</exception>
    public Parameter(Tensor value) : base(Checked(value)) => value.RequiresGrad = true;

    /// <summary>The gradient that backward left.</summary>
    public Tensor? Grad
    {
        get => Value.Grad;
        set => Value.Grad = value;
    }

    /// <summary>Makes a tensor one that is learnt: it will require gradients.</summary>
    public static implicit operator Parameter(Tensor value) => new(value);

    /// <summary>Makes a tensor one that is learnt: it will require gradients.</summary>
    public static Parameter FromTensor(Tensor value) => new(value);

    private static Tensor Checked(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!value.IsLeaf)
            throw new ArgumentException("a parameter must be a leaf, but this tensor is the result of recorded operations; give tensor.Detach()", nameof(value));
        return value;
    }
}

/// <summary>A tensor that belongs to a module's state but is not learnt; torch.nn.Module.register_buffer.</summary>
public sealed class ModuleBuffer : ModuleTensor
{
    internal ModuleBuffer(Tensor value, bool persistent) : base(value) => IsPersistent = persistent;

    /// <summary>Whether it is part of the state dict.</summary>
    public bool IsPersistent { get; }
}

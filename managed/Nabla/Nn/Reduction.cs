namespace Nabla.Nn;

/// <summary>What a loss makes of the losses of single elements.</summary>
public enum Reduction
{
    /// <summary>Leaves them as they are.</summary>
    None,

    /// <summary>Their mean, weighted where there are weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}

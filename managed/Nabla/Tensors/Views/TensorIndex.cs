using System.Globalization;

namespace Nabla;

/// <summary>
/// What stands between the brackets of <c>t[1, ..^1]</c>: a place (<c>1</c>, <c>^1</c>; -1 counts from the end, as in
/// PyTorch), a range (<c>1..^1</c>),
/// a range with a step, a new dimension, an ellipsis, or a tensor of places or of truth values.
/// </summary>
public readonly struct TensorIndex
{
    private TensorIndex(IndexKind kind, long? start = null, long? end = null, long step = 1, Tensor? tensor = null)
    {
        Kind = kind;
        Start = start;
        End = end;
        Step = step;
        Tensor = tensor;
    }

    /// <summary>All dimensions that the other indices leave; Python's <c>...</c>.</summary>
    public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

    /// <summary>A new dimension of size 1; Python's <c>None</c>.</summary>
    public static TensorIndex NewAxis => new(IndexKind.NewAxis);

    /// <summary>A whole dimension; Python's <c>:</c>, C#'s <c>..</c></summary>
    public static TensorIndex All => new(IndexKind.Slice);

    internal IndexKind Kind { get; }

    internal long? Start { get; }

    internal long? End { get; }

    internal long Step { get; }

    internal Tensor? Tensor { get; }

    /// <summary>A place; a negative one counts from the end.</summary>
    public static implicit operator TensorIndex(int index) => new(IndexKind.Place, index);

    /// <summary>A place; a negative one counts from the end.</summary>
    public static implicit operator TensorIndex(long index) => new(IndexKind.Place, index);

    /// <summary>A place.</summary>
    public static implicit operator TensorIndex(Index index) => FromIndex(index);

    /// <summary>A range of places; what lies outside is left out, as in PyTorch.</summary>
    public static implicit operator TensorIndex(Range range) => FromRange(range);

    /// <summary>Places (int64) or truth values (bool).</summary>
    public static implicit operator TensorIndex(Tensor tensor) => FromTensor(tensor);

    /// <summary>A place; a negative one counts from the end.</summary>
    public static TensorIndex FromInt64(long index) => index;

    /// <summary>A place.</summary>
    public static TensorIndex FromIndex(Index index) =>
        new(IndexKind.Place, index.IsFromEnd ? -(long)index.Value : index.Value);

    /// <summary>A range of places; what lies outside is left out, as in PyTorch.</summary>
    public static TensorIndex FromRange(Range range) => new(IndexKind.Slice, Bound(range.Start), Bound(range.End));

    /// <summary>Places (int64) or truth values (bool).</summary>
    public static TensorIndex FromTensor(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new TensorIndex(IndexKind.Tensor, tensor: tensor);
    }

    /// <summary>Every <paramref name="step"/>th place from a start to before an end; Python's <c>start:end:step</c>.
    /// Negative ones count from the end.</summary>
    public static TensorIndex Slice(
        long? start = null, long? end = null, long step = 1) => new(IndexKind.Slice, start, end, step);

    /// <summary>The index as Python writes it.</summary>
    public override string ToString() => Kind switch
    {
        IndexKind.Place => Start!.Value.ToString(CultureInfo.InvariantCulture),
        IndexKind.Slice when Step == 1 => $"{Start}:{(End == long.MaxValue ? null : End)}",
        IndexKind.Slice => $"{Start}:{End}:{Step}",
        IndexKind.NewAxis => "None",
        IndexKind.Ellipsis => "...",
        _ => Tensor!.Describe(),
    };

    // ^0 is the end, which no negative number names: it is beyond every place.
    private static long Bound(Index index) =>
        !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -(long)index.Value;
}

/// <summary>What a <see cref="TensorIndex"/> is.</summary>
internal enum IndexKind
{
    Place,
    Slice,
    NewAxis,
    Ellipsis,
    Tensor,
}

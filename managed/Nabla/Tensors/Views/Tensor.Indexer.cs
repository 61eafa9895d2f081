using System.Runtime.CompilerServices;

namespace Nabla;

// The brackets.
public sealed partial class Tensor
{
    /// <summary>
    /// A piece of the tensor: <c>t[1, ..^1]</c>, <c>t[^1]</c>, <c>t[TensorIndex.Ellipsis, 0]</c>. Places, ranges, new
    /// dimensions and the ellipsis give a view; one tensor of places
    /// (int64) or of truth values (bool) among them gives a copy. Assigning copies into the piece, and gradients flow.
    /// </summary>
    /// <param name="indices">One for each dimension from the first; those left over are taken whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place is outside its dimension.</exception>
    /// <exception cref="ArgumentException">There are more indices than dimensions, or the value does not fit the
    /// piece.</exception>
    /// <exception cref="NotSupportedException">There are several index tensors, or one where something is
    /// assigned.</exception>
    [IndexerName("Piece")] // the compiler would call it Item, which reads the only element
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            (Tensor piece, Tensor? places, int dim) = Look(indices);
            return places is null ? piece : piece.Pick(places, dim);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            (Tensor piece, Tensor? places, _) = Look(indices);
            if (places is not null)
                throw new NotSupportedException(
                    "assigning at an index tensor is not supported; use Tensor.Where with a mask, or scatter");
            if (piece.SharesViewWith(value)) return; // t[i] = t[i].AddInPlace(x): the elements are there already
            piece.CopyInPlace(value.WithoutLeadingOnes(piece.Rank));
        }
    }

    /// <summary>The view that all but an index tensor describe, that tensor, and the dimension of the view that it
    /// indexes.</summary>
    private (Tensor Piece, Tensor? Places, int Dim) Look(ReadOnlySpan<TensorIndex> indices)
    {
        int taken = 0;
        int ellipses = 0;
        foreach (TensorIndex index in indices)
        {
            if (index.Kind is IndexKind.Place or IndexKind.Slice) taken++;
            if (index.Kind == IndexKind.Tensor) taken += index.Tensor!.DType == DType.Bool ? index.Tensor.Rank : 1;
            if (index.Kind == IndexKind.Ellipsis) ellipses++;
        }
        if (ellipses > 1) throw new ArgumentException("an index can have one ellipsis only");
        if (taken > Rank) throw new ArgumentException($"{taken} indices are too many for shape {Shapes.Format(shape)}");
        var window = new Window(this);
        Tensor? places = null;
        int dim = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.Kind)
            {
                case IndexKind.Place:
                    window.Select(index.Start!.Value, "index");
                    break;
                case IndexKind.Slice:
                    window.Slice(index.Start, index.End, index.Step, "index");
                    break;
                case IndexKind.NewAxis:
                    window.NewAxis();
                    break;
                case IndexKind.Ellipsis:
                    for (int left = Rank - taken; left > 0; left--) window.Keep();
                    break;
                default:
                    if (places is not null)
                        throw new NotSupportedException(
                            "several index tensors in one index are not supported; index once after the other, or " +
                            "use Gather");
                    (places, dim) = (index.Tensor!, window.Rank);
                    for (int left = places.DType == DType.Bool ? places.Rank : 1; left > 0; left--) window.Keep();
                    break;
            }
        }
        return (window.Cut(), places, dim);
    }

    /// <summary>Copies the places of a dimension that an index tensor names, or those of several dimensions where a
    /// mask is true.</summary>
    private Tensor Pick(Tensor places, int dim)
    {
        if (places.DType == DType.Bool)
        {
            if (!places.Shape.SequenceEqual(Shape.Slice(dim, places.Rank)))
                throw new ArgumentException(
                    $"index: a mask of shape {Shapes.Format(places.shape)} does not fit shape {Shapes.Format(shape)} " +
                    $"at dimension {dim}");
            if (places.Rank == 0) return Unsqueeze(dim).Pick(places.Reshape(1), dim);
            return Flatten(dim, dim + places.Rank - 1).IndexSelect(dim, places.TruePlaces());
        }
        if (places.DType != DType.Int64)
            throw new ArgumentException(
                $"index: a tensor of places must be int64 or bool, not {places.DType.Name()}; convert it with " +
                "To(DType.Int64)");
        Tensor flat = places.Reshape(-1);
        Tensor counted = Where(flat < 0, flat + shape[dim], flat); // negative places count from the end
        return IndexSelect(dim, counted).Reshape([.. Shape[..dim], .. places.Shape, .. Shape[(dim + 1)..]]);
    }

    /// <summary>Where a mask is true, in row-major order.</summary>
    private Tensor TruePlaces()
    {
        bool[] mask = ToArray<bool>();
        var places = new List<long>();
        for (int i = 0; i < mask.Length; i++)
            if (mask[i]) places.Add(i);
        return From(places.ToArray(), device: Device);
    }

    /// <summary>Whether another tensor is the very same window on the same memory.</summary>
    private bool SharesViewWith(Tensor other) =>
        storage == other.storage && offset == other.offset && DType == other.DType &&
        Shape.SequenceEqual(other.Shape) && Strides.SequenceEqual(other.Strides);

    // What is assigned may have more dimensions than the piece, if they are 1, as in PyTorch.
    private Tensor WithoutLeadingOnes(int rank)
    {
        int extra = 0;
        while (Rank - extra > rank && shape[extra] == 1) extra++;
        return extra == 0 ? this : Reshape(Shape[extra..]);
    }
}

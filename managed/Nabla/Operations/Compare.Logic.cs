using Nabla.Interop;

namespace Nabla;

// Questions with a yes or no, for elements and for whole tensors.
public sealed partial class Tensor
{
    /// <summary>Whether each element is NaN; torch.isnan.</summary>
    public Tensor IsNaN() => Compare(CompareOp.Ne, this, this);

    /// <summary>Whether each element is infinite; torch.isinf.</summary>
    public Tensor IsInf() => DType.IsFloatingPoint() ? Magnitude().Eq(double.PositiveInfinity) : Full(shape, false, DType.Bool, Device);

    /// <summary>Whether each element is neither NaN nor infinite; torch.isfinite.</summary>
    public Tensor IsFinite() => DType.IsFloatingPoint() ? Magnitude().Lt(double.PositiveInfinity) : Full(shape, true, DType.Bool, Device);

    /// <summary>Whether each element is 0; torch.logical_not.</summary>
    public Tensor LogicalNot() => Eq(0);

    /// <summary>Whether both elements differ from 0; torch.logical_and.</summary>
    public Tensor LogicalAnd(Tensor other) => Truth() & Given(other).Truth();

    /// <summary>Whether either element differs from 0; torch.logical_or.</summary>
    public Tensor LogicalOr(Tensor other) => Truth() | Given(other).Truth();

    /// <summary>Whether one of both elements differs from 0; torch.logical_xor.</summary>
    public Tensor LogicalXor(Tensor other) => Truth() ^ Given(other).Truth();

    /// <summary>Whether each pair is equal or |a - b| &lt;= atol + rtol * |b|; torch.isclose.</summary>
    public Tensor IsClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (DType != other.DType) throw new ArgumentException($"IsClose: the tensors are {DType.Name()} and {other.DType.Name()}; convert one, so that both have one dtype");
        ArgumentOutOfRangeException.ThrowIfNegative(rtol);
        ArgumentOutOfRangeException.ThrowIfNegative(atol);
        using ModeScope unrecorded = Autograd.NoGrad();
        Tensor equal = Eq(other);
        if (equalNaN) equal |= IsNaN() & other.IsNaN();
        if (!DType.IsFloatingPoint() && rtol == 0 && atol == 0) return equal;
        (Tensor a, Tensor b) = DType.IsFloatingPoint() ? (this, other) : (To(DType.Float64), other.To(DType.Float64));
        Tensor difference = (a - b).Abs();
        return equal | (difference.IsFinite() & (difference <= b.Abs() * rtol + atol));  // inf - x is no small difference, whatever rtol * inf is
    }

    /// <summary>Whether all pairs are close, see <see cref="IsClose"/>; torch.allclose.</summary>
    public bool AllClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false) =>
        IsClose(other, rtol, atol, equalNaN).All().Item<bool>();

    /// <summary>Whether both have one shape, one dtype and the same elements (a NaN equals nothing); torch.equal.</summary>
    public bool Equal(Tensor other) =>
        Shape.SequenceEqual(Given(other).Shape) && (Count == 0 || Eq(other).All().Item<bool>());

    private Tensor Truth() => DType == DType.Bool ? this : Ne(0);

    private Tensor Magnitude()
    {
        Tensor size = AllocateLike(this, DType);
        RunUnary(UnaryOp.Abs, this, size);
        return size;
    }

    private static Tensor Given(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }
}

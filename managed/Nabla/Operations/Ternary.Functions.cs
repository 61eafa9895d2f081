using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Elementwise functions of three operands.
public sealed partial class Tensor
{
    private static readonly TernaryRule where = new(TernaryOp.Where,
        null, static (a, _, _, dy) => Where(a, dy, 0), static (a, _, _, dy) => Where(a, 0, dy));
    private static readonly TernaryRule clamp = new(TernaryOp.Clamp, static (a, b, c, dy) => Where((a >= b) & (a <= c), dy, 0));
    private static readonly TernaryRule lerp = new(TernaryOp.Lerp,
        static (_, _, c, dy) => dy * (1 - c), static (_, _, c, dy) => dy * c, static (a, b, _, dy) => dy * (b - a));
    private static readonly TernaryRule addcmul = new(TernaryOp.Addcmul,
        static (_, _, _, dy) => dy, static (_, _, c, dy) => dy * c, static (_, b, _, dy) => dy * b);
    private static readonly TernaryRule addcdiv = new(TernaryOp.Addcdiv,
        static (_, _, _, dy) => dy, static (_, _, c, dy) => dy / c, static (_, b, c, dy) => -dy * (b / c / c));

    /// <summary>Elements of <paramref name="x"/> where the condition is true, else of <paramref name="y"/>; torch.where.</summary>
    /// <exception cref="ArgumentException">the condition is not bool, or the shapes do not broadcast</exception>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y) => Ternary(where, Condition(condition), x, y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Tensor x, Scalar y) => Ternary(where, Condition(condition), x, y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Scalar x, Tensor y) => Ternary(where, Condition(condition), x, y);

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Scalar x, Scalar y) => Ternary(where, Condition(condition), x, y);

    /// <summary>A number wherever the mask is true; torch.Tensor.masked_fill.</summary>
    public Tensor MaskedFill(Tensor mask, Scalar value) => Ternary(where, Condition(mask), Fitting(value), this);

    /// <summary>Sets elements to a number wherever the mask is true, in place; torch.Tensor.masked_fill_.</summary>
    public Tensor MaskedFillInPlace(Tensor mask, Scalar value)
    {
        Tensor filled = MaskedFill(mask, value);
        return filled.shape.AsSpan().SequenceEqual(shape)
            ? CopyInPlace(filled)
            : throw new ArgumentException($"masked_fill_: the mask, {mask.Describe()}, does not broadcast to {Describe()}");
    }

    /// <summary>Each element brought within two bounds, either of which may be missing; torch.clamp.</summary>
    /// <exception cref="ArgumentException">both bounds are missing</exception>
    public Tensor Clamp(Scalar? min = null, Scalar? max = null)
    {
        (Scalar low, Scalar high) = Bounds(min, max);
        return Ternary(clamp, this, low, high);
    }

    /// <summary>Each element brought within two bounds, either of which may be missing; torch.clamp. The bounds get gradients where they ask for some.</summary>
    public Tensor Clamp(Tensor? min, Tensor? max)
    {
        if (min is null && max is null) throw new ArgumentException("Clamp: give at least one of min and max");
        if (min is not null && max is not null && min.Source.Node is null && max.Source.Node is null) return Ternary(clamp, this, min, max);
        Tensor x = min is null ? this : Maximum(min);
        return max is null ? x : x.Minimum(max);
    }

    /// <summary>Each element, but at least <paramref name="min"/>; torch.clamp_min.</summary>
    public Tensor ClampMin(Scalar min) => Clamp(min, null);

    /// <summary>Each element, but at most <paramref name="max"/>; torch.clamp_max.</summary>
    public Tensor ClampMax(Scalar max) => Clamp(null, max);

    /// <summary>Each element brought within two bounds, in place; torch.clamp_.</summary>
    public Tensor ClampInPlace(Scalar? min = null, Scalar? max = null)
    {
        (Scalar low, Scalar high) = Bounds(min, max);
        return TernaryInPlace(clamp, low, high);
    }

    /// <summary>this + weight * (end - this); torch.lerp.</summary>
    public Tensor Lerp(Tensor end, Tensor weight) => Ternary(lerp, this, end, weight);

    /// <inheritdoc cref="Lerp(Tensor, Tensor)"/>
    public Tensor Lerp(Tensor end, Scalar weight) => Ternary(lerp, this, end, weight);

    /// <summary>this = this + weight * (end - this); torch.Tensor.lerp_.</summary>
    public Tensor LerpInPlace(Tensor end, Scalar weight) => TernaryInPlace(lerp, end, weight);

    /// <summary>this + value * a * b; torch.addcmul.</summary>
    public Tensor Addcmul(Tensor a, Tensor b, Scalar? value = null) => Ternary(addcmul, this, Scaled(a, value), b);

    /// <summary>this = this + value * a * b; torch.Tensor.addcmul_.</summary>
    public Tensor AddcmulInPlace(Tensor a, Tensor b, Scalar? value = null) => TernaryInPlace(addcmul, Scaled(a, value), b);

    /// <summary>this + value * a / b; torch.addcdiv.</summary>
    public Tensor Addcdiv(Tensor a, Tensor b, Scalar? value = null) => Ternary(addcdiv, this, Scaled(a, value), b);

    /// <summary>this = this + value * a / b; torch.Tensor.addcdiv_.</summary>
    public Tensor AddcdivInPlace(Tensor a, Tensor b, Scalar? value = null) => TernaryInPlace(addcdiv, Scaled(a, value), b);

    /// <summary>A tensor times a factor, in its own dtype: PyTorch cuts a factor of whole numbers to a whole number.</summary>
    private static Tensor Scaled(Tensor tensor, Scalar? factor)
    {
        if (factor is not { } f) return tensor;
        if (!Given(tensor).DType.IsFloatingPoint()) f = tensor.DType == DType.Bool ? f.ToBoolean() : f.ToInt64();
        return f.ToDouble() == 1 ? tensor : tensor * f;
    }

    private static Tensor Condition(Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition.DType == DType.Bool
            ? condition
            : throw new ArgumentException($"the condition must be a bool tensor, and this one is {condition.DType.Name()}. Compare it first: x.Ne(0).", nameof(condition));
    }

    /// <summary>A missing bound becomes the farthest number of the dtype.</summary>
    private (Scalar Low, Scalar High) Bounds(Scalar? min, Scalar? max)
    {
        if (min is null && max is null) throw new ArgumentException("Clamp: give at least one of min and max");
        DType dtype = TypePromotion.Result(this, min ?? max!.Value);
        if (max is not null) dtype = TypePromotion.Promote(dtype, TypePromotion.Result(this, max.Value));
        (Scalar low, Scalar high) = Range(dtype);
        return (min ?? low, max ?? high);
    }

    private static (Scalar Low, Scalar High) Range(DType dtype) => dtype switch
    {
        DType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DType.UInt8 => (byte.MinValue, byte.MaxValue),
        DType.Int16 => (short.MinValue, short.MaxValue),
        DType.Int32 => (int.MinValue, int.MaxValue),
        DType.Int64 => (long.MinValue, long.MaxValue),
        DType.Bool => (false, true),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };

    /// <summary>A number that may be written into this tensor's dtype without lifting it.</summary>
    private Scalar Fitting(Scalar value) => DType == DType.Bool ? value.ToBoolean() : CanHold(DType, TypePromotion.Result(value, value))
        ? value
        : throw new ArgumentException($"{value} can't be written into a {DType.Name()} tensor without loss. Convert the tensor first.");
}

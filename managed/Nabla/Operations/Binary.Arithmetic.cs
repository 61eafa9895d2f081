using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// The four operations and their kin. Integers divide into the default floating dtype, as in PyTorch; FloorDivide and TruncDivide stay whole.
public sealed partial class Tensor
{
    private static readonly BinaryRule add = new(BinaryOp.Add, static (_, _, _, dy) => dy, static (_, _, _, dy) => dy);
    private static readonly BinaryRule sub = new(BinaryOp.Sub, static (_, _, _, dy) => dy, static (_, _, _, dy) => -dy);
    private static readonly BinaryRule mul = new(BinaryOp.Mul, static (_, b, _, dy) => dy * b, static (a, _, _, dy) => dy * a,
        readsForFirst: NablaSaves.Second, readsForSecond: NablaSaves.First);
    private static readonly BinaryRule div = new(BinaryOp.Div, static (_, b, _, dy) => dy / b, static (a, b, _, dy) => -dy * (a / b / b),
        readsForFirst: NablaSaves.Second);
    private static readonly BinaryRule pow = new(BinaryOp.Pow, PowByBase, PowByExponent, readsForFirst: NablaSaves.First | NablaSaves.Second, overload: 1);
    private static readonly BinaryRule fmod = new(BinaryOp.Fmod, static (_, _, _, dy) => dy, static (a, b, _, dy) => -dy * a.TruncDivide(b),
        readsForFirst: NablaSaves.Nothing);
    private static readonly BinaryRule remainder = new(BinaryOp.Remainder, static (_, _, _, dy) => dy, static (a, b, _, dy) => -dy * a.FloorDivide(b),
        readsForFirst: NablaSaves.Nothing);
    private static readonly BinaryRule floorDivide = new(BinaryOp.FloorDivide, Step, Step);
    private static readonly BinaryRule truncDivide = new(BinaryOp.TruncDivide, Step, Step);

    /// <summary>a + b; on bool the logical or; torch.add.</summary>
    public Tensor Add(Tensor other) => Binary(add, this, other);

    /// <inheritdoc cref="Add(Tensor)"/>
    public Tensor Add(Scalar other) => Binary(add, this, other);

    /// <summary>a - b; torch.sub.</summary>
    public Tensor Sub(Tensor other) => Binary(sub, this, other);

    /// <inheritdoc cref="Sub(Tensor)"/>
    public Tensor Sub(Scalar other) => Binary(sub, this, other);

    /// <summary>a * b; on bool the logical and; torch.mul.</summary>
    public Tensor Mul(Tensor other) => Binary(mul, this, other);

    /// <inheritdoc cref="Mul(Tensor)"/>
    public Tensor Mul(Scalar other) => Binary(mul, this, other);

    /// <summary>a / b, always floating; torch.div.</summary>
    public Tensor Div(Tensor other) => Binary(div, this, other);

    /// <inheritdoc cref="Div(Tensor)"/>
    public Tensor Div(Scalar other) => Binary(div, this, other);

    /// <summary>floor(a / b); torch.floor_divide, torch.div(rounding_mode='floor').</summary>
    public Tensor FloorDivide(Tensor other) => Binary(floorDivide, this, other);

    /// <inheritdoc cref="FloorDivide(Tensor)"/>
    public Tensor FloorDivide(Scalar other) => Binary(floorDivide, this, other);

    /// <summary>trunc(a / b); torch.div(rounding_mode='trunc').</summary>
    public Tensor TruncDivide(Tensor other) => Binary(truncDivide, this, other);

    /// <inheritdoc cref="TruncDivide(Tensor)"/>
    public Tensor TruncDivide(Scalar other) => Binary(truncDivide, this, other);

    /// <summary>a - b * trunc(a / b), with a's sign: C#'s % on numbers; torch.fmod.</summary>
    public Tensor Fmod(Tensor other) => Binary(fmod, this, other);

    /// <inheritdoc cref="Fmod(Tensor)"/>
    public Tensor Fmod(Scalar other) => Binary(fmod, this, other);

    /// <summary>a - b * floor(a / b), with b's sign: Python's %; torch.remainder.</summary>
    public Tensor Remainder(Tensor other) => Binary(remainder, this, other);

    /// <inheritdoc cref="Remainder(Tensor)"/>
    public Tensor Remainder(Scalar other) => Binary(remainder, this, other);

    /// <summary>a^b; torch.pow.</summary>
    public Tensor Pow(Tensor exponent) => Binary(pow, this, exponent);

    /// <inheritdoc cref="Pow(Tensor)"/>
    public Tensor Pow(Scalar exponent) => Binary(pow, this, exponent);

    /// <summary>A number raised to each element; torch.pow.</summary>
    public static Tensor Pow(Scalar number, Tensor exponent) => Binary(pow, number, exponent);

    /// <summary>The gradient of steps: 0, even where dy is infinite.</summary>
    private static Tensor Step(Tensor a, Tensor b, Tensor y, Tensor dy) => ZerosLike(dy);

    // At exponent 0 the power is the constant 1, also at base 0, where b * a^(b - 1) would be 0 * inf. What is masked must not be
    // infinite either: its own gradient would be 0 * inf again.
    private static Tensor PowByBase(Tensor a, Tensor b, Tensor y, Tensor dy)
    {
        Tensor flat = b.Eq(0);
        return Where(flat, 0, dy * (b * Where(flat, 1, a).Pow(b - 1)));
    }

    // 0^b is the constant 0 for b > 0, where y * log(a) would be 0 * -inf; at b = 0 PyTorch takes the same side.
    private static Tensor PowByExponent(Tensor a, Tensor b, Tensor y, Tensor dy)
    {
        Tensor flat = a.Eq(0) & (b >= 0);
        return Where(flat, 0, dy * (y * Where(flat, 1, a).Log()));
    }
}

using Nabla.Interop;

namespace Nabla;

// Powers, exponentials and logarithms.
public sealed partial class Tensor
{
    private const double Ln2 = 0.69314718055994530942;
    private const double Ln10 = 2.30258509299404568402;

    /// <summary>|x|; torch.abs.</summary>
    public Tensor Abs() => Unary(UnaryOp.Abs, AbsGradient);

    /// <summary>-x; torch.neg.</summary>
    public Tensor Neg() => Unary(UnaryOp.Neg, NegGradient);

    /// <summary>-1, 0 or 1 by x's sign; torch.sign.</summary>
    public Tensor Sign() => DType == DType.Bool ? Clone() : Unary(UnaryOp.Sign, Flat);

    /// <summary>x * x; bool gives int64; torch.square.</summary>
    public Tensor Square() => DType == DType.Bool ? To(DType.Int64) : Unary(UnaryOp.Square, static (x, dy) => dy * (x * 2));

    /// <summary>The square root; torch.sqrt.</summary>
    public Tensor Sqrt() => Unary(UnaryOp.Sqrt, SqrtGradient);

    /// <summary>1 / sqrt(x); torch.rsqrt.</summary>
    public Tensor Rsqrt() => Unary(UnaryOp.Rsqrt, RsqrtGradient);

    /// <summary>1 / x; torch.reciprocal.</summary>
    public Tensor Reciprocal() => Unary(UnaryOp.Reciprocal, ReciprocalGradient);

    /// <summary>e^x; torch.exp.</summary>
    public Tensor Exp() => Unary(UnaryOp.Exp, ExpGradient);

    /// <summary>2^x; torch.exp2.</summary>
    public Tensor Exp2() => Unary(UnaryOp.Exp2, static (y, dy) => dy * y * Ln2);

    /// <summary>e^x - 1, exact near 0; torch.expm1.</summary>
    public Tensor Expm1() => Unary(UnaryOp.Expm1, static (y, dy) => dy * (y + 1));

    /// <summary>The natural logarithm; torch.log.</summary>
    public Tensor Log() => Unary(UnaryOp.Log, LogGradient);

    /// <summary>The logarithm to base 2; torch.log2.</summary>
    public Tensor Log2() => Unary(UnaryOp.Log2, static (x, dy) => dy / (x * Ln2));

    /// <summary>The logarithm to base 10; torch.log10.</summary>
    public Tensor Log10() => Unary(UnaryOp.Log10, static (x, dy) => dy / (x * Ln10));

    /// <summary>log(1 + x), exact near 0; torch.log1p.</summary>
    public Tensor Log1p() => Unary(UnaryOp.Log1p, static (x, dy) => dy / (x + 1));

    /// <summary>2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x; torch.erf.</summary>
    public Tensor Erf() => Unary(UnaryOp.Erf, static (x, dy) => dy * ((-x.Square()).Exp() * TwoOverSqrtPi));

    /// <summary>1 - erf(x), exact for large x; torch.erfc.</summary>
    public Tensor Erfc() => Unary(UnaryOp.Erfc, static (x, dy) => dy * ((-x.Square()).Exp() * -TwoOverSqrtPi));

    /// <summary>-x; torch.neg.</summary>
    public static Tensor operator -(Tensor x) => Given(x).Neg();

    private const double TwoOverSqrtPi = 1.12837916709551257390;

    /// <summary>The gradient of steps: 0, even where dy is infinite.</summary>
    private static Tensor Flat(Tensor saved, Tensor dy) => ZerosLike(dy);

    private static Tensor AbsGradient(Tensor x, Tensor dy) => Where(x > 0, dy, Where(x < 0, -dy, 0));

    private static Tensor NegGradient(Tensor saved, Tensor dy) => -dy;

    private static Tensor SqrtGradient(Tensor y, Tensor dy) => dy / (y * 2);

    private static Tensor RsqrtGradient(Tensor y, Tensor dy) => dy * (y * y * y * -0.5);

    private static Tensor ReciprocalGradient(Tensor y, Tensor dy) => dy * -y.Square();

    private static Tensor ExpGradient(Tensor y, Tensor dy) => dy * y;

    private static Tensor LogGradient(Tensor x, Tensor dy) => dy / x;
}

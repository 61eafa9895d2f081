using Nabla.Interop;

namespace Nabla;

// Circular and hyperbolic functions; angles are in radians.
public sealed partial class Tensor
{
    /// <summary>The sine; torch.sin.</summary>
    public Tensor Sin() => Unary(UnaryOp.Sin, SinGradient);

    /// <summary>The cosine; torch.cos.</summary>
    public Tensor Cos() => Unary(UnaryOp.Cos, CosGradient);

    /// <summary>The tangent; torch.tan.</summary>
    public Tensor Tan() => Unary(UnaryOp.Tan, static (y, dy) => dy * (y.Square() + 1));

    /// <summary>The angle in [-pi/2, pi/2] whose sine is x; torch.asin.</summary>
    public Tensor Asin() => Unary(UnaryOp.Asin, static (x, dy) => dy * (1 - x.Square()).Rsqrt());

    /// <summary>The angle in [0, pi] whose cosine is x; torch.acos.</summary>
    public Tensor Acos() => Unary(UnaryOp.Acos, static (x, dy) => -dy * (1 - x.Square()).Rsqrt());

    /// <summary>The angle in [-pi/2, pi/2] whose tangent is x; torch.atan.</summary>
    public Tensor Atan() => Unary(UnaryOp.Atan, static (x, dy) => dy / (x.Square() + 1));

    /// <summary>(e^x - e^-x) / 2; torch.sinh.</summary>
    public Tensor Sinh() => Unary(UnaryOp.Sinh, static (x, dy) => dy * x.Cosh());

    /// <summary>(e^x + e^-x) / 2; torch.cosh.</summary>
    public Tensor Cosh() => Unary(UnaryOp.Cosh, static (x, dy) => dy * x.Sinh());

    /// <summary>sinh(x) / cosh(x); torch.tanh.</summary>
    public Tensor Tanh() => Unary(UnaryOp.Tanh, TanhGradient);

    /// <summary>The inverse of sinh; torch.asinh.</summary>
    public Tensor Asinh() => Unary(UnaryOp.Asinh, static (x, dy) => dy * (x.Square() + 1).Rsqrt());

    /// <summary>The inverse of cosh on [1, inf); torch.acosh.</summary>
    public Tensor Acosh() => Unary(UnaryOp.Acosh, static (x, dy) => dy * (x - 1).Rsqrt() * (x + 1).Rsqrt());

    /// <summary>The inverse of tanh on (-1, 1); torch.atanh.</summary>
    public Tensor Atanh() => Unary(UnaryOp.Atanh, static (x, dy) => dy / (1 - x.Square()));

    private static Tensor SinGradient(Tensor x, Tensor dy) => dy * x.Cos();

    private static Tensor CosGradient(Tensor x, Tensor dy) => -dy * x.Sin();

    private static Tensor TanhGradient(Tensor y, Tensor dy) => dy * (1 - y.Square());
}

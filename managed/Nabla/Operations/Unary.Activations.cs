using Nabla.Interop;

namespace Nabla;

// What neural networks put between their layers.
public sealed partial class Tensor
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>1 / (1 + e^-x); torch.sigmoid.</summary>
    public Tensor Sigmoid() => Unary(UnaryOp.Sigmoid, SigmoidGradient);

    /// <summary>log(sigmoid(x)), without overflow; torch.nn.functional.logsigmoid.</summary>
    public Tensor LogSigmoid() => Unary(UnaryOp.Logsigmoid, static (x, dy) => dy * (-x).Sigmoid());

    /// <summary>x where x &gt; 0, else 0; torch.relu.</summary>
    public Tensor Relu() => Unary(UnaryOp.Relu, ReluGradient);

    /// <summary>min(max(x, 0), 6); torch.nn.functional.relu6.</summary>
    public Tensor Relu6() => Unary(UnaryOp.Relu6, Relu6Gradient);

    /// <summary>x * sigmoid(x); torch.nn.functional.silu.</summary>
    public Tensor Silu() => Unary(UnaryOp.Silu, SiluGradient);

    /// <summary>x * (1 + erf(x / sqrt(2))) / 2; torch.nn.functional.gelu.</summary>
    public Tensor Gelu() => Unary(UnaryOp.Gelu, static (x, dy) =>
        dy * (((x * 0.70710678118654752440).Erf() + 1) * 0.5 + x * ((x.Square() * -0.5).Exp() * 0.39894228040143267794)));

    /// <summary>x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2; torch.nn.functional.gelu(approximate='tanh').</summary>
    public Tensor GeluTanh() => Unary(UnaryOp.GeluTanh, GeluTanhGradient);

    /// <summary>x * tanh(softplus(x)); torch.nn.functional.mish.</summary>
    public Tensor Mish() => Unary(UnaryOp.Mish, static (x, dy) => MishGradient(x, x.Softplus().Tanh(), dy));

    /// <summary>log(1 + e^x), and x itself above 20; torch.nn.functional.softplus.</summary>
    public Tensor Softplus() => Unary(UnaryOp.Softplus, static (x, dy) => Where(x > 20, dy, dy * x.Sigmoid()));

    /// <summary>x / (1 + |x|); torch.nn.functional.softsign.</summary>
    public Tensor Softsign() => Unary(UnaryOp.Softsign, static (x, dy) => dy / (x.Abs() + 1).Square());

    /// <summary>min(max(x + 3, 0), 6) / 6; torch.nn.functional.hardsigmoid.</summary>
    public Tensor HardSigmoid() => Unary(UnaryOp.Hardsigmoid, static (x, dy) => Where((x > -3) & (x < 3), dy * (1.0 / 6), 0));

    /// <summary>x * min(max(x + 3, 0), 6) / 6; torch.nn.functional.hardswish.</summary>
    public Tensor HardSwish() => Unary(UnaryOp.Hardswish, static (x, dy) => Where(x <= -3, 0, Where(x >= 3, dy, dy * (x * (1.0 / 3) + 0.5))));

    /// <summary>s * x where x &gt; 0, else s * a * (e^x - 1), with the constants of Klambauer et al. 2017; torch.nn.functional.selu.</summary>
    public Tensor Selu() => Unary(UnaryOp.Selu, static (y, dy) => dy * Where(y > 0, SeluScale, y + SeluScale * SeluAlpha));

    private static Tensor SigmoidGradient(Tensor y, Tensor dy) => dy * ((1 - y) * y);

    private static Tensor ReluGradient(Tensor y, Tensor dy) => Where(y <= 0, 0, dy);

    private static Tensor Relu6Gradient(Tensor x, Tensor dy) => Where((x <= 0) | (x >= 6), 0, dy);

    private static Tensor SiluGradient(Tensor x, Tensor dy)
    {
        Tensor s = x.Sigmoid();
        return dy * (s * (x * (1 - s) + 1));
    }

    private static Tensor GeluTanhGradient(Tensor x, Tensor dy)
    {
        const double SqrtTwoOverPi = 0.79788456080286535588, Cubic = 0.044715;
        Tensor t = ((x + x * x.Square() * Cubic) * SqrtTwoOverPi).Tanh();
        return dy * ((t + 1) * 0.5 + x * 0.5 * (1 - t.Square()) * ((x.Square() * (3 * Cubic) + 1) * SqrtTwoOverPi));
    }

    private static Tensor MishGradient(Tensor x, Tensor t, Tensor dy) => dy * (t + x * x.Sigmoid() * (1 - t.Square()));
}

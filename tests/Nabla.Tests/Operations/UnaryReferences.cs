namespace Nabla.Tests.Operations;

/// <summary>What functions of one operand are, by System.Math in float64: written from their definitions, not from the kernels.</summary>
internal static class UnaryReferences
{
    internal static readonly Dictionary<string, Func<double, double>> Of = new()
    {
        ["Abs"] = Math.Abs,
        ["Neg"] = static x => -x,
        ["Sign"] = static x => x > 0 ? 1 : x < 0 ? -1 : 0,
        ["Square"] = static x => x * x,
        ["Sqrt"] = Math.Sqrt,
        ["Rsqrt"] = static x => 1 / Math.Sqrt(x),
        ["Reciprocal"] = static x => 1 / x,
        ["Exp"] = Math.Exp,
        ["Exp2"] = static x => Math.Pow(2, x),
        ["Expm1"] = Expm1,
        ["Log"] = Math.Log,
        ["Log2"] = Math.Log2,
        ["Log10"] = Math.Log10,
        ["Log1p"] = Log1p,
        ["Sin"] = Math.Sin,
        ["Cos"] = Math.Cos,
        ["Tan"] = Math.Tan,
        ["Asin"] = Math.Asin,
        ["Acos"] = Math.Acos,
        ["Atan"] = Math.Atan,
        ["Sinh"] = Math.Sinh,
        ["Cosh"] = Math.Cosh,
        ["Tanh"] = Math.Tanh,
        ["Asinh"] = Math.Asinh,
        ["Acosh"] = Math.Acosh,
        ["Atanh"] = Math.Atanh,
        ["Erf"] = Erf,
        ["Erfc"] = Erfc,
        ["Sigmoid"] = Sigmoid,
        ["Logsigmoid"] = static x => -Softplus(-x),
        ["Relu"] = static x => x > 0 || double.IsNaN(x) ? x : 0,
        ["Relu6"] = static x => double.IsNaN(x) ? x : Math.Min(Math.Max(x, 0), 6),
        ["Silu"] = static x => x == double.NegativeInfinity ? double.NaN : x * Sigmoid(x),
        ["Gelu"] = static x => x == double.NegativeInfinity ? double.NaN : x * 0.5 * Erfc(-x / Math.Sqrt(2)),
        ["GeluTanh"] = static x => x == double.NegativeInfinity ? double.NaN : x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)),
        ["Mish"] = static x => x == double.NegativeInfinity ? double.NaN : x * Math.Tanh(Softplus(x)),
        ["Softplus"] = static x => x > 20 ? x : Softplus(x),
        ["Softsign"] = static x => x / (1 + Math.Abs(x)),
        ["Hardsigmoid"] = static x => Math.Min(Math.Max(x + 3, 0), 6) / 6,
        ["Hardswish"] = static x => x <= -3 ? 0 * x : x >= 3 ? x : x * (x + 3) / 6,
        ["Selu"] = static x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Expm1(x)),
        ["Floor"] = Math.Floor,
        ["Ceil"] = Math.Ceiling,
        ["Round"] = static x => Math.Round(x, MidpointRounding.ToEven),
        ["Trunc"] = Math.Truncate,
        ["Frac"] = static x => x - Math.Truncate(x),
    };

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    internal static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>After Kahan: the rounding of 1 + x divides out.</summary>
    internal static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    internal static double Expm1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : double.IsInfinity(u) ? u : u == 0 ? -1 : Math.Abs(x) > 1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    internal static double Erf(double x) => Math.Abs(x) < 2 ? ErfSeries(x) : x > 0 ? 1 - Erfc(x) : Erfc(-x) - 1;

    internal static double Erfc(double x) => double.IsNaN(x) ? x : x < 2 ? 1 - (x > -6 ? x < -2 ? -1 + Tail(-x) : ErfSeries(x) : -1) : Tail(x);

    private static double ErfSeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>erfc from 2 on, by its continued fraction.</summary>
    private static double Tail(double x)
    {
        if (x > 27) return 0;
        double fraction = 0;
        for (int k = 200; k >= 1; k--) fraction = k / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}

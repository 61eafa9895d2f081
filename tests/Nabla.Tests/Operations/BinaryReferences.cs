namespace Nabla.Tests.Operations;

/// <summary>What functions of two operands are, by System.Math in float64: written from their definitions, not from the kernels.</summary>
internal static class BinaryReferences
{
    internal static readonly Dictionary<string, Func<double, double, double>> Of = new()
    {
        ["Add"] = static (a, b) => a + b,
        ["Sub"] = static (a, b) => a - b,
        ["Mul"] = static (a, b) => a * b,
        ["Div"] = static (a, b) => a / b,
        ["Pow"] = Math.Pow,
        ["Atan2"] = Math.Atan2,
        ["Hypot"] = double.Hypot,
        ["Maximum"] = Math.Max,
        ["Minimum"] = Math.Min,
        ["Fmod"] = static (a, b) => a % b,
        ["Remainder"] = static (a, b) => a % b is var rest && rest != 0 && rest < 0 != b < 0 ? rest + b : a % b,
        ["FloorDivide"] = static (a, b) => Math.Floor(a / b),
        ["TruncDivide"] = static (a, b) => Math.Truncate(a / b),
        ["Logaddexp"] = static (a, b) => a == b ? a + Math.Log(2) : Math.Max(a, b) + UnaryReferences.Log1p(Math.Exp(-Math.Abs(a - b))),
        ["Xlogy"] = static (a, b) => a == 0 && !double.IsNaN(b) ? 0 : a * Math.Log(b),
        ["Copysign"] = Math.CopySign,
        ["Prelu"] = static (a, b) => a > 0 ? a : b * a,
        ["Elu"] = static (a, b) => a > 0 ? a : b * UnaryReferences.Expm1(a),
    };

    internal static readonly Dictionary<string, Func<long, long, long>> Whole = new()
    {
        ["Add"] = static (a, b) => a + b,
        ["Sub"] = static (a, b) => a - b,
        ["Mul"] = static (a, b) => a * b,
        ["Pow"] = static (a, b) => b < 0 ? a == 1 ? 1 : a == -1 ? b % 2 == 0 ? 1 : -1 : 0 : (long)System.Numerics.BigInteger.Pow(a, (int)b),
        ["Maximum"] = Math.Max,
        ["Minimum"] = Math.Min,
        ["Fmod"] = static (a, b) => a % b,
        ["Remainder"] = static (a, b) => ((a % b) + b) % b,
        ["FloorDivide"] = static (a, b) => (long)Math.Floor((decimal)a / b),
        ["TruncDivide"] = static (a, b) => a / b,
        ["BitwiseAnd"] = static (a, b) => a & b,
        ["BitwiseOr"] = static (a, b) => a | b,
        ["BitwiseXor"] = static (a, b) => a ^ b,
        ["ShiftLeft"] = static (a, b) => b is < 0 or > 63 ? 0 : a << (int)b,
        ["ShiftRight"] = static (a, b) => b is < 0 or > 63 ? a < 0 ? -1 : 0 : a >> (int)b,
    };
}

using System.Reflection;
using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Finds the method of an op by its enum's name, letter case aside: a new op is tested before anyone has written a test for it.</summary>
internal static class OpMethods
{
    /// <summary>The names of an op enum. Names, because the enums are internal and test methods public.</summary>
    internal static IEnumerable<string> Names<T>() where T : struct, Enum => Enum.GetNames<T>().Where(static name => name != "Count");

    internal static Func<Tensor, Tensor> Unary(string op) =>
        (Find(op, typeof(Tensor)) ?? throw Missing(op)).CreateDelegate<Func<Tensor, Tensor>>();

    /// <summary>The form that writes over its operand; null where there is none.</summary>
    internal static Func<Tensor, Tensor>? UnaryInPlace(string op) => Find(op + "InPlace", typeof(Tensor))?.CreateDelegate<Func<Tensor, Tensor>>();

    internal static Func<Tensor, Tensor, Tensor> Binary(string op) =>
        (Find(op, typeof(Tensor), typeof(Tensor)) ?? throw Missing(op)).CreateDelegate<Func<Tensor, Tensor, Tensor>>();

    internal static Func<Tensor, Scalar, Tensor>? BinaryWithNumber(string op) =>
        Find(op, typeof(Tensor), typeof(Scalar))?.CreateDelegate<Func<Tensor, Scalar, Tensor>>();

    internal static Func<Tensor, Tensor, Tensor>? BinaryInPlace(string op) =>
        Find(op + "InPlace", typeof(Tensor), typeof(Tensor))?.CreateDelegate<Func<Tensor, Tensor, Tensor>>();

    internal static Func<Tensor, Scalar, Tensor>? BinaryWithNumberInPlace(string op) =>
        Find(op + "InPlace", typeof(Tensor), typeof(Scalar))?.CreateDelegate<Func<Tensor, Scalar, Tensor>>();

    internal static Func<Tensor, Tensor, Tensor, Tensor> Ternary(string op) => op switch
    {
        nameof(TernaryOp.Where) => Tensor.Where,
        nameof(TernaryOp.Clamp) => static (x, low, high) => x.Clamp(low, high),
        nameof(TernaryOp.Addcmul) => static (x, a, b) => x.Addcmul(a, b),
        nameof(TernaryOp.Addcdiv) => static (x, a, b) => x.Addcdiv(a, b),
        _ => (Find(op, typeof(Tensor), typeof(Tensor), typeof(Tensor)) ?? throw Missing(op)).CreateDelegate<Func<Tensor, Tensor, Tensor, Tensor>>(),
    };

    private static MethodInfo? Find(string op, params Type[] operands) => typeof(Tensor)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .SingleOrDefault(method => method.Name.Equals(op, StringComparison.OrdinalIgnoreCase)
            && method.GetParameters().Select(static parameter => parameter.ParameterType).SequenceEqual(operands[1..]));

    private static AssertionException Missing(string op) => new($"Tensor has no method for the op {op}");
}

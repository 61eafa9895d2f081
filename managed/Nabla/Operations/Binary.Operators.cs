using Nabla.Interop;

namespace Nabla;

// C#'s operators. % is Remainder, Python's, not C#'s; == and != compare references: for elements use Eq and Ne.
public sealed partial class Tensor
{
    /// <summary>a + b, elementwise; torch.add.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Binary(add, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor a, Scalar b) => Binary(add, a, b);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar a, Tensor b) => Binary(add, a, b);

    /// <summary>a - b, elementwise; torch.sub.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Binary(sub, a, b);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor a, Scalar b) => Binary(sub, a, b);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar a, Tensor b) => Binary(sub, a, b);

    /// <summary>a * b, elementwise; torch.mul. For the matrix product see <see cref="MatMul"/>.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Binary(mul, a, b);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor a, Scalar b) => Binary(mul, a, b);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar a, Tensor b) => Binary(mul, a, b);

    /// <summary>a / b, elementwise and always floating; torch.div.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Binary(div, a, b);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor a, Scalar b) => Binary(div, a, b);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar a, Tensor b) => Binary(div, a, b);

    /// <summary>a - b * floor(a / b), elementwise and with b's sign, as in Python; torch.remainder.</summary>
    public static Tensor operator %(Tensor a, Tensor b) => Binary(remainder, a, b);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Tensor a, Scalar b) => Binary(remainder, a, b);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Scalar a, Tensor b) => Binary(remainder, a, b);

    /// <summary>The bits that both have, elementwise; on bool the logical and; torch.bitwise_and.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Binary(bitwiseAnd, a, b);

    /// <inheritdoc cref="op_BitwiseAnd(Tensor, Tensor)"/>
    public static Tensor operator &(Tensor a, Scalar b) => Binary(bitwiseAnd, a, b);

    /// <inheritdoc cref="op_BitwiseAnd(Tensor, Tensor)"/>
    public static Tensor operator &(Scalar a, Tensor b) => Binary(bitwiseAnd, a, b);

    /// <summary>The bits that either has, elementwise; on bool the logical or; torch.bitwise_or.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Binary(bitwiseOr, a, b);

    /// <inheritdoc cref="op_BitwiseOr(Tensor, Tensor)"/>
    public static Tensor operator |(Tensor a, Scalar b) => Binary(bitwiseOr, a, b);

    /// <inheritdoc cref="op_BitwiseOr(Tensor, Tensor)"/>
    public static Tensor operator |(Scalar a, Tensor b) => Binary(bitwiseOr, a, b);

    /// <summary>The bits that one of them has, elementwise; torch.bitwise_xor.</summary>
    public static Tensor operator ^(Tensor a, Tensor b) => Binary(bitwiseXor, a, b);

    /// <inheritdoc cref="op_ExclusiveOr(Tensor, Tensor)"/>
    public static Tensor operator ^(Tensor a, Scalar b) => Binary(bitwiseXor, a, b);

    /// <inheritdoc cref="op_ExclusiveOr(Tensor, Tensor)"/>
    public static Tensor operator ^(Scalar a, Tensor b) => Binary(bitwiseXor, a, b);

    /// <summary>a * 2^b, elementwise, for integers; torch.bitwise_left_shift.</summary>
    public static Tensor operator <<(Tensor a, Tensor b) => Binary(shiftLeft, a, b);

    /// <inheritdoc cref="op_LeftShift(Tensor, Tensor)"/>
    public static Tensor operator <<(Tensor a, Scalar b) => Binary(shiftLeft, a, b);

    /// <summary>floor(a / 2^b), elementwise, for integers; torch.bitwise_right_shift.</summary>
    public static Tensor operator >>(Tensor a, Tensor b) => Binary(shiftRight, a, b);

    /// <inheritdoc cref="op_RightShift(Tensor, Tensor)"/>
    public static Tensor operator >>(Tensor a, Scalar b) => Binary(shiftRight, a, b);

    /// <summary>a &lt; b, elementwise; torch.lt.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Compare(CompareOp.Lt, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Tensor a, Scalar b) => Compare(CompareOp.Lt, a, b);

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Scalar a, Tensor b) => Compare(CompareOp.Gt, b, a);

    /// <summary>a &lt;= b, elementwise; torch.le.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Compare(CompareOp.Le, a, b);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor a, Scalar b) => Compare(CompareOp.Le, a, b);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Scalar a, Tensor b) => Compare(CompareOp.Ge, b, a);

    /// <summary>a &gt; b, elementwise; torch.gt.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Compare(CompareOp.Gt, a, b);

    /// <inheritdoc cref="op_GreaterThan(Tensor, Tensor)"/>
    public static Tensor operator >(Tensor a, Scalar b) => Compare(CompareOp.Gt, a, b);

    /// <inheritdoc cref="op_GreaterThan(Tensor, Tensor)"/>
    public static Tensor operator >(Scalar a, Tensor b) => Compare(CompareOp.Lt, b, a);

    /// <summary>a &gt;= b, elementwise; torch.ge.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Compare(CompareOp.Ge, a, b);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor a, Scalar b) => Compare(CompareOp.Ge, a, b);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Scalar a, Tensor b) => Compare(CompareOp.Le, b, a);
}

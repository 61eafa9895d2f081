namespace Nabla;

// The same operations, written over the first operand, whose dtype and shape stay. Each returns this tensor. C#'s += is not one of
// them: it makes a new tensor.
public sealed partial class Tensor
{
    /// <summary>this = this + other; torch.Tensor.add_.</summary>
    public Tensor AddInPlace(Tensor other) => BinaryInPlace(add, other);

    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddInPlace(Scalar other) => BinaryInPlace(add, other);

    /// <summary>this = this - other; torch.Tensor.sub_.</summary>
    public Tensor SubInPlace(Tensor other) => BinaryInPlace(sub, other);

    /// <inheritdoc cref="SubInPlace(Tensor)"/>
    public Tensor SubInPlace(Scalar other) => BinaryInPlace(sub, other);

    /// <summary>this = this * other; torch.Tensor.mul_.</summary>
    public Tensor MulInPlace(Tensor other) => BinaryInPlace(mul, other);

    /// <inheritdoc cref="MulInPlace(Tensor)"/>
    public Tensor MulInPlace(Scalar other) => BinaryInPlace(mul, other);

    /// <summary>this = this / other; torch.Tensor.div_.</summary>
    public Tensor DivInPlace(Tensor other) => BinaryInPlace(div, other);

    /// <inheritdoc cref="DivInPlace(Tensor)"/>
    public Tensor DivInPlace(Scalar other) => BinaryInPlace(div, other);

    /// <summary>this = this^exponent; torch.Tensor.pow_.</summary>
    public Tensor PowInPlace(Tensor exponent) => BinaryInPlace(pow, exponent);

    /// <inheritdoc cref="PowInPlace(Tensor)"/>
    public Tensor PowInPlace(Scalar exponent) => BinaryInPlace(pow, exponent);

    /// <summary>this = floor(this / other); torch.Tensor.floor_divide_.</summary>
    public Tensor FloorDivideInPlace(Tensor other) => BinaryInPlace(floorDivide, other);

    /// <inheritdoc cref="FloorDivideInPlace(Tensor)"/>
    public Tensor FloorDivideInPlace(Scalar other) => BinaryInPlace(floorDivide, other);

    /// <summary>this = this - other * floor(this / other); torch.Tensor.remainder_.</summary>
    public Tensor RemainderInPlace(Tensor other) => BinaryInPlace(remainder, other);

    /// <inheritdoc cref="RemainderInPlace(Tensor)"/>
    public Tensor RemainderInPlace(Scalar other) => BinaryInPlace(remainder, other);

    /// <summary>this = this &amp; other; torch.Tensor.bitwise_and_.</summary>
    public Tensor BitwiseAndInPlace(Tensor other) => BinaryInPlace(bitwiseAnd, other);

    /// <summary>this = this | other; torch.Tensor.bitwise_or_.</summary>
    public Tensor BitwiseOrInPlace(Tensor other) => BinaryInPlace(bitwiseOr, other);

    /// <summary>this = this ^ other; torch.Tensor.bitwise_xor_.</summary>
    public Tensor BitwiseXorInPlace(Tensor other) => BinaryInPlace(bitwiseXor, other);

    /// <summary>Negative elements times a slope; torch.nn.functional.leaky_relu(inplace=True).</summary>
    public Tensor LeakyReluInPlace(Scalar? negativeSlope = null) => BinaryInPlace(prelu, negativeSlope ?? 0.01);
}

using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Bits of integers; on bool the logical functions.
public sealed partial class Tensor
{
    private static readonly BinaryRule bitwiseAnd = new(BinaryOp.BitwiseAnd);
    private static readonly BinaryRule bitwiseOr = new(BinaryOp.BitwiseOr);
    private static readonly BinaryRule bitwiseXor = new(BinaryOp.BitwiseXor);
    private static readonly BinaryRule shiftLeft = new(BinaryOp.ShiftLeft);
    private static readonly BinaryRule shiftRight = new(BinaryOp.ShiftRight);

    /// <summary>The bits that both have; on bool the logical and; torch.bitwise_and.</summary>
    public Tensor BitwiseAnd(Tensor other) => Binary(bitwiseAnd, this, other);

    /// <inheritdoc cref="BitwiseAnd(Tensor)"/>
    public Tensor BitwiseAnd(Scalar other) => Binary(bitwiseAnd, this, other);

    /// <summary>The bits that either has; on bool the logical or; torch.bitwise_or.</summary>
    public Tensor BitwiseOr(Tensor other) => Binary(bitwiseOr, this, other);

    /// <inheritdoc cref="BitwiseOr(Tensor)"/>
    public Tensor BitwiseOr(Scalar other) => Binary(bitwiseOr, this, other);

    /// <summary>The bits that one of them has; torch.bitwise_xor.</summary>
    public Tensor BitwiseXor(Tensor other) => Binary(bitwiseXor, this, other);

    /// <inheritdoc cref="BitwiseXor(Tensor)"/>
    public Tensor BitwiseXor(Scalar other) => Binary(bitwiseXor, this, other);

    /// <summary>a * 2^b; torch.bitwise_left_shift.</summary>
    public Tensor ShiftLeft(Tensor other) => Binary(shiftLeft, this, other);

    /// <inheritdoc cref="ShiftLeft(Tensor)"/>
    public Tensor ShiftLeft(Scalar other) => Binary(shiftLeft, this, other);

    /// <summary>floor(a / 2^b); torch.bitwise_right_shift.</summary>
    public Tensor ShiftRight(Tensor other) => Binary(shiftRight, this, other);

    /// <inheritdoc cref="ShiftRight(Tensor)"/>
    public Tensor ShiftRight(Scalar other) => Binary(shiftRight, this, other);
}

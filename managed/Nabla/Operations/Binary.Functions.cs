using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Elementwise functions of two operands.
public sealed partial class Tensor
{
    private static readonly BinaryRule atan2 = new(BinaryOp.Atan2,
        static (a, b, _, dy) => dy * (b / (a.Square() + b.Square())), static (a, b, _, dy) => -dy * (a / (a.Square() + b.Square())));
    private static readonly BinaryRule hypot = new(BinaryOp.Hypot, static (a, _, y, dy) => dy * (a / y), static (_, b, y, dy) => dy * (b / y));
    private static readonly BinaryRule maximum = new(BinaryOp.Maximum, static (a, b, _, dy) => Extreme(a < b, a, b, dy), static (a, b, _, dy) => Extreme(b < a, a, b, dy));
    private static readonly BinaryRule minimum = new(BinaryOp.Minimum, static (a, b, _, dy) => Extreme(a > b, a, b, dy), static (a, b, _, dy) => Extreme(b > a, a, b, dy));
    private static readonly BinaryRule logAddExp = new(BinaryOp.Logaddexp, static (a, b, _, dy) => dy * Distance(a, b).Sigmoid(), static (a, b, _, dy) => dy * Distance(b, a).Sigmoid());
    private static readonly BinaryRule xlogy = new(BinaryOp.Xlogy,
        static (a, b, _, dy) => XLogYByFactor(a, b, dy), static (a, b, _, dy) => dy * (a / b));
    private static readonly BinaryRule copySign = new(BinaryOp.Copysign, static (a, b, _, dy) => dy * (a.Sign() * OnesLike(a).CopySign(b)), Step);
    private static readonly BinaryRule prelu = new(BinaryOp.Prelu, static (a, b, _, dy) => Where(a > 0, dy, dy * b), static (a, _, _, dy) => Where(a > 0, 0, dy * a));
    private static readonly BinaryRule elu = new(BinaryOp.Elu, static (a, b, _, dy) => Where(a > 0, dy, dy * (b * a.ClampMax(0).Exp())));

    /// <summary>The angle of the point (other, this); torch.atan2.</summary>
    public Tensor Atan2(Tensor other) => Binary(atan2, this, other);

    /// <summary>sqrt(a^2 + b^2); torch.hypot.</summary>
    public Tensor Hypot(Tensor other) => Binary(hypot, this, other);

    /// <summary>The greater, NaN where either is NaN; equal ones share the gradient; torch.maximum.</summary>
    public Tensor Maximum(Tensor other) => Binary(maximum, this, other);

    /// <inheritdoc cref="Maximum(Tensor)"/>
    public Tensor Maximum(Scalar other) => Binary(maximum, this, other);

    /// <summary>The lesser, NaN where either is NaN; equal ones share the gradient; torch.minimum.</summary>
    public Tensor Minimum(Tensor other) => Binary(minimum, this, other);

    /// <inheritdoc cref="Minimum(Tensor)"/>
    public Tensor Minimum(Scalar other) => Binary(minimum, this, other);

    /// <summary>log(e^a + e^b), without overflow; torch.logaddexp.</summary>
    public Tensor LogAddExp(Tensor other) => Binary(logAddExp, this, other);

    /// <summary>a * log(b), and 0 where a is 0; torch.xlogy.</summary>
    public Tensor XLogY(Tensor other) => Binary(xlogy, this, other);

    /// <inheritdoc cref="XLogY(Tensor)"/>
    public Tensor XLogY(Scalar other) => Binary(xlogy, this, other);

    /// <summary>A number times the logarithm of each element; torch.xlogy.</summary>
    public static Tensor XLogY(Scalar number, Tensor other) => Binary(xlogy, number, other);

    /// <summary>|a| with b's sign; torch.copysign.</summary>
    public Tensor CopySign(Tensor other) => Binary(copySign, this, other);

    /// <inheritdoc cref="CopySign(Tensor)"/>
    public Tensor CopySign(Scalar other) => Binary(copySign, this, other);

    /// <summary>a where a &gt; 0, else b * a, elementwise. torch.prelu, whose weight belongs to dimension 1, is <see cref="Nn.Functional.Prelu"/>.</summary>
    public Tensor Prelu(Tensor weight) => Binary(prelu, this, weight);

    /// <summary>a where a &gt; 0, else slope * a; torch.nn.functional.leaky_relu.</summary>
    public Tensor LeakyRelu(Scalar? negativeSlope = null) => Binary(prelu, this, negativeSlope ?? 0.01);

    /// <summary>a where a &gt; 0, else alpha * (e^a - 1); torch.nn.functional.elu.</summary>
    public Tensor Elu(Scalar? alpha = null) => Binary(elu, this, alpha ?? 1.0);

    /// <inheritdoc cref="Elu(Scalar?)"/>
    /// <remarks>No gradient flows to alpha.</remarks>
    public Tensor Elu(Tensor alpha) => Binary(elu, this, alpha);

    /// <summary>a - b, and 0 where both are one infinity.</summary>
    private static Tensor Distance(Tensor a, Tensor b) => Where(a.IsInf() & a.Eq(b), 0, a - b);

    // What is masked must not be infinite either: its own gradient would be 0 * inf.
    private static Tensor XLogYByFactor(Tensor a, Tensor b, Tensor dy)
    {
        Tensor flat = a.Eq(0) & (b <= 0);
        return Where(flat, 0, dy * Where(flat, 1, b).Log());
    }

    private static Tensor Extreme(Tensor loses, Tensor a, Tensor b, Tensor dy) => Where(loses, 0, Where(a.Eq(b), dy * 0.5, dy));
}

using Nabla.Interop;

namespace Nabla;

// Whole numbers and bits.
public sealed partial class Tensor
{
    /// <summary>The greatest whole number up to x; torch.floor.</summary>
    public Tensor Floor() => Unary(UnaryOp.Floor, Flat);

    /// <summary>The least whole number from x on; torch.ceil.</summary>
    public Tensor Ceil() => Unary(UnaryOp.Ceil, Flat);

    /// <summary>The nearest whole number, halves to even; torch.round.</summary>
    public Tensor Round() => Unary(UnaryOp.Round, Flat);

    /// <summary>x without its fraction; torch.trunc.</summary>
    public Tensor Trunc() => Unary(UnaryOp.Trunc, Flat);

    /// <summary>x - trunc(x); torch.frac.</summary>
    public Tensor Frac() => Unary(UnaryOp.Frac, static (_, dy) => dy);

    /// <summary>Each bit turned; on bool the logical not; torch.bitwise_not.</summary>
    public Tensor BitwiseNot() => Unary(UnaryOp.BitwiseNot, null);

    /// <summary>Each bit turned; on bool the logical not; torch.bitwise_not.</summary>
    public static Tensor operator ~(Tensor x) => Given(x).BitwiseNot();
}

using Nabla.Interop;

namespace Nabla;

// The same functions, written over their operand. Each returns this tensor.
public sealed partial class Tensor
{
    /// <summary>|x|; torch.Tensor.abs_.</summary>
    public Tensor AbsInPlace() => UnaryInPlace(UnaryOp.Abs, AbsGradient);

    /// <summary>-x; torch.Tensor.neg_.</summary>
    public Tensor NegInPlace() => UnaryInPlace(UnaryOp.Neg, NegGradient);

    /// <summary>The square root; torch.Tensor.sqrt_.</summary>
    public Tensor SqrtInPlace() => UnaryInPlace(UnaryOp.Sqrt, SqrtGradient);

    /// <summary>1 / sqrt(x); torch.Tensor.rsqrt_.</summary>
    public Tensor RsqrtInPlace() => UnaryInPlace(UnaryOp.Rsqrt, RsqrtGradient);

    /// <summary>1 / x; torch.Tensor.reciprocal_.</summary>
    public Tensor ReciprocalInPlace() => UnaryInPlace(UnaryOp.Reciprocal, ReciprocalGradient);

    /// <summary>e^x; torch.Tensor.exp_.</summary>
    public Tensor ExpInPlace() => UnaryInPlace(UnaryOp.Exp, ExpGradient);

    /// <summary>The natural logarithm; torch.Tensor.log_.</summary>
    public Tensor LogInPlace() => UnaryInPlace(UnaryOp.Log, LogGradient);

    /// <summary>The sine; torch.Tensor.sin_.</summary>
    public Tensor SinInPlace() => UnaryInPlace(UnaryOp.Sin, SinGradient);

    /// <summary>The cosine; torch.Tensor.cos_.</summary>
    public Tensor CosInPlace() => UnaryInPlace(UnaryOp.Cos, CosGradient);

    /// <summary>sinh(x) / cosh(x); torch.Tensor.tanh_.</summary>
    public Tensor TanhInPlace() => UnaryInPlace(UnaryOp.Tanh, TanhGradient);

    /// <summary>1 / (1 + e^-x); torch.Tensor.sigmoid_.</summary>
    public Tensor SigmoidInPlace() => UnaryInPlace(UnaryOp.Sigmoid, SigmoidGradient);

    /// <summary>x where x &gt; 0, else 0; torch.relu_.</summary>
    public Tensor ReluInPlace() => UnaryInPlace(UnaryOp.Relu, ReluGradient);

    /// <summary>min(max(x, 0), 6); torch.nn.functional.relu6(inplace=True).</summary>
    public Tensor Relu6InPlace() => UnaryInPlace(UnaryOp.Relu6, Relu6Gradient);

    /// <summary>x * sigmoid(x); torch.nn.functional.silu(inplace=True).</summary>
    public Tensor SiluInPlace() => UnaryInPlace(UnaryOp.Silu, SiluGradient);

    /// <summary>The greatest whole number up to x; torch.Tensor.floor_.</summary>
    public Tensor FloorInPlace() => UnaryInPlace(UnaryOp.Floor, Flat);

    /// <summary>The least whole number from x on; torch.Tensor.ceil_.</summary>
    public Tensor CeilInPlace() => UnaryInPlace(UnaryOp.Ceil, Flat);

    /// <summary>The nearest whole number, halves to even; torch.Tensor.round_.</summary>
    public Tensor RoundInPlace() => UnaryInPlace(UnaryOp.Round, Flat);

    /// <summary>x without its fraction; torch.Tensor.trunc_.</summary>
    public Tensor TruncInPlace() => UnaryInPlace(UnaryOp.Trunc, Flat);
}

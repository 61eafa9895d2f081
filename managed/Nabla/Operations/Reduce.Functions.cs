using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Sums, means and their kin. `dims` is a set of dimensions, negative ones count from the end; none means all.
public sealed partial class Tensor
{
    private static readonly ReduceRule sum = new(ReduceOp.Sum, "sum", static (_, _, dy, in r) => dy.Expand(r.Shape), dimOverload: 1);
    private static readonly ReduceRule mean = new(ReduceOp.Mean, "mean", static (_, _, dy, in r) => (dy / (double)r.Size).Expand(r.Shape), dimOverload: 1);
    private static readonly ReduceRule prod = new(ReduceOp.Prod, "prod", static (x, _, dy, in r) => ProdGradient.Of(x, dy, r), dimOverload: 1);
    private static readonly ReduceRule logSumExp = new(ReduceOp.Logsumexp, "logsumexp", static (x, y, dy, in _) => dy * (x - y).Exp());
    private static readonly ReduceRule var = new(ReduceOp.Var, "var", static (x, _, dy, in r) => VarGradient(x, dy, r));
    private static readonly ReduceRule std = new(ReduceOp.Std, "std", static (x, y, dy, in r) => VarGradient(x, OverOrZero(dy, y * 2), r));
    private static readonly ReduceRule norm = new(ReduceOp.Norm, "linalg_vector_norm", NormGradient);
    private static readonly ReduceRule any = new(ReduceOp.Any, "any");
    private static readonly ReduceRule all = new(ReduceOp.All, "all");

    /// <summary>The sum of all elements; bool and integers give int64; torch.sum.</summary>
    public Tensor Sum(DType? dtype = null) => Reduce(sum, [], false, dtype: dtype ?? Accumulated);

    /// <summary>Sums along one dimension; torch.sum.</summary>
    public Tensor Sum(int dim, bool keepDim = false, DType? dtype = null) => Reduce(sum, [dim], keepDim, dtype: dtype ?? Accumulated);

    /// <summary>Sums along some dimensions; torch.sum.</summary>
    public Tensor Sum(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Reduce(sum, dims, keepDim, dtype: dtype ?? Accumulated);

    /// <summary>The mean of all elements, floating ones unless a dtype is given; torch.mean.</summary>
    public Tensor Mean(DType? dtype = null) => Reduce(mean, [], false, dtype: MeanType(dtype));

    /// <summary>Means along one dimension; torch.mean.</summary>
    public Tensor Mean(int dim, bool keepDim = false, DType? dtype = null) => Reduce(mean, [dim], keepDim, dtype: MeanType(dtype));

    /// <summary>Means along some dimensions; torch.mean.</summary>
    public Tensor Mean(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Reduce(mean, dims, keepDim, dtype: MeanType(dtype));

    /// <summary>The product of all elements; bool and integers give int64; torch.prod.</summary>
    public Tensor Prod(DType? dtype = null) => Reduce(prod, [], false, dtype: dtype ?? Accumulated);

    /// <summary>Products along one dimension; torch.prod.</summary>
    public Tensor Prod(int dim, bool keepDim = false, DType? dtype = null) => Reduce(prod, [dim], keepDim, dtype: dtype ?? Accumulated);

    /// <summary>Products along some dimensions.</summary>
    public Tensor Prod(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Reduce(prod, dims, keepDim, dtype: dtype ?? Accumulated);

    /// <summary>The variance of all elements; torch.var.</summary>
    /// <param name="correction">what is taken off the count that the squares are divided by: 1 is Bessel's correction</param>
    public Tensor Var(double correction = 1) => Reduce(var, [], false, correction);

    /// <summary>Variances along one dimension; torch.var.</summary>
    public Tensor Var(int dim, double correction = 1, bool keepDim = false) => Reduce(var, [dim], keepDim, correction);

    /// <summary>Variances along some dimensions; torch.var.</summary>
    public Tensor Var(ReadOnlySpan<int> dims, double correction = 1, bool keepDim = false) => Reduce(var, dims, keepDim, correction);

    /// <summary>The standard deviation of all elements; torch.std.</summary>
    /// <param name="correction">what is taken off the count that the squares are divided by: 1 is Bessel's correction</param>
    public Tensor Std(double correction = 1) => Reduce(std, [], false, correction);

    /// <summary>Standard deviations along one dimension; torch.std.</summary>
    public Tensor Std(int dim, double correction = 1, bool keepDim = false) => Reduce(std, [dim], keepDim, correction);

    /// <summary>Standard deviations along some dimensions; torch.std.</summary>
    public Tensor Std(ReadOnlySpan<int> dims, double correction = 1, bool keepDim = false) => Reduce(std, dims, keepDim, correction);

    /// <summary>Variances and means along some dimensions (none: all); torch.var_mean.</summary>
    public (Tensor Var, Tensor Mean) VarMean(ReadOnlySpan<int> dims = default, double correction = 1, bool keepDim = false) =>
        (Reduce(var, dims, keepDim, correction), Reduce(mean, dims, keepDim));

    /// <summary>log(sum(e^x)) along one dimension, without overflow; torch.logsumexp.</summary>
    public Tensor LogSumExp(int dim, bool keepDim = false) => Reduce(logSumExp, [dim], keepDim);

    /// <summary>log(sum(e^x)) along some dimensions (none: all), without overflow; torch.logsumexp.</summary>
    public Tensor LogSumExp(ReadOnlySpan<int> dims = default, bool keepDim = false) => Reduce(logSumExp, dims, keepDim);

    /// <summary>The norm sum(|x|^p)^(1/p) of all elements; p may also be 0 (how many are not 0), inf or -inf; torch.linalg.vector_norm.</summary>
    public Tensor Norm(double p = 2) => Reduce(norm, [], false, p);

    /// <summary>Norms along one dimension; torch.linalg.vector_norm.</summary>
    public Tensor Norm(double p, int dim, bool keepDim = false) => Reduce(norm, [dim], keepDim, p);

    /// <summary>Norms along some dimensions; torch.linalg.vector_norm.</summary>
    public Tensor Norm(double p, ReadOnlySpan<int> dims, bool keepDim = false) => Reduce(norm, dims, keepDim, p);

    /// <summary>Whether any element differs from 0; torch.any.</summary>
    public Tensor Any() => Reduce(any, [], false);

    /// <summary>Whether any element along one dimension differs from 0; torch.any.</summary>
    public Tensor Any(int dim, bool keepDim = false) => Reduce(any, [dim], keepDim);

    /// <summary>Whether any element along some dimensions differs from 0; torch.any.</summary>
    public Tensor Any(ReadOnlySpan<int> dims, bool keepDim = false) => Reduce(any, dims, keepDim);

    /// <summary>Whether all elements differ from 0; torch.all.</summary>
    public Tensor All() => Reduce(all, [], false);

    /// <summary>Whether all elements along one dimension differ from 0; torch.all.</summary>
    public Tensor All(int dim, bool keepDim = false) => Reduce(all, [dim], keepDim);

    /// <summary>Whether all elements along some dimensions differ from 0; torch.all.</summary>
    public Tensor All(ReadOnlySpan<int> dims, bool keepDim = false) => Reduce(all, dims, keepDim);

    /// <summary>What sums and products of whole numbers are made in: they would overflow their own dtype.</summary>
    private DType? Accumulated => DType.IsFloatingPoint() ? null : DType.Int64;

    private DType? MeanType(DType? dtype) => (dtype ?? DType).IsFloatingPoint()
        ? dtype
        : throw new ArgumentException($"mean: the result must be floating, and this is {(dtype ?? DType).Name()}. Give a dtype: Mean(dtype: DType.Float32).");

    private static Tensor VarGradient(Tensor x, Tensor dy, in ReduceCall reduction) =>
        dy * (2 / Math.Max(0, reduction.Size - reduction.Parameter)) * (x - x.Kept(mean, reduction));

    /// <summary>A reduction over the dimensions of another, which are kept.</summary>
    private Tensor Kept(ReduceRule rule, in ReduceCall call)
    {
        Span<int> dims = stackalloc int[Rank];
        int count = 0;
        for (int i = 0; i < Rank; i++) if (call.Reduces(i)) dims[count++] = i;
        return count == 0 ? this : Reduce(rule, dims[..count], keepDim: true);
    }

    private static Tensor NormGradient(Tensor x, Tensor y, Tensor dy, in ReduceCall reduction)
    {
        double p = reduction.Parameter;
        if (p == 0) return ZerosLike(x);
        if (p == 1) return dy * x.Sign();
        if (double.IsInfinity(p))
        {
            Tensor hit = x.Abs().Eq(y);
            return dy * (x.Sign() * hit.To(x.DType) / reduction.CountOf(hit).To(x.DType));
        }
        if (p == 2) return dy * OverOrZero(x, y);
        return Where(x.Eq(0), 0, dy * (x.Sign() * OverOrZero(Where(x.Eq(0), 1, x.Abs()), y).Pow(p - 1)));
    }

    /// <summary>a / b, and 0 where b is 0: no slope is chosen there, as in PyTorch.</summary>
    /// <remarks>The division never sees the 0: behind a mere mask its gradient would be 0 * inf.</remarks>
    private static Tensor OverOrZero(Tensor a, Tensor b)
    {
        Tensor zero = b.Eq(0);
        return Where(zero, 0, a / Where(zero, 1, b));
    }
}

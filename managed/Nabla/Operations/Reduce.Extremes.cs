using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// Greatest and least elements, and where they stand.
public sealed unsafe partial class Tensor
{
    private static readonly ReduceRule max = new(ReduceOp.Max, "max", MaxGradient, overload: 1);
    private static readonly ReduceRule min = new(ReduceOp.Min, "min", MinGradient, overload: 1);
    private static readonly ReduceRule amax = new(ReduceOp.Max, "amax", MaxGradient);
    private static readonly ReduceRule amin = new(ReduceOp.Min, "amin", MinGradient);

    /// <summary>The greatest element; equal ones share the gradient; torch.max.</summary>
    public Tensor Max() => Reduce(max, [], false);

    /// <summary>The least element; equal ones share the gradient; torch.min.</summary>
    public Tensor Min() => Reduce(min, [], false);

    /// <summary>The greatest elements along one dimension and where they stand; the first of equal ones gets the gradient; torch.max.</summary>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false) => ArgReduce(ArgReduceOp.Argmax, "max", dim, keepDim);

    /// <summary>The least elements along one dimension and where they stand; the first of equal ones gets the gradient; torch.min.</summary>
    public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false) => ArgReduce(ArgReduceOp.Argmin, "min", dim, keepDim);

    /// <summary>The greatest elements along some dimensions (none: all); equal ones share the gradient; torch.amax.</summary>
    public Tensor Amax(ReadOnlySpan<int> dims = default, bool keepDim = false) => Reduce(amax, dims, keepDim);

    /// <inheritdoc cref="Amax(ReadOnlySpan{int}, bool)"/>
    public Tensor Amax(int dim, bool keepDim = false) => Reduce(amax, [dim], keepDim);

    /// <summary>The least elements along some dimensions (none: all); equal ones share the gradient; torch.amin.</summary>
    public Tensor Amin(ReadOnlySpan<int> dims = default, bool keepDim = false) => Reduce(amin, dims, keepDim);

    /// <inheritdoc cref="Amin(ReadOnlySpan{int}, bool)"/>
    public Tensor Amin(int dim, bool keepDim = false) => Reduce(amin, [dim], keepDim);

    /// <summary>Where the greatest element stands in row-major order; torch.argmax.</summary>
    public Tensor Argmax() => Detach().Reshape([Count]).ArgIndices(ArgReduceOp.Argmax, "argmax", 0, false);

    /// <summary>Where the greatest elements along one dimension stand; torch.argmax.</summary>
    public Tensor Argmax(int dim, bool keepDim = false) => ArgIndices(ArgReduceOp.Argmax, "argmax", dim, keepDim);

    /// <summary>Where the least element stands in row-major order; torch.argmin.</summary>
    public Tensor Argmin() => Detach().Reshape([Count]).ArgIndices(ArgReduceOp.Argmin, "argmin", 0, false);

    /// <summary>Where the least elements along one dimension stand; torch.argmin.</summary>
    public Tensor Argmin(int dim, bool keepDim = false) => ArgIndices(ArgReduceOp.Argmin, "argmin", dim, keepDim);

    private (Tensor Values, Tensor Indices) ArgReduce(ArgReduceOp op, string name, int dim, bool keepDim)
    {
        ReduceCall line = Line(name, dim, keepDim, out int d);
        Tensor values = Allocate(line.ResultShape, DType, Device), indices = Allocate(values.shape, DType.Int64, Device);
        RunArgReduce(op, this, d, line, values, indices);
        Edge source = Source;
        if (source.Node is not null && DType.IsFloatingPoint()) values.SetHistory(new SelectExtremeNode(name, source, line, d, indices));
        return (values, indices);
    }

    private Tensor ArgIndices(ArgReduceOp op, string name, int dim, bool keepDim)
    {
        ReduceCall line = Line(name, dim, keepDim, out int d);
        Tensor indices = Allocate(line.ResultShape, DType.Int64, Device);
        RunArgReduce(op, this, d, line, null, indices);
        return indices;
    }

    private ReduceCall Line(string name, int dim, bool keepDim, out int normalized)
    {
        normalized = Shapes.NormalizeDim(dim, Rank, name);
        return new ReduceCall(shape, Rank == 0 ? 0 : 1u << normalized, keepDim, 0);
    }

    private static void RunArgReduce(ArgReduceOp op, Tensor x, int dim, in ReduceCall line, Tensor? values, Tensor indices)
    {
        using var px = new Operand(x);
        using var pv = new Operand(values);
        using var pi = new Operand(indices);
        if (x.Rank == 0) AsLine(px.View);
        if (values is not null) KeepLine(pv.View, line);
        KeepLine(pi.View, line);
        Native.nabla_arg_reduce(op, px.View, dim, pv.View, pi.View, null).ThrowIfFailed();
    }

    /// <summary>The native call has no lines in a rank of 0: a single number is a line of one.</summary>
    private static void KeepLine(NablaView* view, in ReduceCall line)
    {
        if (line.Shape.Length > 0) line.Keep(view);
        else AsLine(view);
    }

    private static Tensor MaxGradient(Tensor x, Tensor y, Tensor dy, in ReduceCall call) => Share(x, x.Detach().Kept(amax, call), dy, call);

    private static Tensor MinGradient(Tensor x, Tensor y, Tensor dy, in ReduceCall call) => Share(x, x.Detach().Kept(amin, call), dy, call);

    // Equal extremes share the gradient evenly. A NaN is equal to nothing: then 0 / 0 makes every share NaN, as in PyTorch.
    private static Tensor Share(Tensor x, Tensor extreme, Tensor dy, in ReduceCall call)
    {
        Tensor hit = x.Eq(extreme);
        return Where(hit, dy, 0) / call.CountOf(hit).To(dy.DType);
    }
}

using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// How every reduction runs, over any set of dimensions. The reductions themselves are in Reduce.*.cs.
public sealed unsafe partial class Tensor
{
    /// <summary>Reduces over some dimensions; none given means all. A dtype is what the operand is converted to first.</summary>
    private Tensor Reduce(ReduceRule rule, ReadOnlySpan<int> dims, bool keepDim, double parameter = 0, DType? dtype = null)
    {
        ref readonly NablaOpInfo info = ref rule.Info;
        Tensor x = dtype is { } wanted && wanted != DType ? To(wanted) : this;
        if (!info.Takes(x.DType)) x = x.Promoted(info);
        var reduction = new ReduceCall(x.shape, DimMask(dims, rule.Name), keepDim, parameter);
        bool truth = rule.Op is ReduceOp.Any or ReduceOp.All;
        Tensor y = Allocate(reduction.ResultShape, truth ? DType.Bool : x.DType, x.Device);
        using (var px = new Operand(x))
        using (var py = new Operand(y))
        {
            reduction.Keep(py.View);
            Native.nabla_reduce(rule.Op, px.View, parameter, py.View, null).ThrowIfFailed();
        }
        Edge source = x.Source;
        return source.Node is null || info.Gradients == 0 ? y : y.SetHistory(new ReduceNode(rule, reduction, source, x, y));
    }

    /// <summary>The set of dimensions, bit by bit; none given means all.</summary>
    private uint DimMask(ReadOnlySpan<int> dims, string name)
    {
        if (dims.IsEmpty) return (1u << Rank) - 1;
        uint mask = 0;
        foreach (int dim in dims)
        {
            uint bit = Rank == 0 ? 0 : 1u << Shapes.NormalizeDim(dim, Rank, name);
            if ((mask & bit) != 0) throw new ArgumentException($"{name}: dimension {dim} appears twice in the list of dimensions");
            mask |= bit;
        }
        if (Rank == 0) foreach (int dim in dims) Shapes.NormalizeDim(dim, 0, name);
        return mask;
    }
}

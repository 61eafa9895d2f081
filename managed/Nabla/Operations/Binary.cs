using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// How every elementwise op of two operands runs: two tensors, or a tensor and a number on either side, into new memory or over the
// first operand. The ops themselves are in Binary.*.cs.
public sealed unsafe partial class Tensor
{
    private static Tensor Binary(BinaryRule rule, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ref readonly NablaOpInfo info = ref rule.Info;
        DType dtype = Promote(info, a.DType == b.DType ? a.DType : TypePromotion.Result(a, b));
        if (a.DType != dtype) a = a.To(dtype);
        if (b.DType != dtype) b = b.To(dtype);
        Tensor y = AllocateFor(a, b, dtype, info);
        RunBinary(rule.Op, a, b, y);
        if (!dtype.IsFloatingPoint() || !GradMode.IsEnabled) return y;
        Edge first = (info.Gradients & 1) != 0 ? a.GradientEdge : default;
        Edge second = (info.Gradients & 2) != 0 ? b.GradientEdge : default;
        if (first.Node is null && second.Node is null) return y;
        var node = new BinaryNode(rule, first, second, a, b);
        node.SaveResult(y);
        return y.SetHistory(node);
    }

    private static Tensor Binary(BinaryRule rule, Tensor a, Scalar b) => Binary(rule, a, b, scalarFirst: false);

    private static Tensor Binary(BinaryRule rule, Scalar a, Tensor b) => Binary(rule, b, a, scalarFirst: true);

    private static Tensor Binary(BinaryRule rule, Tensor x, Scalar number, bool scalarFirst)
    {
        ArgumentNullException.ThrowIfNull(x);
        ref readonly NablaOpInfo info = ref rule.Info;
        DType dtype = Promote(info, TypePromotion.Result(x, number));
        if (x.DType != dtype) x = x.To(dtype);
        Tensor y = AllocateLike(x, dtype);
        RunBinary(rule.Op, x, number, scalarFirst, y);
        if (!dtype.IsFloatingPoint() || (info.Gradients & (scalarFirst ? 2 : 1)) == 0) return y;
        Edge source = x.Source;
        if (source.Node is null) return y;
        var node = new BinaryScalarNode(rule, source, x, number, scalarFirst);
        node.SaveResult(y);
        return y.SetHistory(node);
    }

    private Tensor BinaryInPlace(BinaryRule rule, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ref readonly NablaOpInfo info = ref rule.Info;
        string name = rule.Name;
        CheckKeeps(name, Promote(info, TypePromotion.Result(this, other)), Shapes.Broadcast(shape, other.shape, name));
        Tensor b = other.DType == DType ? other : other.To(DType);
        Edge first = Source, second = b.Source;
        if ((info.Gradients & 1) == 0) first = default;
        if ((info.Gradients & 2) == 0) second = default;
        bool records = first.Node is not null || second.Node is not null;
        CheckInPlace(name, records);
        BinaryNode? node = null;
        if (records)
        {
            int saves = rule.Saves(first.Node is not null, second.Node is not null);
            node = new BinaryNode(rule, first, second, (saves & (int)NablaSaves.First) != 0 ? Before(first) : this, b);
        }
        RunBinary(rule.Op, this, b, this);
        Written();
        if (node is null) return this;
        node.SaveResult(this);
        return Rebase(node);
    }

    private Tensor BinaryInPlace(BinaryRule rule, Scalar number)
    {
        ref readonly NablaOpInfo info = ref rule.Info;
        string name = rule.Name;
        CheckKeeps(name, Promote(info, TypePromotion.Result(this, number)), shape);
        Edge source = (info.Gradients & 1) != 0 ? Source : default;
        CheckInPlace(name, source.Node is not null);
        BinaryScalarNode? node = null;
        if (source.Node is not null)
        {
            bool savesFirst = (rule.Saves(first: true, second: false) & (int)NablaSaves.First) != 0;
            node = new BinaryScalarNode(rule, source, savesFirst ? Before(source) : this, number, scalarFirst: false);
        }
        RunBinary(rule.Op, this, number, scalarFirst: false, this);
        Written();
        if (node is null) return this;
        node.SaveResult(this);
        return Rebase(node);
    }

    /// <summary>An in-place result must fit in here: PyTorch lets it lose width, but not its kind, and never changes the shape.</summary>
    private void CheckKeeps(string name, DType result, long[] resultShape)
    {
        if (!CanHold(DType, result))
            throw new ArgumentException($"{name}: the result is {result.Name()} and can't be written into a {DType.Name()} tensor. Convert the tensor first, or do without the in-place form.");
        if (!resultShape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"{name}: the result has shape {Shapes.Format(resultShape)} and can't be written into shape {Shapes.Format(shape)}. The tensor that is written does not broadcast.");
    }

    /// <summary>Whether PyTorch writes one dtype into another in place: floating only into floating, integers not into bool.</summary>
    private static bool CanHold(DType target, DType value) =>
        target.IsFloatingPoint() || (!value.IsFloatingPoint() && (target != DType.Bool || value == DType.Bool));

    private static Tensor AllocateFor(Tensor a, Tensor b, DType dtype, in NablaOpInfo info)
    {
        if (a.shape == b.shape || a.shape.AsSpan().SequenceEqual(b.shape)) return AllocateLike(a, dtype);
        return Allocate(Shapes.Broadcast(a.shape, b.shape, info.Name()), dtype, a.Device);
    }

    internal static void RunBinary(BinaryOp op, Tensor a, Tensor b, Tensor y)
    {
        using var pa = new Operand(a);
        using var pb = new Operand(b);
        using var py = new Operand(y);
        Native.nabla_binary(op, pa.View, pb.View, py.View, null).ThrowIfFailed();
    }

    internal static void RunBinary(BinaryOp op, Tensor x, Scalar number, bool scalarFirst, Tensor y)
    {
        using var px = new Operand(x);
        using Operand pn = Operand.FromScalar(number, x.DType);
        using var py = new Operand(y);
        Native.nabla_binary(op, scalarFirst ? pn.View : px.View, scalarFirst ? px.View : pn.View, py.View, null).ThrowIfFailed();
    }
}

using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// How every elementwise op of three operands runs; each operand is a tensor or a number, and the second or third is a tensor.
public sealed unsafe partial class Tensor
{
    private static Tensor Ternary(TernaryRule rule, Argument a, Argument b, Argument c)
    {
        ref readonly NablaOpInfo info = ref rule.Info;
        bool selects = rule.Op == TernaryOp.Where;  // its first operand is bool, whatever the others are
        DType dtype = Promote(info, selects ? Common(b, c) : TypePromotion.Promote(Common(a, b), Common(a, c)));
        if (!selects) a = a.To(dtype);
        (b, c) = (b.To(dtype), c.To(dtype));
        string name = info.Name();
        long[] shape = Shapes.Broadcast(Shapes.Broadcast(a.Shape, b.Shape, name), c.Shape, name);
        Tensor y = Allocate(shape, dtype, (a.Tensor ?? b.Tensor ?? c.Tensor)!.Device);
        RunTernary(rule.Op, a, b, c, y);
        return Records(rule, a, b, c) ? y.SetHistory(NodeOf(rule, a, b, c)) : y;
    }

    private Tensor TernaryInPlace(TernaryRule rule, Argument b, Argument c)
    {
        string name = rule.Name;
        CheckKeeps(name, TypePromotion.Promote(Common(this, b), Common(this, c)), Shapes.Broadcast(Shapes.Broadcast(shape, b.Shape, name), c.Shape, name));
        (b, c) = (b.To(DType), c.To(DType));
        bool records = Records(rule, this, b, c);
        CheckInPlace(name, records);
        TernaryNode? node = records ? NodeOf(rule, (rule.Info.Saves & (int)NablaSaves.First) != 0 ? Before(Source) : this, b, c) : null;
        RunTernary(rule.Op, this, b, c, this);
        Written();
        return node is null ? this : Rebase(node);
    }

    /// <summary>Whether an operand that has a gradient wants one.</summary>
    private static bool Records(TernaryRule rule, in Argument a, in Argument b, in Argument c) =>
        SourceOf(rule, 0, a).Node is not null || SourceOf(rule, 1, b).Node is not null || SourceOf(rule, 2, c).Node is not null;

    private static TernaryNode NodeOf(TernaryRule rule, in Argument a, in Argument b, in Argument c) =>
        new(rule, SourceOf(rule, 0, a), SourceOf(rule, 1, b), SourceOf(rule, 2, c), a, b, c);

    private static Edge SourceOf(TernaryRule rule, int operand, in Argument argument) =>
        (rule.Info.Gradients >> operand & 1) != 0 && argument.Tensor is { } tensor ? tensor.Source : default;

    private static DType Common(in Argument a, in Argument b) => (a.Tensor, b.Tensor) switch
    {
        ({ } x, { } y) => TypePromotion.Result(x, y),
        ({ } x, null) => TypePromotion.Result(x, b.Number),
        (null, { } y) => TypePromotion.Result(y, a.Number),
        _ => TypePromotion.Result(a.Number, b.Number),
    };

    private static void RunTernary(TernaryOp op, in Argument a, in Argument b, in Argument c, Tensor y)
    {
        bool selects = op == TernaryOp.Where;
        using Operand pa = a.Operand(selects ? DType.Bool : y.DType);
        using Operand pb = b.Operand(y.DType);
        using Operand pc = c.Operand(y.DType);
        using var py = new Operand(y);
        Native.nabla_ternary(op, pa.View, pb.View, pc.View, py.View, null).ThrowIfFailed();
    }
}

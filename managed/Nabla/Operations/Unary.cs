using Nabla.Graph;
using Nabla.Interop;

namespace Nabla;

// How every elementwise op of one operand runs. The ops themselves are one line each, in Unary.*.cs: their name, and their gradient
// in differentiable tensor operations. The gradient's first argument is what the op's native row saves: x or y.
public sealed unsafe partial class Tensor
{
    private Tensor Unary(UnaryOp op, UnaryGradient? gradient)
    {
        ref readonly NablaOpInfo info = ref OpTable.Of(op);
        Tensor x = info.Takes(DType) ? this : Promoted(info);
        Tensor y = AllocateLike(x, x.DType);
        RunUnary(op, x, y);
        Edge source = x.Source;
        return source.Node is null || info.Gradients == 0 ? y : y.SetHistory(new UnaryNode(op, gradient!, source, x, y));
    }

    /// <summary>The same, written over this tensor.</summary>
    private Tensor UnaryInPlace(UnaryOp op, UnaryGradient? gradient)
    {
        ref readonly NablaOpInfo info = ref OpTable.Of(op);
        string name = info.Name();
        if (!info.Takes(DType)) throw Unsupported(name, DType, info);
        Edge source = Source;
        bool records = source.Node is not null && info.Gradients != 0;
        CheckInPlace(name, records);
        Tensor x = records && (info.Saves & (int)NablaSaves.First) != 0 ? Before(source) : this;
        RunUnary(op, this, this);
        Written();
        return records ? Rebase(new UnaryNode(op, gradient!, source, x, this)) : this;
    }

    /// <summary>This tensor as it is now, with its place in the graph: what an in-place operation saves before it writes.</summary>
    private Tensor Before(Edge source)
    {
        Tensor copy = CopyRaw();
        return source.Node is null ? copy : copy.SetHistory(source.Node, source.Output);
    }

    /// <summary>This tensor in a dtype that the op takes: bool and integers become the default dtype where the op is for floating numbers.</summary>
    private Tensor Promoted(in NablaOpInfo info) => To(Promote(info, DType));

    private static DType Promote(in NablaOpInfo info, DType dtype)
    {
        if (info.Takes(dtype)) return dtype;
        DType floating = DefaultDType.Current;
        bool wholeNumbersToo = info.Takes(DType.Int64);
        return !dtype.IsFloatingPoint() && !wholeNumbersToo && info.Takes(floating) ? floating : throw Unsupported(info.Name(), dtype, info);
    }

    private static NotSupportedException Unsupported(string name, DType dtype, in NablaOpInfo info)
    {
        NablaOpInfo row = info;
        string taken = string.Join(", ", Enum.GetValues<DType>().Where(d => row.Takes(d)).Select(static d => d.Name()));
        return new NotSupportedException($"{name} is not there for {dtype.Name()}; it takes {taken}");
    }

    private static void RunUnary(UnaryOp op, Tensor x, Tensor y)
    {
        using var px = new Operand(x);
        using var py = new Operand(y);
        Native.nabla_unary(op, px.View, py.View, null).ThrowIfFailed();
    }
}

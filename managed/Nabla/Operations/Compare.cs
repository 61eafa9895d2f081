using Nabla.Interop;

namespace Nabla;

// Comparisons: bool tensors, without gradients. The operators < > <= >= do the same; == compares references, as everywhere in .NET.
public sealed unsafe partial class Tensor
{
    /// <summary>a == b, elementwise; torch.eq.</summary>
    public Tensor Eq(Tensor other) => Compare(CompareOp.Eq, this, other);

    /// <inheritdoc cref="Eq(Tensor)"/>
    public Tensor Eq(Scalar other) => Compare(CompareOp.Eq, this, other);

    /// <summary>a != b, elementwise; torch.ne.</summary>
    public Tensor Ne(Tensor other) => Compare(CompareOp.Ne, this, other);

    /// <inheritdoc cref="Ne(Tensor)"/>
    public Tensor Ne(Scalar other) => Compare(CompareOp.Ne, this, other);

    /// <summary>a &lt; b, elementwise; torch.lt.</summary>
    public Tensor Lt(Tensor other) => Compare(CompareOp.Lt, this, other);

    /// <inheritdoc cref="Lt(Tensor)"/>
    public Tensor Lt(Scalar other) => Compare(CompareOp.Lt, this, other);

    /// <summary>a &lt;= b, elementwise; torch.le.</summary>
    public Tensor Le(Tensor other) => Compare(CompareOp.Le, this, other);

    /// <inheritdoc cref="Le(Tensor)"/>
    public Tensor Le(Scalar other) => Compare(CompareOp.Le, this, other);

    /// <summary>a &gt; b, elementwise; torch.gt.</summary>
    public Tensor Gt(Tensor other) => Compare(CompareOp.Gt, this, other);

    /// <inheritdoc cref="Gt(Tensor)"/>
    public Tensor Gt(Scalar other) => Compare(CompareOp.Gt, this, other);

    /// <summary>a &gt;= b, elementwise; torch.ge.</summary>
    public Tensor Ge(Tensor other) => Compare(CompareOp.Ge, this, other);

    /// <inheritdoc cref="Ge(Tensor)"/>
    public Tensor Ge(Scalar other) => Compare(CompareOp.Ge, this, other);

    private static Tensor Compare(CompareOp op, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ref readonly NablaOpInfo info = ref OpTable.Of(op);
        DType dtype = a.DType == b.DType ? a.DType : TypePromotion.Result(a, b);
        if (a.DType != dtype) a = a.CopyRaw(dtype, a.Device);
        if (b.DType != dtype) b = b.CopyRaw(dtype, b.Device);
        Tensor y = AllocateFor(a, b, DType.Bool, info);
        using var pa = new Operand(a);
        using var pb = new Operand(b);
        using var py = new Operand(y);
        Native.nabla_compare(op, pa.View, pb.View, py.View, null).ThrowIfFailed();
        return y;
    }

    private static Tensor Compare(CompareOp op, Tensor a, Scalar b)
    {
        ArgumentNullException.ThrowIfNull(a);
        DType dtype = TypePromotion.Result(a, b);
        if (a.DType != dtype) a = a.CopyRaw(dtype, a.Device);
        Tensor y = AllocateLike(a, DType.Bool);
        using var pa = new Operand(a);
        using Operand pb = Operand.FromScalar(b, dtype);
        using var py = new Operand(y);
        Native.nabla_compare(op, pa.View, pb.View, py.View, null).ThrowIfFailed();
        return y;
    }
}

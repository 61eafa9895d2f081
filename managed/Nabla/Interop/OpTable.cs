using System.Collections.Concurrent;

namespace Nabla.Interop;

/// <summary>The native op tables: what each op saves, which operands have gradients, which dtypes it takes. Read once,
/// when first asked.</summary>
internal static unsafe class OpTable
{
    private static readonly ConcurrentDictionary<nint, string> names = new();

    private delegate NablaStatus Reader(int op, NablaOpInfo* info);

    internal static ref readonly NablaOpInfo Of(UnaryOp op) => ref UnaryRows.Rows[(int)op];

    internal static ref readonly NablaOpInfo Of(BinaryOp op) => ref BinaryRows.Rows[(int)op];

    internal static ref readonly NablaOpInfo Of(CompareOp op) => ref CompareRows.Rows[(int)op];

    internal static ref readonly NablaOpInfo Of(TernaryOp op) => ref TernaryRows.Rows[(int)op];

    internal static ref readonly NablaOpInfo Of(ReduceOp op) => ref ReduceRows.Rows[(int)op];

    /// <summary>The op's name, as PyTorch spells it.</summary>
    internal static string Name(this in NablaOpInfo info) => names.GetOrAdd((nint)info.Name, static text => NativeStatus.Text((byte*)text));

    /// <summary>Whether the op takes a dtype.</summary>
    internal static bool Takes(this in NablaOpInfo info, DType dtype) => (info.DTypes >> (int)dtype & 1) != 0;

    private static NablaOpInfo[] Read(int count, Reader read)
    {
        var rows = new NablaOpInfo[count];
        fixed (NablaOpInfo* first = rows)
        {
            for (int op = 0; op < count; op++) read(op, first + op).ThrowIfFailed();
        }
        return rows;
    }

    // A class a table: each is read when its first op runs.
    private static class UnaryRows
    {
        internal static readonly NablaOpInfo[] Rows = Read(
            (int)UnaryOp.Count, static (op, info) => Native.nabla_unary_info((UnaryOp)op, info));
    }

    private static class BinaryRows
    {
        internal static readonly NablaOpInfo[] Rows = Read(
            (int)BinaryOp.Count, static (op, info) => Native.nabla_binary_info((BinaryOp)op, info));
    }

    private static class CompareRows
    {
        internal static readonly NablaOpInfo[] Rows = Read(
            (int)CompareOp.Count, static (op, info) => Native.nabla_compare_info((CompareOp)op, info));
    }

    private static class TernaryRows
    {
        internal static readonly NablaOpInfo[] Rows = Read(
            (int)TernaryOp.Count, static (op, info) => Native.nabla_ternary_info((TernaryOp)op, info));
    }

    private static class ReduceRows
    {
        internal static readonly NablaOpInfo[] Rows = Read(
            (int)ReduceOp.Count, static (op, info) => Native.nabla_reduce_info((ReduceOp)op, info));
    }
}

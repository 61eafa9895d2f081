namespace Nabla;

/// <summary>
/// PyTorch's rules for the dtype of a result (torch.result_type): the highest kind wins (bool, integer, floating);
/// tensors with
/// dimensions decide within their kind, then 0-dimensional ones, then plain numbers.
/// </summary>
public static class TypePromotion
{
    /// <summary>The smallest dtype that both convert to; torch.promote_types.</summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        (int kindA, int kindB) = (Kind(a), Kind(b));
        if (kindA != kindB) return kindA > kindB ? a : b;
        if (a.IsFloatingPoint())
        {
            // float16 and bfloat16 hold each other's values neither in range nor in digits.
            return a.ItemSize() == b.ItemSize() ? DType.Float32 : Wider(a, b);
        }
        if (a == DType.UInt8 || b == DType.UInt8) return Wider(DType.Int16, a == DType.UInt8 ? b : a);
        return Wider(a, b);
    }

    /// <summary>The dtype of an op of two tensors; torch.result_type.</summary>
    public static DType Result(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.DType == b.DType) return a.DType;
        State state = default;
        state.Add(a);
        state.Add(b);
        return state.Result;
    }

    /// <summary>The dtype of an op of a tensor and a number; torch.result_type.</summary>
    public static DType Result(Tensor tensor, Scalar number)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        State state = default;
        state.Add(tensor);
        state.Add(number);
        return state.Result;
    }

    /// <summary>The dtype of an op of many tensors.</summary>
    public static DType Result(params ReadOnlySpan<Tensor> tensors)
    {
        State state = default;
        foreach (Tensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            state.Add(tensor);
        }
        return state.Result;
    }

    /// <summary>The dtype of an op of two numbers.</summary>
    internal static DType Result(Scalar a, Scalar b)
    {
        State state = default;
        state.Add(a);
        state.Add(b);
        return state.Result;
    }

    private static int Kind(DType dtype) => dtype == DType.Bool ? 0 : dtype.IsFloatingPoint() ? 2 : 1;

    private static DType Wider(DType a, DType b) => a.ItemSize() >= b.ItemSize() ? a : b;

    /// <summary>The promoted dtype of each rank of operand.</summary>
    private struct State
    {
        private DType? dimensioned;
        private DType? zeroDimensional;
        private DType? number;

        internal readonly DType Result => Combine(dimensioned, Combine(zeroDimensional, number))
            ?? throw new ArgumentException("no tensor was given, so there is no dtype");

        internal void Add(Tensor tensor)
        {
            ref DType? place = ref (tensor.Rank > 0 ? ref dimensioned : ref zeroDimensional);
            place = Join(place, tensor.DType);
        }

        internal void Add(Scalar scalar) => number = Join(number, scalar.Kind switch
        {
            ScalarKind.Bool => DType.Bool,
            ScalarKind.Integer => DType.Int64,
            _ => DefaultDType.Current,
        });

        private static DType? Join(DType? a, DType b) => a is { } first ? Promote(first, b) : b;

        private static DType? Combine(DType? higher, DType? lower)
        {
            if (higher is not { } h || lower is not { } l) return higher ?? lower;
            return Kind(h) >= Kind(l) ? h : Promote(h, l);
        }
    }
}

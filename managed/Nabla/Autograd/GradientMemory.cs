using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>Who may write into a gradient's memory, and who frees it.</summary>
/// <remarks>Within one pass a storage that a backward kernel made is the engine's alone: <see cref="Storage.Leases"/> counts the
/// places where the engine holds it (views of it count too), and at none left it is freed. A storage that anyone else can
/// see (a user's gradient, one that a hook, a custom function or <c>Grad</c> was given) has no leases and is left alone.</remarks>
internal static unsafe class GradientMemory
{
    /// <summary>Takes in the results of a backward kernel: new memory, or that of an incoming gradient.</summary>
    internal static void Hold(ReadOnlySpan<Tensor?> gradients, ReadOnlySpan<Tensor?> incoming)
    {
        foreach (Tensor? gradient in gradients)
            if (gradient is not null && (gradient.storage.Leases > 0 || !Contains(incoming, gradient.storage)))
                gradient.storage.Leases++;
    }

    /// <summary>One place less holds this gradient.</summary>
    internal static void Drop(Tensor? gradient)
    {
        if (gradient is not null && gradient.storage.Leases > 0 && --gradient.storage.Leases == 0) gradient.storage.Dispose();
    }

    /// <summary>Someone else gets to see this gradient: it is no longer the engine's to write or free.</summary>
    internal static void Show(Tensor gradient) => gradient.storage.Leases = 0;

    /// <summary>The gradient to be kept by someone else: itself where it is the engine's alone and packed, else a copy.</summary>
    internal static Tensor Keep(Tensor gradient)
    {
        if (!IsOurs(gradient) || gradient.storage.Bytes != gradient.Count * gradient.DType.ItemSize()) return gradient.CopyRaw();
        Show(gradient);
        return gradient;
    }

    /// <summary>The sum of two gradients, in the memory of one of them where that is the engine's alone.</summary>
    internal static Tensor Sum(Tensor first, Tensor second)
    {
        if (IsOurs(first)) return AddTo(first, second);
        if (IsOurs(second)) return AddTo(second, first);
        Tensor sum = Tensor.Allocate(first.shape, first.DType, first.Device);
        Add(first, second, sum);
        sum.storage.Leases = 1;
        Drop(first);
        Drop(second);
        return sum;
    }

    /// <summary>out = a + b, unrecorded.</summary>
    internal static void Add(Tensor a, Tensor b, Tensor sum)
    {
        using var pa = new Operand(a);
        using var pb = new Operand(b);
        using var ps = new Operand(sum);
        Native.nabla_binary(BinaryOp.Add, pa.View, pb.View, ps.View, null).ThrowIfFailed();
    }

    private static Tensor AddTo(Tensor sum, Tensor part)
    {
        Add(sum, part, sum);
        Drop(part);
        return sum;
    }

    private static bool IsOurs(Tensor gradient) => gradient.storage.Leases == 1 && gradient.IsContiguous;

    private static bool Contains(ReadOnlySpan<Tensor?> tensors, Storage storage)
    {
        foreach (Tensor? tensor in tensors)
            if (tensor is not null && tensor.storage == storage) return true;
        return false;
    }
}

using System.Diagnostics;
using Nabla.Interop;

namespace Nabla;

// The tensor in words.
public sealed unsafe partial class Tensor
{
    private const int DebugItems = 6;

    /// <summary>The tensor as PyTorch prints it: <c>tensor([[1., 1.], …], requires_grad=True)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public override string ToString() => TensorFormatter.Format(this);

    /// <summary>Shape, dtype, device and the first elements, for a debugger.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string DebugText
    {
        get
        {
            if (IsDisposed) return $"{Describe()}, disposed";
            int shown = (int)Math.Min(Count, DebugItems);
            return $"{Describe()}: {string.Join(", ", Enumerable.Range(0, shown).Select(i => Single(i).Item()))}{(Count > shown ? ", …" : "")}";
        }
    }

    /// <summary>Dtype, shape and device, for messages: "float32 [2, 3] on cpu".</summary>
    internal string Describe() => $"{DType.Name()} {Shapes.Format(shape)} on {Device}";

    /// <summary>All elements of a contiguous tensor on the CPU, as numbers.</summary>
    internal Scalar[] ReadAll()
    {
        var numbers = new Scalar[Count];
        bool held = false;
        DeviceBufferHandle handle = storage.Hold(ref held);
        try
        {
            byte* at = Address(handle);
            int step = DType.ItemSize();
            foreach (ref Scalar number in numbers.AsSpan())
            {
                number = Elements.Read(at, DType);
                at += step;
            }
        }
        finally
        {
            handle.DangerousRelease();
        }
        return numbers;
    }

    /// <summary>The element at a place in row-major order.</summary>
    private Tensor Single(long place)
    {
        long at = offset;
        for (int i = Rank - 1; i >= 0; i--)
        {
            (place, long index) = Math.DivRem(place, shape[i]);
            at += index * strides[i];
        }
        return AsStridedView([], [], at);
    }
}

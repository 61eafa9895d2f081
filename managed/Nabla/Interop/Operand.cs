using System.Runtime.CompilerServices;

namespace Nabla.Interop;

/// <summary>
/// A tensor as one native call sees it: its view, on the caller's stack, and a reference on its block. Until Dispose
/// neither a finalizer nor another thread's Dispose can free the block.
/// </summary>
/// <remarks>Keep it in a <c>using</c> local: <see cref="View"/> points into it.</remarks>
internal unsafe ref struct Operand : IDisposable
{
    private readonly DeviceBufferHandle? block;
    private readonly bool present;
    private NablaView view;

    /// <summary>Holds a tensor; null stands for an operand that the call does without.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    internal Operand(Tensor? tensor)
    {
        Unsafe.SkipInit(out this); // zeroing 160 bytes of view would cost as much as filling it
        if (tensor is null)
        {
            block = null;
            present = false;
            return;
        }
        bool held = false;
        DeviceBufferHandle handle = tensor.storage.Hold(ref held);
        block = handle;
        present = true;
        view.Buffer = (NablaBuffer*)handle.DangerousGetHandle();
        view.Offset = tensor.offset;
        view.DType = (int)tensor.DType;
        long[] shape = tensor.shape;
        long[] strides = tensor.strides;
        view.Rank = shape.Length;
        for (int i = 0; i < shape.Length; i++)
        {
            view.Shape[i] = shape[i];
            view.Strides[i] = strides[i];
        }
    }

    private Operand(ulong bits, DType dtype)
    {
        present = true;
        view.DType = (int)dtype;
        view.Scalar = bits;
    }

    /// <summary>An operand that the call does without: its view is null.</summary>
    internal static Operand None => default;

    /// <summary>One number given by value, converted to a dtype.</summary>
    internal static Operand FromScalar(Scalar value, DType dtype) => new(value.ToBits(dtype), dtype);

    /// <summary>Valid while this operand stays where it is; null for <see cref="None"/>.</summary>
    internal readonly NablaView* View => present ? (NablaView*)Unsafe.AsPointer(ref Unsafe.AsRef(in view)) : null;

    public readonly void Dispose() => block?.DangerousRelease();
}

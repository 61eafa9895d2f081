using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>An operand that is a tensor or a number.</summary>
internal readonly struct Argument
{
    internal readonly Tensor? Tensor;
    internal readonly Scalar Number;

    private Argument(Tensor? tensor, Scalar number) => (Tensor, Number) = (tensor, number);

    internal long[] Shape => Tensor?.shape ?? [];

    public static implicit operator Argument(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(tensor, default);
    }

    public static implicit operator Argument(Scalar number) => new(null, number);

    /// <summary>The argument as a native call sees it.</summary>
    internal Operand Operand(DType dtype) => Tensor is null ? Interop.Operand.FromScalar(Number, dtype) : new Operand(Tensor);

    /// <summary>The argument in a dtype; a number has none.</summary>
    internal Argument To(DType dtype) => Tensor is null || Tensor.DType == dtype ? this : Tensor.To(dtype);

    /// <summary>The argument as a tensor, for gradients in tensor operations.</summary>
    internal Tensor AsTensor(DType dtype, Device device) => Tensor ?? Nabla.Tensor.Full([], Number, dtype, device);
}

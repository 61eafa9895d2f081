using Nabla.Graph;

namespace Nabla;

// Copies, in the same dtype and device or in others.
public sealed partial class Tensor
{
    /// <summary>A contiguous copy; torch.clone. Gradients flow through it.</summary>
    public Tensor Clone() => Converted(CopyRaw(), "CloneBackward0");

    /// <summary>The tensor itself where it is contiguous, else a contiguous copy; torch.Tensor.contiguous.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>The elements in another dtype; the tensor itself where it has it already; torch.Tensor.to. Gradients
    /// flow through it.</summary>
    /// <remarks>Floating numbers are cut towards zero where they become whole ones.</remarks>
    public Tensor To(DType dtype) => To(Device, dtype);

    /// <summary>The elements on another device; the tensor itself where it lies there already; torch.Tensor.to.
    /// Gradients flow through it.</summary>
    public Tensor To(Device device) => To(device, DType);

    /// <summary>The elements on another device and in another dtype; the tensor itself where it is so already;
    /// torch.Tensor.to. Gradients flow through it.</summary>
    public Tensor To(Device device, DType dtype) =>
        dtype == DType && device == Device ? this : Converted(CopyRaw(dtype, device), "ToCopyBackward0");

    private Tensor Converted(Tensor copy, string name)
    {
        Edge source = Source;
        return source.Node is null || !copy.DType.IsFloatingPoint()
            ? copy
            : copy.SetHistory(new ConvertNode(name, DType, Device, source));
    }
}

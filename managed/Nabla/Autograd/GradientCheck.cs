namespace Nabla.Graph;

/// <summary>Whether a gradient that a user gave fits the tensor that it belongs to.</summary>
internal static class GradientCheck
{
    /// <summary>Shape, dtype and device must be those of the tensor; the message starts with what happened.</summary>
    internal static void Same(string what, Tensor gradient, Tensor tensor)
    {
        if (!gradient.Shape.SequenceEqual(tensor.Shape) || gradient.DType != tensor.DType || gradient.Device != tensor.Device)
            throw new ArgumentException(
                $"{what} that does not fit: got {gradient.Describe()}, wanted {tensor.Describe()}. It must have the tensor's shape, dtype and device.");
    }
}

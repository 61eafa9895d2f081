namespace Nabla.Tests.Tensors;

/// <summary>What the native library offers.</summary>
internal static class Kernels
{
    private static readonly DType[] promised = [DType.Float32, DType.Float64, DType.UInt8, DType.Int32, DType.Int64, DType.Bool];

    /// <summary>The dtypes that can be computed with: those that are promised, and any others that have kernels.</summary>
    public static IEnumerable<DType> DTypes => promised.Union(Enum.GetValues<DType>().Where(HasKernels));

    private static bool HasKernels(DType dtype)
    {
        try
        {
            Tensor.Zeros([1], dtype).To(DType.Float32).Dispose();
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}

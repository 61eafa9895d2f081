namespace Nabla;

/// <summary>
/// The floating dtype of tensors made from nothing but a shape, and of the results of integer tensors with floating
/// numbers;
/// torch.get_default_dtype and torch.set_default_dtype. A change flows with async, and ends with its scope.
/// </summary>
public static class DefaultDType
{
    private static readonly AsyncLocal<DType?> current = new();

    /// <summary>The default dtype here and now: float32, unless <see cref="Use"/> says otherwise.</summary>
    public static DType Current => current.Value ?? DType.Float32;

    /// <summary>Changes the default until the result is disposed.</summary>
    /// <exception cref="ArgumentException">The dtype is not a floating one.</exception>
    public static IDisposable Use(DType dtype)
    {
        if (!dtype.IsFloatingPoint())
            throw new ArgumentException($"the default dtype must be a floating one, not {dtype.Name()}", nameof(dtype));
        return new Restore(dtype);
    }

    private sealed class Restore : IDisposable
    {
        private readonly DType? before = current.Value;

        internal Restore(DType dtype) => current.Value = dtype;

        public void Dispose() => current.Value = before;
    }
}

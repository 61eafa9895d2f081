using Nabla.Interop;

namespace Nabla;

// Tensors from nothing but a shape.
public sealed unsafe partial class Tensor
{
    /// <summary>A tensor with undefined elements; torch.empty.</summary>
    /// <param name="shape">The size of each dimension; none for a single element.</param>
    /// <param name="dtype">The type of the elements; null for the <see cref="DefaultDType"/>.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    public static Tensor Empty(
        ReadOnlySpan<long> shape, DType? dtype = null, Device device = default, bool requiresGrad = false) =>
        Allocate(shape.ToArray(), dtype ?? DefaultDType.Current, device).WithGrad(requiresGrad);

    /// <summary>A tensor of zeros; torch.zeros.</summary>
    /// <inheritdoc cref="Empty"/>
    public static Tensor Zeros(
        ReadOnlySpan<long> shape, DType? dtype = null, Device device = default, bool requiresGrad = false) =>
        Empty(shape, dtype, device).FillRaw(0).WithGrad(requiresGrad);

    /// <summary>A tensor of ones; torch.ones.</summary>
    /// <inheritdoc cref="Empty"/>
    public static Tensor Ones(
        ReadOnlySpan<long> shape, DType? dtype = null, Device device = default, bool requiresGrad = false) =>
        Empty(shape, dtype, device).FillRaw(1).WithGrad(requiresGrad);

    /// <summary>A tensor of one number; torch.full. Without a dtype a bool gives bool, a whole number int64, another
    /// the default dtype.</summary>
    /// <param name="shape">The size of each dimension; none for a single element.</param>
    /// <param name="value">The number.</param>
    /// <param name="dtype">The type of the elements; null for the number's.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    public static Tensor Full(
        ReadOnlySpan<long> shape, Scalar value, DType? dtype = null, Device device = default,
        bool requiresGrad = false) =>
        Empty(shape, dtype ?? TypePromotion.Result(value, value), device).FillRaw(value).WithGrad(requiresGrad);

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>; torch.arange.</summary>
    public static Tensor Arange(Scalar end, DType? dtype = null, Device device = default, bool requiresGrad = false) =>
        Arange(0, end, 1, dtype, device, requiresGrad);

    /// <summary>The numbers from <paramref name="start"/>, in steps, to before <paramref name="end"/>; torch.arange.
    /// Whole numbers give int64, others the default dtype.</summary>
    /// <exception cref="ArgumentException">The step is 0, or leads away from the end.</exception>
    public static Tensor Arange(
        Scalar start, Scalar end, Scalar step, DType? dtype = null, Device device = default, bool requiresGrad = false)
    {
        (double from, double to, double by) = (start.ToDouble(), end.ToDouble(), step.ToDouble());
        if (!double.IsFinite(from) || !double.IsFinite(to) || !(by != 0 && double.IsFinite(by)))
            throw new ArgumentException(
                $"Arange: start {start}, end {end} and step {step} must be finite, and the step not 0");
        if (by > 0 ? from > to : from < to)
            throw new ArgumentException($"Arange: steps of {step} lead from {start} away from {end}");
        double size = Math.Ceiling((to - from) / by);
        if (size >= long.MaxValue)
            throw new ArgumentException(
                $"Arange: from {start} to {end} in steps of {step} are more elements than can be counted");
        DType type = dtype ?? TypePromotion.Promote(TypePromotion.Result(start, end), TypePromotion.Result(step, 0));
        return Empty([(long)size], type, device).Sequence(from, by).WithGrad(requiresGrad);
    }

    /// <summary>A number of steps from <paramref name="start"/> to <paramref name="end"/>, both included;
    /// torch.linspace.</summary>
    public static Tensor Linspace(
        Scalar start, Scalar end, long steps, DType? dtype = null, Device device = default, bool requiresGrad = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        Tensor result = Empty([steps], dtype, device);
        (double from, double to) = (start.ToDouble(), end.ToDouble());
        double step = steps > 1 ? (to - from) / (steps - 1) : 0;
        // From both ends to the middle, so that both ends are exact, as in PyTorch.
        long half = steps > 1 ? steps / 2 : steps;
        result.AsStridedView([half], [1], 0).Sequence(from, step);
        if (steps > 1) result.AsStridedView([steps - half], [-1], steps - 1).Sequence(to, -step);
        return result.WithGrad(requiresGrad);
    }

    /// <summary>A matrix with ones on the diagonal; torch.eye.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns; null for as many as rows.</param>
    /// <param name="dtype">The type of the elements; null for the <see cref="DefaultDType"/>.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    public static Tensor Eye(
        long rows, long? columns = null, DType? dtype = null, Device device = default, bool requiresGrad = false)
    {
        long width = columns ?? rows;
        Tensor result = Zeros([rows, width], dtype, device);
        result.AsStridedView([Math.Min(rows, width)], [width + 1], 0).FillRaw(1);
        return result.WithGrad(requiresGrad);
    }

    /// <summary>A tensor of undefined elements with the shape of another and, where nothing else is said, its dtype and
    /// device; torch.empty_like.</summary>
    public static Tensor EmptyLike(Tensor other, DType? dtype = null, Device? device = null, bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Allocate(other.shape, dtype ?? other.DType, device ?? other.Device).WithGrad(requiresGrad);
    }

    /// <summary>A tensor of zeros with the shape of another and, where nothing else is said, its dtype and device;
    /// torch.zeros_like.</summary>
    public static Tensor ZerosLike(
        Tensor other, DType? dtype = null, Device? device = null, bool requiresGrad = false) =>
        EmptyLike(other, dtype, device).FillRaw(0).WithGrad(requiresGrad);

    /// <summary>A tensor of ones with the shape of another and, where nothing else is said, its dtype and device;
    /// torch.ones_like.</summary>
    public static Tensor OnesLike(
        Tensor other, DType? dtype = null, Device? device = null, bool requiresGrad = false) =>
        EmptyLike(other, dtype, device).FillRaw(1).WithGrad(requiresGrad);

    /// <summary>A tensor of one number with the shape of another and, where nothing else is said, its dtype and device;
    /// torch.full_like.</summary>
    public static Tensor FullLike(
        Tensor other, Scalar value, DType? dtype = null, Device? device = null, bool requiresGrad = false) =>
        EmptyLike(other, dtype, device).FillRaw(value).WithGrad(requiresGrad);

    private Tensor WithGrad(bool requiresGrad)
    {
        if (requiresGrad) RequiresGrad = true;
        return this;
    }

    private Tensor Sequence(double start, double step)
    {
        using var to = new Operand(this);
        Native.nabla_arange(start, step, to.View, null).ThrowIfFailed();
        return this;
    }
}

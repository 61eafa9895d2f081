using Nabla.Interop;

namespace Nabla;

// Random tensors. All take a generator; null is Generator.Current.
public sealed unsafe partial class Tensor
{
    /// <summary>Starts the random numbers of <see cref="Generator.Current"/> again at a seed;
    /// torch.manual_seed.</summary>
    public static Generator ManualSeed(ulong seed) => Generator.Current.ManualSeed(seed);

    /// <summary>Numbers drawn evenly from [0, 1); torch.rand.</summary>
    /// <param name="shape">The size of each dimension; none for a single element.</param>
    /// <param name="dtype">The type of the elements, a floating one; null for the <see cref="DefaultDType"/>.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="requiresGrad">Whether backward is to leave a gradient in it.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    public static Tensor Rand(
        ReadOnlySpan<long> shape, DType? dtype = null, Device device = default,
        bool requiresGrad = false, Generator? generator = null) =>
        Empty(shape, dtype, device).Draw(RandomOp.Uniform, 0, 1, generator).WithGrad(requiresGrad);

    /// <summary>Normally distributed numbers of mean 0 and variance 1; torch.randn.</summary>
    /// <inheritdoc cref="Rand"/>
    public static Tensor Randn(
        ReadOnlySpan<long> shape, DType? dtype = null, Device device = default,
        bool requiresGrad = false, Generator? generator = null) =>
        Empty(shape, dtype, device).Draw(RandomOp.Normal, 0, 1, generator).WithGrad(requiresGrad);

    /// <summary>Whole numbers drawn evenly from [low, high); torch.randint.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The number after the greatest.</param>
    /// <param name="shape">The size of each dimension; none for a single element.</param>
    /// <param name="dtype">The type of the elements; null for int64.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    /// <exception cref="ArgumentException">There is no such number.</exception>
    public static Tensor RandInt(
        long low, long high, ReadOnlySpan<long> shape, DType? dtype = null, Device device = default,
        Generator? generator = null)
    {
        if (low >= high) throw new ArgumentException($"RandInt: there is no whole number from {low} to before {high}");
        return Empty(shape, dtype ?? DType.Int64, device).Draw(RandomOp.Integer, low, high, generator);
    }

    /// <summary>Ones with a probability, else zeros; torch.bernoulli.</summary>
    /// <param name="shape">The size of each dimension; none for a single element.</param>
    /// <param name="probability">How likely a one is, in [0, 1].</param>
    /// <param name="dtype">The type of the elements; null for the <see cref="DefaultDType"/>.</param>
    /// <param name="device">Where they lie.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    public static Tensor Bernoulli(
        ReadOnlySpan<long> shape, double probability, DType? dtype = null, Device device = default,
        Generator? generator = null)
    {
        CheckProbability(probability, nameof(Bernoulli));
        return Empty(shape, dtype, device).Draw(RandomOp.Bernoulli, probability, 0, generator);
    }

    /// <summary>The numbers 0 … n-1 in random order, int64; torch.randperm.</summary>
    public static Tensor RandPerm(long n, Device device = default, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        Tensor result = Empty([n], DType.Int64, device);
        // Two counters an element: more than any way to draw a permutation uses.
        (ulong seed, ulong start) = (generator ?? Generator.Current).Reserve(checked(4 * n));
        using var to = new Operand(result);
        Native.nabla_random_permutation(seed, start, to.View, null).ThrowIfFailed();
        return result;
    }

    /// <summary>Numbers drawn evenly from [0, 1) with the shape of another tensor and, where nothing else is said, its
    /// dtype and device; torch.rand_like.</summary>
    public static Tensor RandLike(
        Tensor other, DType? dtype = null, Device? device = null,
        bool requiresGrad = false, Generator? generator = null) =>
        EmptyLike(other, dtype, device).Draw(RandomOp.Uniform, 0, 1, generator).WithGrad(requiresGrad);

    /// <summary>Normally distributed numbers with the shape of another tensor and, where nothing else is said, its
    /// dtype and device; torch.randn_like.</summary>
    public static Tensor RandnLike(
        Tensor other, DType? dtype = null, Device? device = null,
        bool requiresGrad = false, Generator? generator = null) =>
        EmptyLike(other, dtype, device).Draw(RandomOp.Normal, 0, 1, generator).WithGrad(requiresGrad);

    private static void CheckProbability(double probability, string op)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, $"{op}: a probability lies in [0, 1]; {probability} does not");
    }

    /// <summary>Fills the tensor from a distribution; autograd does not see it.</summary>
    internal Tensor Draw(RandomOp op, double a, double b, Generator? generator)
    {
        (ulong seed, ulong start) = (generator ?? Generator.Current).Reserve(Count);
        using var to = new Operand(this);
        Native.nabla_random(op, a, b, seed, start, to.View, null).ThrowIfFailed();
        return this;
    }
}

using Nabla.Interop;

namespace Nabla.Tests.Operations;

/// <summary>Tensors to try ops on: values within the range that an op's row names, in every kind of layout.</summary>
internal static class Samples
{
    internal static readonly string[] Layouts = ["contiguous", "transposed", "sliced", "stepped", "expanded", "scalar", "empty"];

    internal static double[] Values(double low, double high, int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble())];
    }

    internal static Tensor Uniform(double low, double high, int seed, params long[] shape) =>
        Tensor.From<double>(Values(low, high, checked((int)shape.Aggregate(1L, static (a, b) => a * b)), seed), shape);

    internal static unsafe Tensor Operand(in NablaOpInfo info, int operand, int seed, params long[] shape) =>
        Uniform(info.Low[operand], info.High[operand], seed, shape);

    /// <summary>A tensor whose elements lie in memory in one of <see cref="Layouts"/>.</summary>
    internal static Tensor In(string layout, double low, double high, int seed = 1) => layout switch
    {
        "contiguous" => Uniform(low, high, seed, 3, 5),
        "transposed" => Uniform(low, high, seed, 4, 2, 3).Transpose(0, 2),
        "sliced" => Uniform(low, high, seed, 4, 6)[1..3, 2..],
        "stepped" => Uniform(low, high, seed, 7, 3).Slice(0, 1, null, 2),
        "expanded" => Uniform(low, high, seed, 3, 1).Expand(2, 3, 4),
        "scalar" => Uniform(low, high, seed),
        "empty" => Uniform(low, high, seed, 2, 0, 3),
        _ => throw new ArgumentException(layout),
    };

    /// <summary>A leaf with the same elements and layout.</summary>
    internal static Tensor Leaf(this Tensor tensor)
    {
        Tensor leaf = tensor.Detach();
        leaf.RequiresGrad = true;
        return leaf;
    }

    internal static double[] Doubles(this Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();
}

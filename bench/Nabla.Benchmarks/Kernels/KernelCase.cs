using Nabla.Interop;

namespace Nabla.Benchmarks.Kernels;

/// <summary>A tensor that a kernel reads or writes: its type, its shape, and the range of its random contents.</summary>
internal sealed record KernelOperand(DType DType, long[] Shape, double Low = -1, double High = 1)
{
    internal double Bytes => Shape.Aggregate(1.0, static (product, size) => product * size) * DType.ItemSize();

    internal Tensor Make() => DType.IsFloatingPoint()
        ? Tensor.Empty(Shape, DType).UniformInPlace(Low, High)
        : Tensor.RandInt((long)Low, Math.Max((long)High, (long)Low + 1), Shape, DType);
}

/// <summary>One line of a table of benchmarks: an op on operands of a shape, alone or with its gradient.</summary>
internal sealed record KernelCase(string Name, KernelOperand[] Inputs, KernelOperand Output, Func<Tensor[], Tensor> Call)
{
    /// <summary>Which operands have a gradient, bit by bit.</summary>
    internal int Gradients { get; init; }

    /// <summary>What the gradient reads besides the output's: <see cref="NablaSaves"/>.</summary>
    internal int Saves { get; init; }

    internal double ForwardOperations { get; init; }

    internal bool IsBackward { get; private init; }

    /// <summary>Each input read once, each output written once; 0 where arithmetic is the limit.</summary>
    internal double Bytes => ForwardOperations > 0 ? 0 : Inputs.Sum(static input => input.Bytes) + Output.Bytes + (IsBackward ? BackwardBytes : 0);

    /// <summary>The gradient of a matrix product is two such products.</summary>
    internal double Operations => IsBackward ? 3 * ForwardOperations : ForwardOperations;

    private double BackwardBytes
    {
        get
        {
            double bytes = Output.Bytes + ((Saves & (int)NablaSaves.Output) != 0 ? Output.Bytes : 0);
            for (int i = 0; i < Inputs.Length; i++) bytes += ((Saves >> i & 1) + (Gradients >> i & 1)) * Inputs[i].Bytes;
            return bytes;
        }
    }

    internal KernelCase WithGradient() => this with { Name = $"{Name}, gradient", IsBackward = true };

    public override string ToString() => $"{Name} {string.Join(" ", Inputs.Select(static input => string.Join('x', input.Shape)).Distinct())}";
}

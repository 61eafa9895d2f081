using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks.Overhead;

/// <summary>PyTorch's introductory autograd example, forward and backward: four elements, four ops, four nodes.</summary>
[WarmupCount(12)] // nanoseconds: only code that the runtime has compiled for the last time is worth measuring
public class Example
{
    private readonly Tensor x = Tensor.Ones([2, 2], requiresGrad: true);

    [Benchmark]
    public void Disposed()
    {
        using Tensor y = x + 2, square = y * y, z = square * 3, mean = z.Mean();
        mean.Backward();
        x.Grad!.Dispose();
        x.Grad = null;
    }

    [Benchmark]
    public void Scoped()
    {
        using var scope = new TensorScope();
        Compute();
        x.Grad!.Dispose(); // a leaf's gradient outlives the scope
        x.Grad = null;
    }

    [Benchmark]
    public void Dropped()
    {
        Compute();
        x.Grad = null;
    }

    private void Compute()
    {
        Tensor y = x + 2;
        Tensor z = y * y * 3;
        z.Mean().Backward();
    }
}

using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks.Overhead;

/// <summary>What an op costs when there is next to nothing to compute: memory given back at once, or left to the garbage collector.</summary>
[WarmupCount(12)] // nanoseconds: only code that the runtime has compiled for the last time is worth measuring
public class SmallAdd
{
    private Tensor a = null!, b = null!;

    [Params(1, 64, 1024)]
    public int Count { get; set; }

    [GlobalSetup]
    public void SetUp() => (a, b) = (Tensor.Ones([Count]), Tensor.Ones([Count]));

    [Benchmark]
    public void Disposed() => (a + b).Dispose();

    [Benchmark]
    public Tensor Dropped() => a + b;
}

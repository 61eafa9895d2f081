using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Kernels that memory limits, each beside a copy that moves as many bytes and runs just before.</summary>
public abstract class AgainstCopy : KernelBenchmarks
{
    private Tensor from = null!, to = null!;

    public override void SetUp()
    {
        base.SetUp();
        long half = (long)Bytes / 2;
        from = Tensor.Zeros([half], DType.UInt8);
        to = Tensor.Zeros([half], DType.UInt8);
    }

    public override void CleanUp()
    {
        from.Dispose();
        to.Dispose();
        base.CleanUp();
    }

    [Benchmark(Baseline = true)]
    public void Copy() => to.CopyInPlace(from);
}

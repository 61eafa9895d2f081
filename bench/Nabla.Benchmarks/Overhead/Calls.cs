using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks.Overhead;

/// <summary>Calls that compute nothing: looking at a tensor, reading it, making one from .NET data.</summary>
[WarmupCount(12)] // nanoseconds: only code that the runtime has compiled for the last time is worth measuring
public class Calls
{
    private readonly Tensor matrix = Tensor.Ones([8, 8]);
    private readonly Tensor one = Tensor.Full([], 1f);
    private readonly float[] data = new float[64];

    [Benchmark]
    public Tensor View() => matrix.View(64);

    [Benchmark]
    public Tensor Transpose() => matrix.T;

    [Benchmark]
    public Tensor Row() => matrix[3];

    [Benchmark]
    public float Item() => one.Item<float>();

    [Benchmark]
    public void FromNumber() => Tensor.From(1f).Dispose();

    [Benchmark]
    public void FromArray() => Tensor.From(data).Dispose();

    [Benchmark]
    public float[] ToArray() => matrix.ToArray<float>();
}

using BenchmarkDotNet.Attributes;
using Nabla.Benchmarks.Running;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Kernels as a user calls them, each beside a copy that moves as many bytes.</summary>
public abstract class KernelBenchmarks : IMeasured
{
    private KernelCase op = null!;
    private Tensor[] inputs = [];
    private Tensor from = null!, to = null!, dy = null!;

    /// <summary>A <see cref="KernelCase"/>, which is internal as all that it is made of.</summary>
    [ParamsSource(nameof(Cases))]
    public object Op { get => op; set => op = (KernelCase)value; }

    public abstract IEnumerable<object> Cases { get; }

    double IMeasured.Bytes => op.Bytes;

    double IMeasured.Operations => op.Operations;

    [GlobalSetup]
    public void SetUp()
    {
        Tensor.ManualSeed(1);
        long half = (long)op.Bytes / 2;
        from = Tensor.Zeros([half], DType.UInt8);
        to = Tensor.Zeros([half], DType.UInt8);
        inputs = [.. op.Inputs.Select(static input => input.Make())];
        dy = Tensor.Ones(op.Output.Shape, op.Output.DType);
        for (int i = 0; i < inputs.Length; i++) inputs[i].RequiresGrad = op.IsBackward && (op.Gradients >> i & 1) != 0;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (Tensor tensor in inputs.Append(from).Append(to).Append(dy)) tensor.Dispose();
        Memory.Trim();
    }

    [Benchmark(Baseline = true)]
    public void Copy() => to.CopyInPlace(from);

    [Benchmark]
    public void Run()
    {
        using Tensor y = op.Call(inputs);
        if (!op.IsBackward) return;
        y.Backward(dy);
        foreach (Tensor input in inputs)
        {
            input.Grad?.Dispose();
            input.Grad = null;
        }
    }
}

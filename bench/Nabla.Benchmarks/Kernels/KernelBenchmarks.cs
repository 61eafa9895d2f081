using BenchmarkDotNet.Attributes;
using Nabla.Benchmarks.Running;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Kernels as a user calls them.</summary>
public abstract class KernelBenchmarks : IMeasured
{
    private KernelCase op = null!;
    private Tensor[] inputs = [];
    private Tensor dy = null!;

    /// <summary>A <see cref="KernelCase"/>, which is internal as all that it is made of.</summary>
    [ParamsSource(nameof(Cases))]
    public object Op { get => op; set => op = (KernelCase)value; }

    public abstract IEnumerable<object> Cases { get; }

    public double Bytes => op.Bytes;

    public double Operations => op.Operations;

    [GlobalSetup]
    public virtual void SetUp()
    {
        Tensor.ManualSeed(1);
        inputs = [.. op.Inputs.Select(static input => input.Make())];
        dy = Tensor.Ones(op.Output.Shape, op.Output.DType);
        for (int i = 0; i < inputs.Length; i++) inputs[i].RequiresGrad = op.IsBackward && (op.Gradients >> i & 1) != 0;
    }

    [GlobalCleanup]
    public virtual void CleanUp()
    {
        foreach (Tensor tensor in inputs.Append(dy)) tensor.Dispose();
        Memory.Trim();
    }

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

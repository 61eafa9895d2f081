using Nabla.Benchmarks.Running;
using Nabla.Interop;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Matrix products: arithmetic, not memory, is the limit of the large ones.</summary>
public class Products : KernelBenchmarks
{
    private static long[] Sizes => Settings.IsFull ? [32, 64, 128, 256, 512, 1024, 2048] : [64, 512];

    public override IEnumerable<object> Cases
    {
        get
        {
            foreach (long n in Sizes)
            {
                KernelOperand x = new(DType.Float32, [n, n]);
                KernelCase forward = new("matmul", [x, x], x, static inputs => inputs[0].MatMul(inputs[1]))
                {
                    Gradients = 3,
                    Saves = (int)(NablaSaves.First | NablaSaves.Second),
                    ForwardOperations = 2.0 * n * n * n,
                };
                yield return forward;
                yield return forward.WithGradient();
            }
        }
    }
}

using Nabla.Benchmarks.Running;
using Nabla.Interop;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Reductions and softmax over a matrix, and a copy that transposes it.</summary>
public class Rows : AgainstCopy
{
    private static long[][] Shapes => Settings.IsFull ? [[256, 64], [1024, 1024], [4096, 4096]] : [[1024, 1024]];

    public override IEnumerable<object> Cases
    {
        get
        {
            foreach (long[] shape in Shapes)
            {
                KernelOperand x = new(DType.Float32, shape);
                KernelOperand rows = x with { Shape = [shape[0]] }, columns = x with { Shape = [shape[1]] }, one = x with { Shape = [] };
                KernelCase[] table =
                [
                    new("sum", [x], one, static inputs => inputs[0].Sum()) { Gradients = 1 },
                    new("sum of rows", [x], rows, static inputs => inputs[0].Sum(1)) { Gradients = 1 },
                    new("sum of columns", [x], columns, static inputs => inputs[0].Sum(0)) { Gradients = 1 },
                    new("var of rows", [x], rows, static inputs => inputs[0].Var(1)) { Gradients = 1, Saves = (int)NablaSaves.First },
                    new("logsumexp of rows", [x], rows, static inputs => inputs[0].LogSumExp(1)) { Gradients = 1, Saves = (int)(NablaSaves.First | NablaSaves.Output) },
                    new("softmax of rows", [x], x, static inputs => inputs[0].Softmax(1)) { Gradients = 1, Saves = (int)NablaSaves.Output },
                    new("log_softmax of rows", [x], x, static inputs => inputs[0].LogSoftmax(1)) { Gradients = 1, Saves = (int)NablaSaves.Output },
                ];
                foreach (KernelCase forward in table)
                {
                    yield return forward;
                    if (Settings.IsFull || forward.Name is "sum" or "softmax of rows") yield return forward.WithGradient();
                }
                yield return new KernelCase("transposed copy", [x], x, static inputs => inputs[0].T.Clone());
            }
        }
    }
}

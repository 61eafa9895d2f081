using System.Reflection;
using Nabla.Benchmarks.Running;
using Nabla.Interop;

namespace Nabla.Benchmarks.Kernels;

/// <summary>Every unary and binary op, found by walking the enums.</summary>
public class Elementwise : AgainstCopy
{
    // Gradients of the short run: one that reads the output, two that read the input, the two whose users are most.
    private static readonly string[] shortGradients = ["exp", "tanh", "gelu", "relu", "add", "mul", "div"];

    public override IEnumerable<object> Cases
    {
        get
        {
            foreach (long count in Settings.Counts)
            {
                for (UnaryOp op = 0; op < UnaryOp.Count; op++)
                {
                    foreach (KernelCase kernel in Of(OpTable.Of(op), $"{op}", count)) yield return kernel;
                }
                for (BinaryOp op = 0; op < BinaryOp.Count; op++)
                {
                    foreach (KernelCase kernel in Of(OpTable.Of(op), $"{op}", count)) yield return kernel;
                }
            }
        }
    }

    private static KernelCase[] Of(in NablaOpInfo info, string enumName, long count)
    {
        string name = info.Name();
        DType dtype = info.Takes(DType.Float32) ? DType.Float32 : DType.Int32;
        KernelOperand[] inputs = new KernelOperand[info.Operands];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = InRange(info, i, dtype, count);
        var forward = new KernelCase(name, inputs, new KernelOperand(dtype, [count]), Method(enumName, inputs.Length))
        {
            Gradients = info.Gradients,
            Saves = info.Saves,
        };
        bool gradient = info.Gradients != 0 && (Settings.IsFull || shortGradients.Contains(name));
        return gradient ? [forward, forward.WithGradient()] : [forward];
    }

    private static unsafe KernelOperand InRange(in NablaOpInfo info, int operand, DType dtype, long count)
    {
        fixed (double* low = info.Low, high = info.High)
        {
            return new KernelOperand(dtype, [count], low[operand], high[operand]);
        }
    }

    /// <summary>The method of <see cref="Tensor"/> that an op's enum item is named after, where .NET's casing differs too.</summary>
    private static Func<Tensor[], Tensor> Method(string op, int operands)
    {
        MethodInfo method = typeof(Tensor).GetMethods(BindingFlags.Instance | BindingFlags.Public).Single(candidate =>
            string.Equals(candidate.Name, op, StringComparison.OrdinalIgnoreCase) &&
            candidate.GetParameters().Length == operands - 1 &&
            candidate.GetParameters().All(static parameter => parameter.ParameterType == typeof(Tensor)));
        if (operands == 1)
        {
            var unary = method.CreateDelegate<Func<Tensor, Tensor>>();
            return inputs => unary(inputs[0]);
        }
        var binary = method.CreateDelegate<Func<Tensor, Tensor, Tensor>>();
        return inputs => binary(inputs[0], inputs[1]);
    }
}

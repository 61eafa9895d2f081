using System.Globalization;

namespace Nabla.Graph;

/// <summary>One check of a function's gradients against central differences.</summary>
internal sealed class GradientComparison
{
    private readonly Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function;
    private readonly Tensor[] inputs;
    private readonly double[][] values;
    private readonly double eps, atol, rtol;

    internal GradientComparison(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function, IReadOnlyList<Tensor> inputs, double eps, double atol, double rtol)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eps);
        this.function = function;
        this.inputs = [.. inputs];
        (this.eps, this.atol, this.rtol) = (eps, atol, rtol);
        bool any = false;
        foreach (Tensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input);
            any |= input.RequiresGrad;
            if (input.RequiresGrad && input.DType != DType.Float64)
                throw new ArgumentException($"a gradient check needs float64 inputs: in {input.DType.Name()} the differences drown in rounding. Convert them first: x.To(DType.Float64).", nameof(inputs));
        }
        if (!any) throw new ArgumentException("a gradient check needs an input that requires a gradient", nameof(inputs));
        values = Array.ConvertAll(this.inputs, static input => Values(input));
    }

    /// <summary>Null where all gradients agree, else what differs.</summary>
    internal string? Run()
    {
        for (int i = 0; i < inputs.Length; i++)
            if (inputs[i].RequiresGrad && CheckInput(i) is { } failure) return failure;
        return null;
    }

    private string? CheckInput(int i)
    {
        int size = values[i].Length;
        (double[] Up, double[] Down)[][] moved = new (double[], double[])[size][];
        for (int k = 0; k < size; k++)
        {
            double[][] up = Evaluate(i, k, eps), down = Evaluate(i, k, -eps);
            moved[k] = [.. up.Zip(down)];
        }
        IReadOnlyList<Tensor> outputs = function(inputs);
        for (int o = 0; o < outputs.Count; o++)
        {
            if (!outputs[o].DType.IsFloatingPoint()) continue;
            for (long e = 0; e < outputs[o].Count; e++)
            {
                double[] analytical = Analytical(outputs[o], e, i);
                for (int k = 0; k < size; k++)
                {
                    double numerical = (moved[k][o].Up[e] - moved[k][o].Down[e]) / (2 * eps);
                    double difference = Math.Abs(analytical[k] - numerical), allowed = atol + rtol * Math.Abs(numerical);
                    if (!(difference <= allowed)) return Explain(o, e, i, k, numerical, analytical[k], difference, allowed, outputs[o]);
                }
            }
        }
        return null;
    }

    /// <summary>The function's results where one element of one input is moved.</summary>
    private double[][] Evaluate(int input, int element, double step)
    {
        var at = new Tensor[inputs.Length];
        for (int i = 0; i < at.Length; i++)
        {
            if (i != input)
            {
                at[i] = inputs[i];
                continue;
            }
            double[] changed = (double[])values[i].Clone();
            changed[element] += step;
            at[i] = Tensor.From<double>(changed, inputs[i].Shape, requiresGrad: true);  // the function may take gradients itself
        }
        return [.. function(at).Select(static y => y.DType.IsFloatingPoint() ? Values(y) : [])];
    }

    /// <summary>A row of the Jacobian, by backward.</summary>
    private double[] Analytical(Tensor output, long element, int input)
    {
        if (!output.RequiresGrad) return new double[values[input].Length];
        Tensor one = Tensor.ZerosLike(output.Detach());
        one.AsStridedView([], [], element).FillRaw(1);
        Tensor? gradient = Autograd.Grad([output], [inputs[input]], [one], retainGraph: true, allowUnused: true)[0];
        return gradient is null ? new double[values[input].Length] : Values(gradient);
    }

    private string Explain(int o, long e, int i, int k, double numerical, double analytical, double difference, double allowed, Tensor output) => string.Create(
        CultureInfo.InvariantCulture,
        $"the gradient of output {o} by input {i} is wrong: element {Place(e, output)} of the output by element {Place(k, inputs[i])} of the input is " +
        $"{analytical:R} by backward and {numerical:R} by central differences (difference {difference:E2}, allowed {allowed:E2}). " +
        $"Either backward is wrong, or the function is not smooth here, or not the same at each call.");

    private static string Place(long element, Tensor tensor)
    {
        var place = new long[tensor.Rank];
        for (int i = place.Length - 1; i >= 0; i--) (element, place[i]) = Math.DivRem(element, tensor.Shape[i]);
        return Shapes.Format(place);
    }

    private static double[] Values(Tensor tensor) => tensor.Detach().To(DType.Float64).Contiguous().ToArray<double>();
}

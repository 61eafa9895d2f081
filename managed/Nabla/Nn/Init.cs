using Nabla.Interop;

namespace Nabla.Nn;

/// <summary>Which side of a layer keeps its variance.</summary>
public enum Fan
{
    /// <summary>The forward pass: the number of inputs counts.</summary>
    In,

    /// <summary>The backward pass: the number of outputs counts.</summary>
    Out,
}

/// <summary>What follows a layer, and so how large its weights should be.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing.</summary>
    Linear,

    /// <summary>A sigmoid.</summary>
    Sigmoid,

    /// <summary>A hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>max(x, 0) with a slope below 0.</summary>
    LeakyReLU,
}

/// <summary>Fills parameters before learning starts; torch.nn.init. Each method changes its tensor in place, unseen by autograd, and returns it.</summary>
public static class Init
{
    /// <summary>How much larger the weights before a nonlinearity should be; torch.nn.init.calculate_gain.</summary>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="slope">Of a leaky relu below 0.</param>
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.ReLU => Math.Sqrt(2),
        Nonlinearity.LeakyReLU => Math.Sqrt(2 / (1 + slope * slope)),
        _ => 1,
    };

    /// <summary>Numbers drawn evenly from [low, high); torch.nn.init.uniform_.</summary>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
        Draw(tensor, RandomOp.Uniform, low, high, generator);

    /// <summary>Normally distributed numbers; torch.nn.init.normal_.</summary>
    public static Tensor Normal(Tensor tensor, double mean = 0, double deviation = 1, Generator? generator = null) =>
        Draw(tensor, RandomOp.Normal, mean, deviation, generator);

    /// <summary>One number; torch.nn.init.constant_.</summary>
    public static Tensor Constant(Tensor tensor, Scalar value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.FillRaw(value).storage.BumpVersion();
        return tensor;
    }

    /// <summary>Zeros; torch.nn.init.zeros_.</summary>
    public static Tensor Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>Ones; torch.nn.init.ones_.</summary>
    public static Tensor Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>Glorot's even distribution; torch.nn.init.xavier_uniform_.</summary>
    public static Tensor XavierUniform(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>Glorot's normal distribution; torch.nn.init.xavier_normal_.</summary>
    public static Tensor XavierNormal(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Normal(tensor, 0, XavierDeviation(tensor, gain), generator);

    /// <summary>He's even distribution; torch.nn.init.kaiming_uniform_.</summary>
    /// <param name="tensor">The weights: outputs, inputs and, of a convolution, the window.</param>
    /// <param name="slope">Of a leaky relu below 0.</param>
    /// <param name="fan">Which side of the layer keeps its variance.</param>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="generator">Where the numbers come from; null for <see cref="Generator.Current"/>.</param>
    public static Tensor KaimingUniform(
        Tensor tensor, double slope = 0, Fan fan = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation(tensor, slope, fan, nonlinearity);
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>He's normal distribution; torch.nn.init.kaiming_normal_.</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Tensor KaimingNormal(
        Tensor tensor, double slope = 0, Fan fan = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? generator = null) =>
        Normal(tensor, 0, KaimingDeviation(tensor, slope, fan, nonlinearity), generator);

    private static double XavierDeviation(Tensor tensor, double gain)
    {
        (long inputs, long outputs) = Fans(tensor);
        return gain * Math.Sqrt(2.0 / (inputs + outputs));
    }

    private static double KaimingDeviation(Tensor tensor, double slope, Fan fan, Nonlinearity nonlinearity)
    {
        (long inputs, long outputs) = Fans(tensor);
        return Gain(nonlinearity, slope) / Math.Sqrt(fan == Fan.In ? inputs : outputs);
    }

    private static (long Inputs, long Outputs) Fans(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank < 2)
            throw new ArgumentException($"a tensor of shape {Shapes.Format(tensor.Shape)} has no inputs and outputs; give one of at least 2 dimensions", nameof(tensor));
        long window = 1;
        foreach (long size in tensor.Shape[2..]) window *= size;
        return (tensor.Shape[1] * window, tensor.Shape[0] * window);
    }

    private static Tensor Draw(Tensor tensor, RandomOp op, double a, double b, Generator? generator)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Draw(op, a, b, generator).storage.BumpVersion();
        return tensor;
    }
}

namespace Nabla.Nn;

/// <summary>Helpers around parameters; torch.nn.utils.</summary>
public static class Utils
{
    /// <summary>
    /// Scales all gradients down together so that their common norm is at most <paramref name="maxNorm"/>; torch.nn.utils.clip_grad_norm_.
    /// </summary>
    /// <param name="parameters">Those without a gradient are passed over.</param>
    /// <param name="maxNorm">The most that the norm of all gradients together may be.</param>
    /// <param name="normType">Which norm: 2, 1, any other number, or infinity for the largest element.</param>
    /// <param name="errorIfNonFinite">Whether to throw where the norm is NaN or infinite; else the gradients become NaN or 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="InvalidOperationException">The norm is NaN or infinite; no gradient was changed.</exception>
    public static Tensor ClipGradNorm(IEnumerable<Parameter> parameters, double maxNorm, double normType = 2, bool errorIfNonFinite = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (maxNorm is not >= 0) throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, $"ClipGradNorm: a norm is at least 0; {maxNorm} is not");
        Tensor[] gradients = [.. parameters.Select(static parameter => parameter.Grad).OfType<Tensor>()];
        using ModeScope mode = Autograd.NoGrad();
        if (gradients.Length == 0) return Tensor.Zeros([]);
        Tensor total = Tensor.Stack([.. gradients.Select(gradient => gradient.Norm(normType).To(gradients[0].Device))]).Norm(normType);
        if (errorIfNonFinite && total.Item<double>() is var norm && !double.IsFinite(norm))
        {
            throw new InvalidOperationException(
                $"ClipGradNorm: the norm of the gradients is {norm}, so they cannot be scaled; Autograd.DetectAnomaly() finds where a NaN comes from");
        }
        // As PyTorch: a product with at most 1, so that nothing waits for the norm's value.
        Tensor scale = (maxNorm / (total + 1e-6)).Clamp(max: 1.0);
        foreach (Tensor gradient in gradients) gradient.MulInPlace(scale.To(gradient.Device).To(gradient.DType));
        return total;
    }

    /// <summary>Cuts every element of the gradients to [-<paramref name="maxValue"/>, <paramref name="maxValue"/>]; torch.nn.utils.clip_grad_value_.</summary>
    public static void ClipGradValue(IEnumerable<Parameter> parameters, double maxValue)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (maxValue is not >= 0) throw new ArgumentOutOfRangeException(nameof(maxValue), maxValue, $"ClipGradValue: a bound is at least 0; {maxValue} is not");
        using ModeScope mode = Autograd.NoGrad();
        foreach (Tensor gradient in parameters.Select(static parameter => parameter.Grad).OfType<Tensor>()) gradient.ClampInPlace(-maxValue, maxValue);
    }
}

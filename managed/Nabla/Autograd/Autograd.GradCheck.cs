using System.Globalization;
using Nabla.Graph;

namespace Nabla;

public static partial class Autograd
{
    /// <summary>Compares the gradients of a function with central differences, element by element (<c>torch.autograd.gradcheck</c>).</summary>
    /// <param name="function">the function of all inputs; it must not depend on anything that changes from call to call</param>
    /// <param name="inputs">float64 tensors; those that require a gradient are checked</param>
    /// <param name="eps">the step to either side</param>
    /// <param name="atol">the difference that is always allowed</param>
    /// <param name="rtol">the difference that is allowed in proportion to the numerical gradient</param>
    /// <param name="throwOnFailure">false: a mismatch returns false</param>
    /// <returns>Whether all gradients agree.</returns>
    /// <exception cref="InvalidOperationException">a gradient differs: the message says which, and by how much</exception>
    public static bool GradCheck(
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function,
        IReadOnlyList<Tensor> inputs,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        bool throwOnFailure = true)
    {
        ArgumentNullException.ThrowIfNull(function);
        string? failure = new GradientComparison(function, inputs, eps, atol, rtol).Run();
        return failure is null || (throwOnFailure ? throw new InvalidOperationException(failure) : false);
    }

    /// <summary>The same for a function of one tensor.</summary>
    /// <inheritdoc cref="GradCheck(Func{IReadOnlyList{Tensor}, IReadOnlyList{Tensor}}, IReadOnlyList{Tensor}, double, double, double, bool)"/>
    public static bool GradCheck(Func<Tensor, Tensor> function, Tensor input, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool throwOnFailure = true)
    {
        ArgumentNullException.ThrowIfNull(function);
        return GradCheck(inputs => [function(inputs[0])], [input], eps, atol, rtol, throwOnFailure);
    }

    /// <summary>Compares the gradients of a function's gradients with central differences (<c>torch.autograd.gradgradcheck</c>).</summary>
    /// <param name="function">the function of all inputs</param>
    /// <param name="inputs">float64 tensors; those that require a gradient are checked</param>
    /// <param name="gradOutputs">gradients of the results at which to check; null: fixed random ones</param>
    /// <param name="eps">the step to either side</param>
    /// <param name="atol">the difference that is always allowed</param>
    /// <param name="rtol">the difference that is allowed in proportion to the numerical gradient</param>
    /// <param name="throwOnFailure">false: a mismatch returns false</param>
    /// <returns>Whether all gradients agree.</returns>
    /// <exception cref="InvalidOperationException">a gradient differs: the message says which, and by how much</exception>
    public static bool GradGradCheck(
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function,
        IReadOnlyList<Tensor> inputs,
        IReadOnlyList<Tensor>? gradOutputs = null,
        double eps = 1e-6,
        double atol = 1e-5,
        double rtol = 1e-3,
        bool throwOnFailure = true)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] outputs = [.. function(inputs).Where(static y => y.RequiresGrad)];
        var chance = new Generator(20240229);
        Tensor[] gradients = [.. gradOutputs ?? outputs.Select(y => Tensor.RandnLike(y, requiresGrad: true, generator: chance))];
        int[] wanted = [.. Enumerable.Range(0, inputs.Count).Where(i => inputs[i].RequiresGrad)];
        int count = inputs.Count;
        return GradCheck(
            all =>
            {
                Tensor[] given = [.. all.Take(count)];
                IReadOnlyList<Tensor> results = [.. function(given).Where(static y => y.RequiresGrad)];
                Tensor?[] found = Grad(results, [.. wanted.Select(i => given[i])], [.. all.Skip(count)], createGraph: true, allowUnused: true);
                return [.. found.OfType<Tensor>()];
            },
            [.. inputs, .. gradients], eps, atol, rtol, throwOnFailure);
    }

    /// <summary>The same for a function of one tensor.</summary>
    /// <inheritdoc cref="GradGradCheck(Func{IReadOnlyList{Tensor}, IReadOnlyList{Tensor}}, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}?, double, double, double, bool)"/>
    public static bool GradGradCheck(Func<Tensor, Tensor> function, Tensor input, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3, bool throwOnFailure = true)
    {
        ArgumentNullException.ThrowIfNull(function);
        return GradGradCheck(inputs => [function(inputs[0])], [input], null, eps, atol, rtol, throwOnFailure);
    }
}

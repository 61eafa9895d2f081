namespace Nabla.Nn;

/// <summary>What modules and optimizers do alike with gradients.</summary>
internal static class Gradients
{
    internal static void Clear(Parameter parameter, bool setToNull)
    {
        if (parameter.Grad is not { } gradient) return;
        if (setToNull)
        {
            parameter.Grad = null;
        }
        else if (gradient.RequiresGrad)
        {
            parameter.Grad = Tensor.ZerosLike(gradient); // the old one is part of a graph that may still be read
        }
        else
        {
            gradient.FillRaw(0).storage.BumpVersion();
        }
    }
}

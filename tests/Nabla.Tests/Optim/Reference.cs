namespace Nabla.Tests.Optim;

/// <summary>The formulas of PyTorch's documentation, step by step on doubles: what the kernels are held to.</summary>
internal static class Reference
{
    internal sealed class SGD(double lr, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false, bool maximize = false)
    {
        private double[]? buffer;

        internal void Step(double[] parameters, double[] gradients)
        {
            bool first = buffer is null;
            buffer ??= new double[parameters.Length];
            for (int i = 0; i < parameters.Length; i++)
            {
                double g = (maximize ? -gradients[i] : gradients[i]) + weightDecay * parameters[i];
                if (momentum != 0)
                {
                    buffer[i] = first ? g : momentum * buffer[i] + (1 - dampening) * g;
                    g = nesterov ? g + momentum * buffer[i] : buffer[i];
                }
                parameters[i] -= lr * g;
            }
        }
    }

    internal sealed class Adam(
        double lr, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false,
        bool maximize = false, bool decoupled = false)
    {
        private double[]? m, v, max;
        private int t;

        internal void Step(double[] parameters, double[] gradients)
        {
            m ??= new double[parameters.Length];
            v ??= new double[parameters.Length];
            max ??= new double[parameters.Length];
            t++;
            for (int i = 0; i < parameters.Length; i++)
            {
                double g = maximize ? -gradients[i] : gradients[i];
                if (decoupled) parameters[i] -= lr * weightDecay * parameters[i];
                else g += weightDecay * parameters[i];
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                max[i] = Math.Max(max[i], v[i]);
                double corrected = (amsgrad ? max[i] : v[i]) / (1 - Math.Pow(beta2, t));
                parameters[i] -= lr * (m[i] / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(corrected) + epsilon);
            }
        }
    }
}

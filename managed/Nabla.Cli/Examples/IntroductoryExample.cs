namespace Nabla.Cli.Examples;

/// <summary>The example with which PyTorch introduces automatic differentiation; it prints what it prints there, to the letter.</summary>
internal static class IntroductoryExample
{
    internal static void Run(Action<string> print)
    {
        print("x = torch.ones(2, 2, requires_grad=True); y = x + 2; z = y * y * 3; out = z.mean(); out.backward()");
        Tensor x = Tensor.Ones([2, 2], requiresGrad: true);
        print($"{x}");
        Tensor y = x + 2;
        print($"{y}");
        Tensor z = y * y * 3;
        print($"{z}");
        Tensor mean = z.Mean();
        print($"{mean}");
        mean.Backward();
        print($"x.grad: {x.Grad}");
    }
}

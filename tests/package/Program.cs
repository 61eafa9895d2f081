// PyTorch's introductory autograd example, as somebody writes it who has nothing of Nabla but the package.
using System;
using Nabla;

Tensor x = Tensor.Ones([2, 2], requiresGrad: true);
Console.WriteLine(x);

Tensor y = x + 2;
Console.WriteLine(y);

Tensor z = y * y * 3;
Console.WriteLine(z);

Tensor mean = z.Mean();
Console.WriteLine(mean);

mean.Backward();
Console.WriteLine($"x.grad: {x.Grad}");

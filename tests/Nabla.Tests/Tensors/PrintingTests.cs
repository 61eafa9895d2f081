using System.Diagnostics;
using System.Reflection;

namespace Nabla.Tests.Tensors;

/// <summary>Every text here is what PyTorch 2 prints, to the letter.</summary>
internal sealed class PrintingTests
{
    private static IEnumerable<TestCaseData> Prints()
    {
        static TestCaseData Case(string name, Tensor tensor, params string[] lines) =>
            new TestCaseData(tensor, string.Join("\n", lines)).SetName($"Prints {name}");

        yield return Case("ones that require a gradient", Tensor.Ones([2, 2], requiresGrad: true),
            "tensor([[1., 1.],",
            "        [1., 1.]], requires_grad=True)");
        yield return Case("one number", Tensor.From(3.14159f), "tensor(3.1416)");
        yield return Case("one whole number", Tensor.From(27f), "tensor(27.)");
        yield return Case("one int64", Tensor.From(7L), "tensor(7)");
        yield return Case("one bool", Tensor.From(true), "tensor(True)");
        yield return Case("fractions", Tensor.From([[0.1f, 1.2f], [2.2f, 3.1f], [4.9f, 5.2f]]),
            "tensor([[0.1000, 1.2000],",
            "        [2.2000, 3.1000],",
            "        [4.9000, 5.2000]])");
        yield return Case("another dtype", Tensor.From([[0.11111, 0.222222, 0.3333333]]), "tensor([[0.1111, 0.2222, 0.3333]], dtype=torch.float64)");
        yield return Case("int32", Tensor.From([1, 2]), "tensor([1, 2], dtype=torch.int32)");
        yield return Case("float16", Tensor.From([(Half)1, (Half)2.5]), "tensor([1.0000, 2.5000], dtype=torch.float16)");
        yield return Case("bfloat16", Tensor.Full([2], 1.5, DType.BFloat16), "tensor([1.5000, 1.5000], dtype=torch.bfloat16)");
        yield return Case("negative numbers", Tensor.From([-1.5f, 2f]), "tensor([-1.5000,  2.0000])");
        yield return Case("whole numbers of unequal width", Tensor.From([1L, -10L, 100L]), "tensor([  1, -10, 100])");
        yield return Case("truth values", Tensor.From([true, false]), "tensor([ True, False])");
        yield return Case("NaN and infinity", Tensor.From([1.5f, float.NaN, float.PositiveInfinity]), "tensor([1.5000,    nan,    inf])");
        yield return Case("whole numbers and infinity", Tensor.From([1f, float.NegativeInfinity]), "tensor([1., -inf])");
        yield return Case("nothing but NaN", Tensor.From([float.NaN]), "tensor([nan])");
        yield return Case("negative zero", Tensor.From([-0f, 1f]), "tensor([-0., 1.])");
        yield return Case("a small number", Tensor.From([1e-5f]), "tensor([1.0000e-05])");
        yield return Case("numbers of very unequal size", Tensor.From([1f, 10000f]), "tensor([1.0000e+00, 1.0000e+04])");
        yield return Case("a huge number", Tensor.From([-1e30f, 0f]), "tensor([-1.0000e+30,  0.0000e+00])");
        yield return Case("an exponent of three digits", Tensor.From([1e100]), "tensor([1.0000e+100], dtype=torch.float64)");
        yield return Case("the last size without an exponent", Tensor.From([1e8f]), "tensor([100000000.])");
        yield return Case("a half of the last digit", Tensor.From([0.03125f, 0.09375f]), "tensor([0.0312, 0.0938])");
        yield return Case("no element", Tensor.Zeros([0]), "tensor([])");
        yield return Case("no element of a matrix", Tensor.Zeros([0, 3]), "tensor([], size=(0, 3))");
        yield return Case("no element, int64", Tensor.Zeros([2, 0], DType.Int64), "tensor([], size=(2, 0), dtype=torch.int64)");
        yield return Case("a range", Tensor.Arange(10), "tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])");
        yield return Case("a range of fractions", Tensor.Arange(1, 2.5, 0.5), "tensor([1.0000, 1.5000, 2.0000])");
        yield return Case("steps", Tensor.Linspace(3, 10, 5), "tensor([ 3.0000,  4.7500,  6.5000,  8.2500, 10.0000])");
        yield return Case("steps of whole numbers", Tensor.Linspace(-10, 10, 5), "tensor([-10.,  -5.,   0.,   5.,  10.])");
        yield return Case("three dimensions", Tensor.Zeros([2, 2, 2]),
            "tensor([[[0., 0.],",
            "         [0., 0.]],",
            "",
            "        [[0., 0.],",
            "         [0., 0.]]])");
        yield return Case("four dimensions", Tensor.Zeros([2, 1, 1, 2]),
            "tensor([[[[0., 0.]]],",
            "",
            "",
            "        [[[0., 0.]]]])");
        yield return Case("a long row", Tensor.Arange(30),
            "tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,",
            "        18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])");
        yield return Case("zeros, which are thought narrower than they are", Tensor.Zeros([25]),
            "tensor([0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.,",
            "        0.])");
        yield return Case("a suffix on its own line", Tensor.Full([9], 0.5, requiresGrad: true),
            "tensor([0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000],",
            "       requires_grad=True)");
        yield return Case("a thousand elements in full", Tensor.Zeros([1, 1000])[TensorIndex.All, ..4], "tensor([[0., 0., 0., 0.]])");
        yield return Case("the edges of a row", Tensor.Arange(1001), "tensor([   0,    1,    2,  ...,  998,  999, 1000])");
        yield return Case("the edges of a matrix", Tensor.Eye(1000),
            "tensor([[1., 0., 0.,  ..., 0., 0., 0.],",
            "        [0., 1., 0.,  ..., 0., 0., 0.],",
            "        [0., 0., 1.,  ..., 0., 0., 0.],",
            "        ...,",
            "        [0., 0., 0.,  ..., 1., 0., 0.],",
            "        [0., 0., 0.,  ..., 0., 1., 0.],",
            "        [0., 0., 0.,  ..., 0., 0., 1.]])");
        yield return Case("edges of the long dimension alone", Tensor.Zeros([2, 600]),
            "tensor([[0., 0., 0.,  ..., 0., 0., 0.],",
            "        [0., 0., 0.,  ..., 0., 0., 0.]])");
        yield return Case("edges of the first of three dimensions", Tensor.Arange(1200).Reshape(600, 1, 2),
            "tensor([[[   0,    1]],",
            "",
            "        [[   2,    3]],",
            "",
            "        [[   4,    5]],",
            "",
            "        ...,",
            "",
            "        [[1194, 1195]],",
            "",
            "        [[1196, 1197]],",
            "",
            "        [[1198, 1199]]])");
        yield return Case("a transposed matrix", Tensor.Arange(6).Reshape(2, 3).T,
            "tensor([[0, 3],",
            "        [1, 4],",
            "        [2, 5]])");
    }

    [TestCaseSource(nameof(Prints))]
    public void Prints_as_PyTorch(Tensor tensor, string text) => Assert.That(tensor.ToString(), Is.EqualTo(text));

    [Test]
    public void Names_the_function_that_made_it()
    {
        using Tensor x = Tensor.Ones([2], requiresGrad: true);
        Assert.That(x.Clone().ToString(), Is.EqualTo("tensor([1., 1.], grad_fn=<CloneBackward0>)"));
        Assert.That(x[0].ToString(), Is.EqualTo("tensor(1., grad_fn=<SelectBackward0>)"));
        Assert.That(x.Reshape(1, 2).ToString(), Is.EqualTo("tensor([[1., 1.]], grad_fn=<ViewBackward0>)"));
    }

    [Test]
    public void The_default_dtype_goes_without_saying()
    {
        using (DefaultDType.Use(DType.Float64))
        {
            Assert.That(Tensor.Ones([1]).ToString(), Is.EqualTo("tensor([1.])"));
            Assert.That(Tensor.From([1f]).ToString(), Is.EqualTo("tensor([1.], dtype=torch.float32)"));
        }
    }

    [Test]
    public void A_debugger_shows_the_first_elements()
    {
        string display = typeof(Tensor).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value;
        Assert.That(display, Is.EqualTo($"{{{nameof(Tensor.DebugText)},nq}}"));
        Tensor t = Tensor.Arange(8).Reshape(2, 4).T;
        Assert.That(t.DebugText, Is.EqualTo("int64 [4, 2] on cpu: 0, 4, 1, 5, 2, 6, …"));
        Assert.That(Tensor.From([1.5f]).DebugText, Is.EqualTo("float32 [1] on cpu: 1.5"));
        t.Dispose();
        Assert.That(t.DebugText, Is.EqualTo("int64 [4, 2] on cpu, disposed"));
        Assert.That(t.ToString, Throws.InstanceOf<ObjectDisposedException>());
    }
}

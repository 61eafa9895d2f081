namespace Nabla.Tests.Tensors;

internal sealed class CreationTests
{
    private static readonly DType[] all = Enum.GetValues<DType>();

    [TestCaseSource(typeof(Kernels), nameof(Kernels.DTypes))]
    public void Constants_of_every_dtype(DType dtype)
    {
        Assert.That(Tensor.Zeros([2], dtype).ToArray<float>(), Is.EqualTo(new float[] { 0, 0 }));
        Assert.That(Tensor.Ones([2], dtype).ToArray<float>(), Is.EqualTo(new float[] { 1, 1 }));
        Assert.That(Tensor.Eye(2, 3, dtype).ToArray<float>(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0 }));
        Tensor like = Tensor.FullLike(Tensor.Zeros([2, 1], dtype).T, 1);
        Assert.That((like.DType, like.Count, like.Rank), Is.EqualTo((dtype, 2L, 2)));
        Assert.That(Tensor.OnesLike(like, DType.Float64).DType, Is.EqualTo(DType.Float64));
        Assert.That(Tensor.ZerosLike(like).ToArray<int>(), Is.EqualTo(new int[] { 0, 0 }));
        Assert.That(Tensor.EmptyLike(like).Shape.ToArray(), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void A_number_says_the_dtype()
    {
        Assert.That(Tensor.Full([1], 2).DType, Is.EqualTo(DType.Int64));
        Assert.That(Tensor.Full([1], 2.0).DType, Is.EqualTo(DType.Float32));
        Assert.That(Tensor.Full([1], true).DType, Is.EqualTo(DType.Bool));
        Assert.That(Tensor.Arange(3).DType, Is.EqualTo(DType.Int64));
        Assert.That(Tensor.Arange(0, 3, 1f).DType, Is.EqualTo(DType.Float32));
        Assert.That(Tensor.Linspace(0, 1, 2).DType, Is.EqualTo(DType.Float32));
    }

    [TestCase(0, 5, 2, new double[] { 0, 2, 4 })]
    [TestCase(5, 0, -2, new double[] { 5, 3, 1 })]
    [TestCase(1, 1, 1, new double[] { })]
    [TestCase(0, 1, 0.25, new double[] { 0, 0.25, 0.5, 0.75 })]
    public void A_sequence(double start, double end, double step, double[] elements) =>
        Assert.That(Tensor.Arange(start, end, step, DType.Float64).ToArray<double>(), Is.EqualTo(elements));

    [Test]
    public void Steps_end_exactly()
    {
        double[] x = Tensor.Linspace(0, 0.1, 50, DType.Float64).ToArray<double>();
        Assert.That((x[0], x[^1]), Is.EqualTo((0.0, 0.1)));
        Assert.That(x, Is.Ordered);
        Assert.That(Tensor.Linspace(3, 5, 1).ToArray<float>(), Is.EqualTo(new float[] { 3 }));
        Assert.That(Tensor.Linspace(3, 5, 0).Count, Is.Zero);
        Assert.That(Tensor.Linspace(3, 5, 2).ToArray<float>(), Is.EqualTo(new float[] { 3, 5 }));
    }

    [Test]
    public void Impossible_shapes_are_refused()
    {
        Assert.That(() => Tensor.Zeros([2, -1]), Throws.ArgumentException.With.Message.Contains("[2, -1] has a negative size"));
        Assert.That(() => Tensor.Zeros(new long[9]), Throws.ArgumentException.With.Message.Contains("8 is the most"));
        Assert.That(() => Tensor.Zeros([long.MaxValue, 2]), Throws.ArgumentException.With.Message.Contains("more elements than can be counted"));
        Assert.That(() => Tensor.Zeros([long.MaxValue]), Throws.ArgumentException.With.Message.Contains("more bytes"));
        Assert.That(Tensor.Zeros([long.MaxValue, 0]).Count, Is.Zero);
        Assert.That(() => Tensor.Zeros([2], (DType)77), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Tensor.Arange(0, 5, 0), Throws.ArgumentException);
        Assert.That(() => Tensor.Arange(0, 5, -1), Throws.ArgumentException);
        Assert.That(() => Tensor.Arange(0, double.NaN, 1), Throws.ArgumentException);
        Assert.That(() => Tensor.Zeros([1], DType.Int64, requiresGrad: true), Throws.ArgumentException);
        Assert.That(() => Tensor.RandInt(3, 3, [1]), Throws.ArgumentException);
        Assert.That(() => Tensor.Bernoulli([1], 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_seed_repeats_the_numbers()
    {
        using IDisposable use = new Generator(1).Use();
        Tensor.ManualSeed(7);
        float[] first = Tensor.Rand([5]).ToArray<float>();
        (ulong Seed, ulong Offset) state = Generator.Current.State;
        float[] second = Tensor.Rand([5]).ToArray<float>();
        Assert.That(second, Is.Not.EqualTo(first));
        Tensor.ManualSeed(7);
        Assert.That(Tensor.Rand([5]).ToArray<float>(), Is.EqualTo(first));
        Generator.Current.State = state;
        Assert.That(Tensor.Rand([5]).ToArray<float>(), Is.EqualTo(second));
        Assert.That(Tensor.Rand([5], generator: new Generator(7)).ToArray<float>(), Is.EqualTo(first));
    }

    [Test]
    public async Task A_generator_flows_with_async()
    {
        Generator outer = Generator.Current;
        var own = new Generator(3);
        using (own.Use())
        {
            await Task.Yield();
            Assert.That(Generator.Current, Is.SameAs(own));
            await Task.Run(() => Assert.That(Generator.Current, Is.SameAs(own)));
        }
        Assert.That(Generator.Current, Is.SameAs(outer));
    }

    [Test]
    public void Threads_draw_numbers_of_their_own()
    {
        var generator = new Generator(5);
        var starts = new ulong[64];
        Parallel.For(0, starts.Length, i => starts[i] = generator.Reserve(10).Offset);
        Assert.That(starts.Order(), Is.EqualTo(Enumerable.Range(0, starts.Length).Select(i => (ulong)i * 5)));
    }

    [Test]
    public void Random_tensors_are_what_they_say()
    {
        var generator = new Generator(11);
        double[] normal = Tensor.Randn([10000], DType.Float64, generator: generator).ToArray<double>();
        Assert.That(normal.Average(), Is.EqualTo(0).Within(0.05));
        Assert.That(normal.Average(x => x * x), Is.EqualTo(1).Within(0.05));
        float[] even = Tensor.Zeros([10000]).UniformInPlace(-2, 3, generator).ToArray<float>();
        Assert.That(even.Average(), Is.EqualTo(0.5).Within(0.1));
        Assert.That((even.Min() >= -2, even.Max() < 3), Is.EqualTo((true, true)));
        Assert.That(Tensor.RandInt(-1, 2, [1000], generator: generator).ToArray<long>().Distinct().Order(), Is.EqualTo(new long[] { -1, 0, 1 }));
        Assert.That(Tensor.RandPerm(100, generator: generator).ToArray<long>().Order(), Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(Tensor.Bernoulli([10000], 0.25, generator: generator).ToArray<float>().Average(), Is.EqualTo(0.25).Within(0.03));
        Assert.That(Tensor.Ones([10]).BernoulliInPlace(0, generator).ToArray<float>(), Is.All.Zero);
        Assert.That(Tensor.Zeros([10000]).NormalInPlace(5, 0.1, generator).ToArray<float>().Average(), Is.EqualTo(5).Within(0.02));
        Assert.That(Tensor.RandLike(Tensor.Zeros([3], DType.Float64)).DType, Is.EqualTo(DType.Float64));
    }

    [Test]
    public void Dtypes_have_names()
    {
        foreach (DType dtype in all)
        {
            Assert.That(DTypes.Parse(dtype.Name()), Is.EqualTo(dtype));
            Assert.That(DTypes.Parse("torch." + dtype.Name()), Is.EqualTo(dtype));
        }
        Assert.That(() => DTypes.Parse("float"), Throws.ArgumentException.With.Message.Contains("'float' is no dtype; there are float32, "));
        Assert.That(DTypes.Of<Half>(), Is.EqualTo(DType.Float16));
        Assert.That(DTypes.Of<uint>, Throws.ArgumentException);
    }
}

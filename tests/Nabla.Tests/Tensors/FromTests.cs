using System.Collections;
using System.Numerics.Tensors;

namespace Nabla.Tests.Tensors;

internal sealed class FromTests
{
    private static readonly float[] six = [1, 2, 3, 4, 5, 6];

    private static IEnumerable<TestCaseData> Sources()
    {
        static TestCaseData Case(string name, Tensor tensor, long[] shape) => new TestCaseData(tensor, shape).SetName($"From {name}");

        float[,] matrix = { { 1, 2, 3 }, { 4, 5, 6 } };
        float[,,] block = { { { 1 }, { 2 }, { 3 } }, { { 4 }, { 5 }, { 6 } } };
        float[][] jagged = [[1, 2, 3], [4, 5, 6]];
        List<List<float>> lists = [[1, 2, 3], [4, 5, 6]];
        IEnumerable<IEnumerable<float>> lazy = jagged.Select(row => row.Where(_ => true));
        object[] boxes = [new object[] { 1f, 2f, 3f }, new ArrayList { 4f, 5f, 6f }];
        yield return Case("an array", Tensor.From(six), [6]);
        yield return Case("a span", Tensor.From(six.AsSpan()), [6]);
        yield return Case("a read-only span", Tensor.From((ReadOnlySpan<float>)six), [6]);
        yield return Case("a span and a shape", Tensor.From(six.AsSpan(), [3, 2]), [3, 2]);
        yield return Case("a tensor span", Tensor.From(new ReadOnlyTensorSpan<float>(six, [2, 3])), [2, 3]);
        yield return Case("a part of a tensor span", Tensor.From(new ReadOnlyTensorSpan<float>([1f, 2, 3, 9, 4, 5, 6, 9], [2, 4])[.., ..3]), [2, 3]);
        yield return Case("a matrix", Tensor.From(matrix), [2, 3]);
        yield return Case("three dimensions", Tensor.From(block), [2, 3, 1]);
        yield return Case("a jagged array", Tensor.From(jagged), [2, 3]);
        yield return Case("a deeper jagged array", Tensor.From([[[1f], [2f], [3f]], [[4f], [5f], [6f]]]), [2, 3, 1]);
        yield return Case("a literal", Tensor.From([[1f, 2f, 3f], [4f, 5f, 6f]]), [2, 3]);
        yield return Case("lists", Tensor.From(lists), [2, 3]);
        yield return Case("what is enumerated", Tensor.From(lazy), [2, 3]);
        yield return Case("boxed numbers", Tensor.From((IEnumerable)boxes), [2, 3]);
        yield return Case("a list of matrices", Tensor.From(new List<float[,]> { matrix }), [1, 2, 3]);
        yield return Case("a list of arrays", Tensor.From(new List<float[]>(jagged)), [2, 3]);
    }

    [TestCaseSource(nameof(Sources))]
    public void Elements_and_shape_are_those_of_the_data(Tensor tensor, long[] shape)
    {
        Assert.That(tensor.DType, Is.EqualTo(DType.Float32));
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(shape));
        Assert.That(tensor.ToArray<float>(), Is.EqualTo(six));
    }

    [Test]
    public void The_dtype_is_that_of_the_NET_type()
    {
        Assert.That(Tensor.From(1f).DType, Is.EqualTo(DType.Float32));
        Assert.That(Tensor.From(1.0).DType, Is.EqualTo(DType.Float64));
        Assert.That(Tensor.From((Half)1).DType, Is.EqualTo(DType.Float16));
        Assert.That(Tensor.From((sbyte)1).DType, Is.EqualTo(DType.Int8));
        Assert.That(Tensor.From((byte)1).DType, Is.EqualTo(DType.UInt8));
        Assert.That(Tensor.From((short)1).DType, Is.EqualTo(DType.Int16));
        Assert.That(Tensor.From(1).DType, Is.EqualTo(DType.Int32));
        Assert.That(Tensor.From(1L).DType, Is.EqualTo(DType.Int64));
        Assert.That(Tensor.From(true).DType, Is.EqualTo(DType.Bool));
        Assert.That(Tensor.From(new List<Half> { (Half)1 }).DType, Is.EqualTo(DType.Float16));
        Assert.That(Tensor.From(new HashSet<byte> { 200 }).ToArray<int>(), Is.EqualTo(new[] { 200 }));
        Assert.That(Tensor.From(new Queue<short>([-3])).ToArray<short>(), Is.EqualTo(new short[] { -3 }));
    }

    [Test]
    public void Data_may_be_empty()
    {
        Assert.That(Tensor.From(Array.Empty<float>()).Shape.ToArray(), Is.EqualTo(new long[] { 0 }));
        Assert.That(Tensor.From(new float[0, 3]).Shape.ToArray(), Is.EqualTo(new long[] { 0, 3 }));
        Assert.That(Tensor.From(new List<List<long>>()).Shape.ToArray(), Is.EqualTo(new long[] { 0 }));
        Assert.That(Tensor.From(new List<int[]> { Array.Empty<int>(), Array.Empty<int>() }).Shape.ToArray(), Is.EqualTo(new long[] { 2, 0 }));
        Assert.That(Tensor.From(new ArrayList()).DType, Is.EqualTo(DType.Float32));
    }

    [Test]
    public void Another_dtype_is_converted_to()
    {
        using Tensor t = Tensor.From([1.9, -1.9], DType.Int64);
        Assert.That(t.ToArray<long>(), Is.EqualTo(new long[] { 1, -1 }));
        Assert.That(Tensor.From([1, 2], DType.Float32, requiresGrad: true).RequiresGrad, Is.True);
    }

    private static IEnumerable<TestCaseData> Misfits()
    {
        static TestCaseData Case(IEnumerable data, string says) => new TestCaseData(data, says).SetName($"From {says}");
        yield return Case(new List<float[]> { new float[2], new float[3] }, "the nesting is ragged: [1] has 3 elements where others have 2");
        yield return Case(new List<List<List<int>>> { new() { new() { 1 } }, new() }, "the nesting is ragged: [1] has 0 elements where others have 1");
        yield return Case(new ArrayList { 1f, new float[1] }, "the nesting is ragged: [1] is a collection where there are numbers elsewhere");
        yield return Case(new ArrayList { new float[1], 1f }, "the nesting is ragged: [1] holds numbers where there are collections elsewhere");
        yield return Case(new ArrayList { new object[] { 1f, "2" } }, "a text is no number, at [0][1]");
        yield return Case(new ArrayList { 1f, 2.0 }, "there are both float32 and float64; convert to one of them, at [1]");
        yield return Case(new decimal[] { 1 }, "Decimal is no number, at [0]");
        yield return Case(new uint[] { 1 }, "UInt32 is no number, at [0]");
        yield return Case(new ArrayList { null }, "null is no number, at [0]");
    }

    [TestCaseSource(nameof(Misfits))]
    public void What_is_no_tensor_is_refused_and_located(IEnumerable data, string says) =>
        Assert.That(() => Tensor.From(data), Throws.ArgumentException.With.Message.Contains(says));

    [Test]
    public void A_shape_must_hold_the_data() =>
        Assert.That(() => Tensor.From(six.AsSpan(), [4]), Throws.ArgumentException.With.Message.Contains("shape [4] does not hold 6 elements"));

    [Test]
    public void Lent_memory_is_the_tensor_s_own()
    {
        float[] array = [1, 2, 3, 4];
        Tensor t = Tensor.FromMemory(array.AsMemory(), 2, 2);
        array[3] = 5;
        Assert.That((float)t[1, 1], Is.EqualTo(5));
        t[0].FillInPlace(7);
        Assert.That(array, Is.EqualTo(new float[] { 7, 7, 3, 5 }));
        t.Dispose();
        Assert.That(() => t.ToArray<float>(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(array[0], Is.EqualTo(7));
        Assert.That(() => Tensor.FromMemory(array.AsMemory(), 3), Throws.ArgumentException);
    }

    [Test]
    public void Lent_memory_is_let_go()
    {
        (WeakReference reference, Tensor t) = Lend();
        GC.Collect();
        Assert.That(reference.IsAlive, Is.True);
        t.Dispose();
        GC.Collect();
        Assert.That(reference.IsAlive, Is.False);

        static (WeakReference, Tensor) Lend()
        {
            var array = new float[100];
            return (new WeakReference(array), Tensor.FromMemory(array.AsMemory()));
        }
    }
}

using System.Numerics.Tensors;

namespace Nabla.Tests.Tensors;

internal sealed class ReadingTests
{
    [Test]
    public void One_element_is_read_as_any_number()
    {
        using Tensor t = Tensor.From([2.75f]);
        Assert.That(t.Item(), Is.EqualTo((Scalar)2.75));
        Assert.That(t.Item<double>(), Is.EqualTo(2.75));
        Assert.That((float)t, Is.EqualTo(2.75f));
        Assert.That((double)t, Is.EqualTo(2.75));
        Assert.That((int)t, Is.EqualTo(2));
        Assert.That((long)t, Is.EqualTo(2));
        Assert.That((bool)t, Is.True);
        Assert.That(Tensor.From(300).Item<byte>, Throws.InstanceOf<OverflowException>());
        Assert.That(Tensor.From(16777217).Item<float>(), Is.EqualTo(16777216f));
        Assert.That(Tensor.Zeros([2]).Item, Throws.InvalidOperationException.With.Message.Contains("[2] has 2 elements"));
        Assert.That(t.Item<decimal>, Throws.ArgumentException);
    }

    [TestCaseSource(typeof(Kernels), nameof(Kernels.DTypes))]
    public void Elements_come_out_as_they_went_in(DType dtype)
    {
        using Tensor t = Tensor.From([[0f, 1f, 1f], [1f, 0f, 0f]], dtype);
        Assert.That(t.ToArray<float>(), Is.EqualTo(new float[] { 0, 1, 1, 1, 0, 0 }));
        Assert.That(t.T.ToArray<long>(), Is.EqualTo(new long[] { 0, 1, 1, 0, 1, 0 }));
        Assert.That(t[0, 1].Item<double>(), Is.EqualTo(1));
        Assert.That(t.ToArray2D<bool>(), Is.EqualTo(new[,] { { false, true, true }, { true, false, false } }));
    }

    [Test]
    public void Arrays_of_two_and_three_dimensions()
    {
        using Tensor t = Tensor.Arange(4).Reshape(2, 1, 2);
        Assert.That(t.ToArray3D<int>(), Is.EqualTo(new[,,] { { { 0, 1 } }, { { 2, 3 } } }));
        Assert.That(() => t.ToArray2D<int>(), Throws.InvalidOperationException.With.Message.Contains("3 dimensions, not 2"));
        Assert.That(Tensor.Zeros([0, 3]).ToArray2D<float>(), Is.EqualTo(new float[0, 3]));
    }

    [Test]
    public void Spans_show_the_memory_itself()
    {
        Tensor t = Tensor.Zeros([2, 3]);
        int version = t.Version;
        t.AsSpan<float>()[4] = 5;
        Assert.That((float)t[1, 1], Is.EqualTo(5));
        Assert.That(t.Version, Is.GreaterThan(version), "writing is a change in place");
        version = t.Version;
        Assert.That(t.AsReadOnlySpan<float>()[4], Is.EqualTo(5));
        Assert.That(t.Version, Is.EqualTo(version), "reading is none");
        Assert.That(() => t.T.AsSpan<float>(), Throws.InvalidOperationException.With.Message.Contains("not contiguous"));
        Assert.That(() => t.AsSpan<double>(), Throws.InvalidOperationException.With.Message.Contains("float32, not Double"));
        Assert.That(t.Narrow(0, 1, 1).AsReadOnlySpan<float>().ToArray(), Is.EqualTo(new float[] { 0, 5, 0 }));
        t.Dispose();
        Assert.That(() => t.AsSpan<float>(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Tensor_spans_have_shape_and_strides()
    {
        Tensor t = Tensor.Arange(6).Reshape(2, 3);
        ReadOnlyTensorSpan<long> read = t.T.AsReadOnlyTensorSpan<long>();
        Assert.That(read.Lengths.ToArray(), Is.EqualTo(new nint[] { 3, 2 }));
        Assert.That(read[2, 0], Is.EqualTo(2));
        Assert.That(read[0, 1], Is.EqualTo(3));
        int version = t.Version;
        TensorSpan<long> write = t.AsTensorSpan<long>();
        write[1, 2] = 50;
        Assert.That((long)t[1, 2], Is.EqualTo(50));
        Assert.That(t.Version, Is.GreaterThan(version));
        Assert.That(t.Unsqueeze(0)[.., 1].AsReadOnlyTensorSpan<long>()[0, 2], Is.EqualTo(50));
        Assert.That(Tensor.From(t.T.AsReadOnlyTensorSpan<long>()).ToArray<long>(), Is.EqualTo(new long[] { 0, 3, 1, 4, 2, 50 }), "both ways");
        Assert.That(Tensor.Zeros([0, 2]).AsReadOnlyTensorSpan<float>().FlattenedLength, Is.EqualTo((nint)0));
        GC.KeepAlive(t);
    }

    [Test]
    public void A_leaf_that_requires_a_gradient_lends_no_memory_to_write()
    {
        Tensor t = Tensor.Ones([2], requiresGrad: true);
        Assert.That(() => t.AsSpan<float>(), Throws.InvalidOperationException);
        Assert.That(t.AsReadOnlySpan<float>()[0], Is.EqualTo(1));
        using (Autograd.NoGrad()) t.AsSpan<float>()[0] = 3;
        Assert.That(t.ToArray<float>(), Is.EqualTo(new float[] { 3, 1 }));
    }
}

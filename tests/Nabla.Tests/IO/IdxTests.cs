using Nabla.IO;

namespace Nabla.Tests.IO;

internal sealed class IdxTests
{
    private static Tensor Load(params byte[] file) => Idx.Load(new MemoryStream(file));

    [Test]
    public void Images_and_labels_of_MNIST_read()
    {
        Tensor images = Load(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
        Assert.That(images.DType, Is.EqualTo(DType.UInt8));
        Assert.That(images.Shape.ToArray(), Is.EqualTo(new long[] { 2, 1, 3 }));
        Assert.That(images.ToArray<byte>(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 255 }));
    }

    [Test]
    public void Elements_are_big_endian()
    {
        Assert.That(Load(0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0).Item<float>(), Is.EqualTo(1));
        Assert.That(Load(0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 0, 1, 2).Item<int>(), Is.EqualTo(258));
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 0, 0, 8 })]
    [TestCase(new byte[] { 0, 1, 8, 1, 0, 0, 0, 1, 7 })]
    [TestCase(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 7 })]
    [TestCase(new byte[] { 0, 0, 8, 9, 0, 0, 0, 1, 7 })]
    [TestCase(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 7 })]
    [TestCase(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 8 })]
    [TestCase(new byte[] { 0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 7 })]
    [TestCase(new byte[] { 0, 0, 14, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 })]
    public void A_damaged_file_is_refused(byte[] file) => Assert.That(() => Load(file), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void A_packed_file_is_told() =>
        Assert.That(() => Load(0x1F, 0x8B, 8, 0, 0, 0, 0, 0), Throws.TypeOf<InvalidDataException>().With.Message.Contains("gunzip"));
}

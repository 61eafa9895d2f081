using System.Text;
using Nabla.IO;

namespace Nabla.Tests.IO;

internal sealed class NpyTests
{
    /// <summary>What NumPy writes: numpy.save pads the header to a multiple of 64.</summary>
    internal static byte[] File(string dictionary, byte[] data, byte major = 1)
    {
        int before = major == 1 ? 10 : 12;
        byte[] text = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(dictionary);
        int length = (before + text.Length + 1 + 63) / 64 * 64 - before;
        byte[] size = major == 1 ? BitConverter.GetBytes((ushort)length) : BitConverter.GetBytes(length);
        byte[] padding = Encoding.ASCII.GetBytes(new string(' ', length - text.Length - 1) + "\n");
        return [0x93, .. "NUMPY"u8, major, 0, .. size, .. text, .. padding, .. data];
    }

    internal static byte[] Bytes(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static Tensor Load(byte[] file) => Npy.Load(new MemoryStream(file));

    [Test]
    public void A_file_of_NumPy_reads([Values(1, 2, 3)] int major)
    {
        Tensor tensor = Load(File("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Bytes(1, 2, 3, 4, 5, 6), (byte)major));
        Assert.That(tensor.DType, Is.EqualTo(DType.Float32));
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(tensor.ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Fortran_order_gives_such_strides()
    {
        Tensor tensor = Load(File("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", Bytes(1, 4, 2, 5, 3, 6)));
        Assert.That(tensor.Strides.ToArray(), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(tensor.ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Big_endian_elements_are_turned()
    {
        Assert.That(Load(File("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", [0x3F, 0x80, 0, 0])).Item<float>(), Is.EqualTo(1));
        Assert.That(Load(File("{'descr': '>i8', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0, 0, 0, 1, 2])).Item<long>(), Is.EqualTo(258));
        Assert.That(Load(File("{'descr': '>i2', 'fortran_order': False, 'shape': (1,), }", [1, 2])).Item<long>(), Is.EqualTo(258));
    }

    [Test]
    public void Keys_may_stand_in_any_order_and_quotes()
    {
        Tensor tensor = Load(File("""{ "shape":(3L,),"fortran_order":False , "descr":"|u1"}""", [7, 8, 9]));
        Assert.That(tensor.ToArray<byte>(), Is.EqualTo(new byte[] { 7, 8, 9 }));
    }

    [Test]
    public void The_file_is_the_one_that_NumPy_writes()
    {
        var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        byte[] expected = File("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Bytes(1, 2, 3, 4, 5, 6));
        Assert.That(stream.ToArray(), Is.EqualTo(expected));
    }

    [TestCase("<f2", DType.Float16)]
    [TestCase("<f4", DType.Float32)]
    [TestCase("<f8", DType.Float64)]
    [TestCase("|i1", DType.Int8)]
    [TestCase("|u1", DType.UInt8)]
    [TestCase("<i2", DType.Int16)]
    [TestCase("<i4", DType.Int32)]
    [TestCase("<i8", DType.Int64)]
    [TestCase("|b1", DType.Bool)]
    public void Every_dtype_reads_and_is_written_again(string descr, DType dtype)
    {
        byte[] data = [.. Enumerable.Range(0, 2 * dtype.ItemSize()).Select(static i => (byte)(i % 2))];
        byte[] file = File($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}", data);
        Tensor tensor = Load(file);
        Assert.That(tensor.DType, Is.EqualTo(dtype));
        var stream = new MemoryStream();
        Npy.Save(stream, tensor);
        Assert.That(stream.ToArray(), Is.EqualTo(file));
    }

    [Test]
    public void A_dtype_that_NumPy_does_not_know_is_refused() =>
        Assert.That(
            () => Npy.Save(new MemoryStream(), Tensor.Empty([2], DType.BFloat16)), Throws.TypeOf<NotSupportedException>().With.Message.Contains("bfloat16"));

    [Test]
    public void Shapes_and_strides_of_all_kinds_come_back()
    {
        Tensor x = Tensor.Arange(24, DType.Float64).Reshape(2, 3, 4);
        Tensor[] tensors = [x, x.Permute(2, 1, 0), x.Permute(1, 0, 2), x.Select(0, 1), x.Slice(2, step: 2), x[0, 0, 3], x.Narrow(1, 0, 0)];
        foreach (Tensor tensor in tensors)
        {
            var stream = new MemoryStream();
            Npy.Save(stream, tensor);
            stream.Position = 0;
            Tensor back = Npy.Load(stream);
            Assert.That(back.Shape.ToArray(), Is.EqualTo(tensor.Shape.ToArray()));
            Assert.That(back.ToArray<double>(), Is.EqualTo(tensor.ToArray<double>()));
        }
    }

    [Test]
    public void A_transposed_tensor_is_saved_in_Fortran_order_without_a_copy()
    {
        var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).T);
        Assert.That(stream.ToArray(), Is.EqualTo(File("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", Bytes(1, 2, 3, 4, 5, 6))));
    }

    [Test]
    public void Arrays_may_follow_each_other_in_a_stream()
    {
        var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From([1, 2]));
        Npy.Save(stream, Tensor.From([3.5]));
        stream.Position = 0;
        Assert.That(Npy.Load(stream).ToArray<int>(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Npy.Load(stream).ToArray<double>(), Is.EqualTo(new[] { 3.5 }));
    }

    [Test]
    public void A_file_with_something_behind_the_array_is_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, [.. File("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [7]), 8]);
            Assert.That(() => Npy.Load(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains("1 bytes follow").And.Message.Contains(path));
            Npy.Save(path, Tensor.From([1f]));
            Assert.That(Npy.Load(path).Item<float>(), Is.EqualTo(1));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "only")] // 2^64 elements
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }", "only 4 bytes follow")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "size")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "size")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }", "8 dimensions")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", "comma")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': [1], }", "'('")]
    [TestCase("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "True")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, }", "missing")]
    [TestCase("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "twice")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "'x'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } import os", "follows")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "missing")]
    [TestCase("{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (1,)}", "True")]
    [TestCase("{'descr': '<f4", "no end")]
    [TestCase("", "missing")]
    public void A_damaged_header_is_refused(string header, string why) =>
        Assert.That(() => Load(File(header, Bytes(1))), Throws.TypeOf<InvalidDataException>().With.Message.Contains(why));

    [TestCase("|O", "objects")]
    [TestCase("<U8", "'<U8'")]
    [TestCase("<c8", "'<c8'")]
    [TestCase("<u4", "'<u4'")]
    [TestCase("<f16", "'<f16'")]
    [TestCase("", "''")]
    public void A_type_without_a_dtype_is_refused(string descr, string why) =>
        Assert.That(
            () => Load(File($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}", Bytes(1))),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains(why));

    [Test]
    public void Structured_types_are_refused() =>
        Assert.That(
            () => Load(File("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", Bytes(1))),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("structured"));

    [Test]
    public void Bools_are_0_or_1() =>
        Assert.That(() => Load(File("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 2])), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void Every_cut_through_a_file_is_refused()
    {
        byte[] file = File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Bytes(1, 2));
        for (int length = 0; length < file.Length; length++)
            Assert.That(() => Load(file[..length]), Throws.TypeOf<InvalidDataException>(), $"cut at {length}");
    }

    [Test]
    public void No_damage_of_one_byte_does_worse_than_an_error()
    {
        byte[] file = File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Bytes(1, 2));
        foreach (byte value in new byte[] { 0, 1, 0x27, 0x39, 0x7F, 0xFF })
        {
            for (int i = 0; i < file.Length; i++)
            {
                byte[] damaged = [.. file];
                damaged[i] = value;
                try
                {
                    Load(damaged);
                }
                catch (Exception e) when (e is InvalidDataException or NotSupportedException)
                {
                }
            }
        }
    }

    [Test]
    public void A_stream_must_seek()
    {
        using var pipe = new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.That(() => Npy.Load(pipe), Throws.ArgumentException.With.Message.Contains("seek"));
    }
}

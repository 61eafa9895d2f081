using System.Buffers.Binary;
using System.Text;
using Nabla.IO;

namespace Nabla.Tests.IO;

internal sealed class SafeTensorsTests
{
    private static byte[] File(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, text.Length);
        return [.. size, .. text, .. data];
    }

    private static OrderedDictionary<string, Tensor> Load(byte[] file) => SafeTensors.Load(new MemoryStream(file), out _);

    [Test]
    public void A_file_of_the_format_reads()
    {
        byte[] file = File(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"I16","shape":[],"data_offsets":[8,10]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}   """,
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 7, 0]);
        OrderedDictionary<string, Tensor> tensors = SafeTensors.Load(new MemoryStream(file), out IReadOnlyDictionary<string, string> metadata);
        Assert.That(tensors.Keys, Is.EqualTo(new[] { "a", "b" }), "in the order of their data");
        Assert.That(tensors["a"].Shape.ToArray(), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(tensors["a"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(tensors["b"].Item<short>(), Is.EqualTo(7));
        Assert.That(metadata, Is.EqualTo(new Dictionary<string, string> { ["format"] = "pt" }));
    }

    [Test]
    public void The_file_is_aligned_and_ordered_by_width_and_name()
    {
        var stream = new MemoryStream();
        SafeTensors.Save(stream, [new("b", Tensor.From((byte)9)), new("a", Tensor.From((byte)8)), new("c", Tensor.From(1f))]);
        string header = """{"c":{"dtype":"F32","shape":[],"data_offsets":[0,4]}"""
            + ""","a":{"dtype":"U8","shape":[],"data_offsets":[4,5]},"b":{"dtype":"U8","shape":[],"data_offsets":[5,6]}}""";
        Assert.That(stream.ToArray(), Is.EqualTo(File(header.PadRight((header.Length + 7) / 8 * 8), [0, 0, 0x80, 0x3F, 8, 9])));
    }

    [TestCase("F32", DType.Float32)]
    [TestCase("F64", DType.Float64)]
    [TestCase("F16", DType.Float16)]
    [TestCase("BF16", DType.BFloat16)]
    [TestCase("I8", DType.Int8)]
    [TestCase("U8", DType.UInt8)]
    [TestCase("I16", DType.Int16)]
    [TestCase("I32", DType.Int32)]
    [TestCase("I64", DType.Int64)]
    [TestCase("BOOL", DType.Bool)]
    public void Every_dtype_reads_and_is_written_again(string code, DType dtype)
    {
        byte[] data = [.. Enumerable.Range(0, 2 * dtype.ItemSize()).Select(static i => (byte)(i % 2))];
        string header = $"{{\"x\":{{\"dtype\":\"{code}\",\"shape\":[2],\"data_offsets\":[0,{data.Length}]}}}}";
        byte[] file = File(header.PadRight((header.Length + 7) / 8 * 8), data);
        OrderedDictionary<string, Tensor> tensors = Load(file);
        Assert.That(tensors["x"].DType, Is.EqualTo(dtype));
        var stream = new MemoryStream();
        SafeTensors.Save(stream, tensors);
        Assert.That(stream.ToArray(), Is.EqualTo(file));
    }

    [Test]
    public void Shapes_strides_and_metadata_come_back()
    {
        Tensor x = Tensor.Arange(6, DType.Float32).Reshape(2, 3);
        var tensors = new OrderedDictionary<string, Tensor>
        {
            ["whole"] = x, ["turned"] = x.T, ["part"] = x.Select(1, 1), ["none"] = x.Narrow(0, 0, 0), ["point"] = x[0, 1],
        };
        var stream = new MemoryStream();
        SafeTensors.Save(stream, tensors, [KeyValuePair.Create("note", "with \"quotes\" and å")]);
        stream.Position = 0;
        OrderedDictionary<string, Tensor> back = SafeTensors.Load(stream, out IReadOnlyDictionary<string, string> metadata);
        Assert.That(metadata["note"], Is.EqualTo("with \"quotes\" and å"));
        Assert.That(back.Keys, Is.EquivalentTo(tensors.Keys));
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.That(back[name].Shape.ToArray(), Is.EqualTo(tensor.Shape.ToArray()), name);
            Assert.That(back[name].ToArray<float>(), Is.EqualTo(tensor.ToArray<float>()), name);
        }
    }

    [Test]
    public void A_file_that_fails_leaves_the_old_one()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "weights.safetensors");
            SafeTensors.Save(path, [KeyValuePair.Create("a", Tensor.From(1f))]);
            Tensor gone = Tensor.From(2f);
            gone.Dispose();
            Assert.That(() => SafeTensors.Save(path, [KeyValuePair.Create("a", gone)]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(SafeTensors.Load(path)["a"].Item<float>(), Is.EqualTo(1));
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1), "no draft is left");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("__metadata__")]
    [TestCase("a")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        KeyValuePair<string, Tensor>[] tensors = [new("a", Tensor.From(1f)), new(name, Tensor.From(1f))];
        Assert.That(() => SafeTensors.Save(new MemoryStream(), tensors), Throws.ArgumentException.With.Message.Contains(name));
    }

    [TestCase("""[]""", "start with")]
    [TestCase(""" {}""", "start with")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}""", "")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}} x""", "")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "belong to no tensor")]
    [TestCase("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "2 is the end")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "0 was expected")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "2 was expected")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "2 was expected")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "twice")]
    [TestCase("""{"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "twice")]
    [TestCase("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}""", "does not fit")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}""", "0 was expected")]
    [TestCase("""{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}""", "whole number")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}}""", "whole number")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,2]}}""", "does not fit")]
    [TestCase("""{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,2]}}""", "does not fit")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,2]}}""", "more than 8")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0]}}""", "lacks")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2,2]}}""", "more than 2")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,99999999999999999999]}}""", "whole number")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2]}}""", "lacks")]
    [TestCase("""{"a":{"dtype":8,"shape":[2],"data_offsets":[0,2]}}""", "String")]
    [TestCase("""{"a":{"dtype":"U8","shape":[[2]],"data_offsets":[0,2]}}""", "")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":{"y":{"z":1}}}}""", "unknown")]
    [TestCase("""{"a":7}""", "StartObject")]
    [TestCase("""{"__metadata__":{"a":1},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "String")]
    [TestCase("""{"__metadata__":{"a":"1","a":"2"},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "twice")]
    public void A_damaged_header_is_refused(string header, string why) =>
        Assert.That(() => Load(File(header, 1, 2)), Throws.TypeOf<InvalidDataException>().With.Message.Contains(why));

    [Test]
    public void A_type_without_a_dtype_is_refused() =>
        Assert.That(
            () => Load(File("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 1, 2)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("F8_E4M3").And.Message.Contains("'a'"));

    [TestCase(0ul)]
    [TestCase(3ul)]
    [TestCase(100_000_001ul)]
    [TestCase(ulong.MaxValue)]
    [TestCase(1ul << 63)]
    public void A_false_header_length_is_refused(ulong length)
    {
        byte[] file = File("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.That(() => Load(file), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Every_cut_through_a_file_is_refused()
    {
        byte[] file = File("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, 2);
        for (int length = 0; length < file.Length; length++)
            Assert.That(() => Load(file[..length]), Throws.TypeOf<InvalidDataException>(), $"cut at {length}");
    }

    [Test]
    public void No_damage_of_one_byte_does_worse_than_an_error()
    {
        byte[] file = File("""{"__metadata__":{"k":"v"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, 2);
        foreach (byte value in "\0\"\\{}[],:9-e\xFF"u8)
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
}

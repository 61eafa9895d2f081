using System.Buffers.Binary;
using System.IO.Compression;
using Nabla.IO;

namespace Nabla.Tests.IO;

internal sealed class NpzTests
{
    private const string One = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";

    private static MemoryStream Archive(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        stream.Position = 0;
        return stream;
    }

    [Test]
    public void Arrays_come_back_in_their_order([Values] bool compress)
    {
        var tensors = new OrderedDictionary<string, Tensor>
        {
            ["weight"] = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }),
            ["0.bias"] = Tensor.From([5L]),
            ["å"] = Tensor.From(true),
        };
        var stream = new MemoryStream();
        Npz.Save(stream, tensors, compress);
        stream.Position = 0;
        OrderedDictionary<string, Tensor> back = Npz.Load(stream);
        Assert.That(back.Keys, Is.EqualTo(tensors.Keys));
        Assert.That(back["weight"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
        Assert.That(back["0.bias"].ToArray<long>(), Is.EqualTo(new[] { 5L }));
        Assert.That(back["å"].Item<bool>(), Is.True);
    }

    [Test]
    public void Equal_arrays_make_equal_files()
    {
        byte[] Save()
        {
            var stream = new MemoryStream();
            Npz.Save(stream, [KeyValuePair.Create("x", Tensor.From([1f, 2f]))], compress: true);
            return stream.ToArray();
        }

        Assert.That(Save(), Is.EqualTo(Save()));
    }

    [Test]
    public void A_name_stands_once()
    {
        KeyValuePair<string, Tensor> x = new("x", Tensor.From([1f]));
        Assert.That(() => Npz.Save(new MemoryStream(), [x, x]), Throws.ArgumentException.With.Message.Contains("'x'"));
        byte[] array = NpyTests.File(One, NpyTests.Bytes(1));
        Assert.That(() => Npz.Load(Archive(("x.npy", array), ("x.npy", array))), Throws.TypeOf<InvalidDataException>().With.Message.Contains("twice"));
    }

    [Test]
    public void Names_are_keys_and_never_paths()
    {
        OrderedDictionary<string, Tensor> back = Npz.Load(Archive(("../../etc/passwd.npy", NpyTests.File(One, NpyTests.Bytes(1)))));
        Assert.That(back.Keys, Is.EqualTo(new[] { "../../etc/passwd" }));
    }

    [Test]
    public void What_is_no_array_is_refused()
    {
        Assert.That(() => Npz.Load(Archive(("readme.txt", [1]))), Throws.TypeOf<InvalidDataException>().With.Message.Contains("readme.txt"));
        Assert.That(() => Npz.Load(Archive(("x.npy", [1, 2, 3]))), Throws.TypeOf<InvalidDataException>().With.Message.Contains("array 'x'"));
        byte[] longer = [.. NpyTests.File(One, NpyTests.Bytes(1)), 0];
        Assert.That(() => Npz.Load(Archive(("x.npy", longer))), Throws.TypeOf<InvalidDataException>().With.Message.Contains("follows"));
        Assert.That(() => Npz.Load(new MemoryStream([1, 2, 3])), Throws.TypeOf<InvalidDataException>().With.Message.Contains("zip"));
        Assert.That(() => Npz.Load(new MemoryStream()), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Objects_are_refused() =>
        Assert.That(
            () => Npz.Load(Archive(("x.npy", NpyTests.File("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0x80, 4, 0x4B, 1])))),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("objects"));

    [Test]
    public void The_limit_holds_for_all_arrays_together()
    {
        byte[] array = NpyTests.File("{'descr': '<f4', 'fortran_order': False, 'shape': (1000,), }", new byte[4000]);
        MemoryStream archive = Archive(("a.npy", array), ("b.npy", array));
        Assert.That(() => Npz.Load(archive, maxBytes: 2 * array.Length - 1), Throws.TypeOf<InvalidDataException>().With.Message.Contains("allowed"));
        Assert.That(Npz.Load(archive, maxBytes: 2 * array.Length), Has.Count.EqualTo(2));
    }

    [Test]
    public void A_size_that_no_compression_reaches_is_refused_before_memory_is_taken()
    {
        byte[] file = Archive(("x.npy", NpyTests.File("{'descr': '<f4', 'fortran_order': False, 'shape': (250000000,), }", NpyTests.Bytes(1)))).ToArray();
        int directory = file.AsSpan().IndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directory + 24), 1_000_000_128); // its size when unpacked
        long before = Memory.PeakBytes();
        Assert.That(() => Npz.Load(new MemoryStream(file)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("too short"));
        Assert.That(Memory.PeakBytes() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Every_cut_through_an_archive_is_refused()
    {
        byte[] file = Archive(("x.npy", NpyTests.File(One, NpyTests.Bytes(1)))).ToArray();
        for (int length = 0; length < file.Length; length++)
            Assert.That(() => Npz.Load(new MemoryStream(file[..length])), Throws.TypeOf<InvalidDataException>(), $"cut at {length}");
    }
}

using System.Buffers.Binary;

namespace Nabla.IO;

/// <summary>
/// The format in which MNIST and its kin come. Files may come from strangers: no memory is taken before the file has shown that it
/// holds as many bytes.
/// </summary>
public static class Idx
{
    private static readonly (byte Code, DType DType)[] codes =
    [
        (0x08, DType.UInt8), (0x09, DType.Int8), (0x0B, DType.Int16), (0x0C, DType.Int32), (0x0D, DType.Float32), (0x0E, DType.Float64),
    ];

    /// <summary>Reads a file (unpacked: not one that ends in .gz).</summary>
    /// <exception cref="InvalidDataException">It is no idx file, or a damaged one.</exception>
    public static Tensor Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads a stream that can seek, from where it stands to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static Tensor Load(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("Idx.Load: the stream cannot seek; copy it into a MemoryStream first", nameof(source));
        return Read(source, "the stream");
    }

    private static Tensor Read(Stream source, string what)
    {
        long available = source.Length - source.Position;
        Span<byte> start = stackalloc byte[4 + sizeof(int) * Shapes.MaxRank];
        Fill(source, start[..4], what);
        (byte code, int rank) = (start[2], start[3]);
        int row = Array.FindIndex(codes, row => row.Code == code);
        if (start[0] != 0 || start[1] != 0 || row < 0 || rank > Shapes.MaxRank)
            throw new InvalidDataException($"{what}: it does not start as an idx file does{(start[0] == 0x1F ? "; unpack it first, as with gunzip" : "")}");
        Fill(source, start.Slice(4, sizeof(int) * rank), what);
        var shape = new long[rank];
        for (int i = 0; i < rank; i++) shape[i] = BinaryPrimitives.ReadUInt32BigEndian(start[(4 + sizeof(int) * i)..]);
        available -= 4 + sizeof(int) * rank;
        DType dtype = codes[row].DType;
        if (!TensorBytes.TryCount(shape, dtype, out long bytes) || bytes != available)
            throw new InvalidDataException($"{what}: it speaks of {Shapes.Format(shape)} elements of {dtype.Name()}, but {available} bytes follow");
        return TensorBytes.Read(source, shape, dtype, bigEndian: true, what);
    }

    private static void Fill(Stream source, Span<byte> bytes, string what)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"{what}: it ends within its header");
    }
}

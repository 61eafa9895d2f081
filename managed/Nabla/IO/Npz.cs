using System.IO.Compression;

namespace Nabla.IO;

/// <summary>
/// NumPy's archive of named arrays; numpy.load and numpy.savez. Files may come from strangers: names are keys and never paths, and
/// memory is taken only for what the archive can hold at its format's best compression.
/// </summary>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>The most that deflate makes of one byte, rounded up; what claims more is lying.</summary>
    private const long MostExpansion = 1040;

    /// <summary>Reads all arrays of a file, in its order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most that all arrays may take together.</param>
    /// <exception cref="InvalidDataException">It is no npz file, a damaged one, or one that takes more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="NotSupportedException">An array holds what no dtype holds.</exception>
    public static OrderedDictionary<string, Tensor> Load(string path, long maxBytes = long.MaxValue)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path, maxBytes);
    }

    /// <summary>Reads all arrays of a stream that can seek.</summary>
    /// <inheritdoc cref="Load(string, long)"/>
    public static OrderedDictionary<string, Tensor> Load(Stream source, long maxBytes = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("Npz.Load: the stream cannot seek; copy it into a MemoryStream first", nameof(source));
        return Read(source, "the stream", maxBytes);
    }

    /// <summary>Writes a file. The old one stays whole until the new one is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and arrays.</param>
    /// <param name="compress">Whether to deflate; numpy.savez_compressed.</param>
    /// <exception cref="ArgumentException">A name is empty or stands twice.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        NewFile.Write(path, stream => Save(stream, tensors, compress));
    }

    /// <summary>Writes an archive into a stream.</summary>
    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, Tensor}}, bool)"/>
    public static void Save(Stream target, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tensors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException($"Npz.Save: the name '{name}' is empty or stands twice", nameof(tensors));
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // equal arrays make equal files
            using Stream stream = entry.Open();
            Npy.Save(stream, tensor);
        }
    }

    private static OrderedDictionary<string, Tensor> Read(Stream source, string what, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        try
        {
            using var archive = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
            Check(archive, source.Length, what, maxBytes);
            var result = new OrderedDictionary<string, Tensor>(archive.Entries.Count, StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName[..^Extension.Length];
                if (!result.TryAdd(name, ReadEntry(entry, $"{what}: array '{name}'")))
                    throw new InvalidDataException($"{what}: the array '{name}' stands twice");
            }
            return result;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(what, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{what}: it is no zip archive, or a damaged one: {e.Message}", e);
        }
    }

    /// <summary>What the directory claims must be possible: no entry larger than it can become, no bytes used twice.</summary>
    private static void Check(ZipArchive archive, long fileBytes, string what, long maxBytes)
    {
        long packedLeft = fileBytes;
        long left = maxBytes;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            (long packed, long bytes) = (entry.CompressedLength, entry.Length);
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                throw new InvalidDataException($"{what}: '{entry.FullName}' is no array: its name does not end in {Extension}");
            if (packed < 0 || bytes < 0 || packed > packedLeft || bytes / MostExpansion > packed)
                throw new InvalidDataException($"{what}: the archive is too short for what its directory says of '{entry.FullName}'");
            if (bytes > left) throw new InvalidDataException($"{what}: its arrays take more than the {maxBytes} bytes that are allowed");
            packedLeft -= packed;
            left -= bytes;
        }
    }

    private static Tensor ReadEntry(ZipArchiveEntry entry, string what)
    {
        using Stream stream = entry.Open();
        Tensor result = Npy.Read(stream, entry.Length, what, out long length);
        if (length != entry.Length || stream.ReadByte() >= 0)
            throw new InvalidDataException($"{what}: something follows the array");
        return result;
    }
}

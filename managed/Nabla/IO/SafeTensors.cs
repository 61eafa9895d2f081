using System.Buffers.Binary;

namespace Nabla.IO;

/// <summary>
/// Named tensors in one file of the safetensors format, which carries weights between PyTorch, JAX and others, and no code. Files may
/// come from strangers: every offset is checked, and no memory is taken before the file has shown that it holds as many bytes.
/// </summary>
public static class SafeTensors
{
    /// <summary>Reads all tensors of a file, in the order of their data.</summary>
    /// <exception cref="InvalidDataException">It is no safetensors file, or a damaged one.</exception>
    /// <exception cref="NotSupportedException">A tensor has a type that no dtype holds.</exception>
    public static OrderedDictionary<string, Tensor> Load(string path) => Load(path, out _);

    /// <summary>Reads all tensors of a file, and the texts that its writer added.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static OrderedDictionary<string, Tensor> Load(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path, out metadata);
    }

    /// <summary>Reads all tensors of a stream that can seek, from where it stands to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static OrderedDictionary<string, Tensor> Load(Stream source, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("SafeTensors.Load: the stream cannot seek; copy it into a MemoryStream first", nameof(source));
        return Read(source, "the stream", out metadata);
    }

    /// <summary>Writes a file. The old one stays whole until the new one is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and tensors, as <c>StateDict()</c> gives them.</param>
    /// <param name="metadata">Texts to be kept with them.</param>
    /// <exception cref="ArgumentException">A name stands twice, or is the one that the format keeps for itself.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        NewFile.Write(path, stream => Save(stream, tensors, metadata));
    }

    /// <summary>Writes tensors into a stream.</summary>
    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, Tensor}}, IEnumerable{KeyValuePair{string, string}}?)"/>
    public static void Save(
        Stream target, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tensors);
        // Wide elements first, so that all are aligned; then by name, so that equal tensors make equal files.
        KeyValuePair<string, Tensor>[] ordered =
            [.. tensors.OrderByDescending(static pair => pair.Value.DType.ItemSize()).ThenBy(static pair => pair.Key, StringComparer.Ordinal)];
        byte[] header = SafeTensorsHeader.Write(ordered, metadata ?? []);
        Span<byte> size = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
        target.Write(size);
        target.Write(header);
        foreach ((_, Tensor tensor) in ordered) TensorBytes.Write(tensor, target);
    }

    private static OrderedDictionary<string, Tensor> Read(Stream source, string what, out IReadOnlyDictionary<string, string> metadata)
    {
        SafeTensorsHeader header = SafeTensorsHeader.Read(source, what);
        metadata = header.Metadata;
        var result = new OrderedDictionary<string, Tensor>(header.Tensors.Count, StringComparer.Ordinal);
        foreach (SafeTensorsEntry entry in header.Tensors)
        {
            result.Add(entry.Name, TensorBytes.Read(source, entry.Shape, entry.DType, bigEndian: false, $"{what}: tensor '{entry.Name}'"));
        }
        return result;
    }
}

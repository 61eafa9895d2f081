using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Nabla.IO;

/// <summary>One tensor of a safetensors file; its bytes are [Begin, End) behind the header.</summary>
internal sealed record SafeTensorsEntry(string Name, DType DType, long[] Shape, long Begin, long End);

/// <summary>The JSON text before the data: who lies where.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The limit of the format's own implementation.</summary>
    private const long MostBytes = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private static readonly (string Code, DType DType)[] codes =
    [
        ("F32", DType.Float32), ("F64", DType.Float64), ("F16", DType.Float16), ("BF16", DType.BFloat16), ("I8", DType.Int8),
        ("U8", DType.UInt8), ("I16", DType.Int16), ("I32", DType.Int32), ("I64", DType.Int64), ("BOOL", DType.Bool),
    ];

    private readonly List<SafeTensorsEntry> tensors = [];
    private readonly OrderedDictionary<string, string> metadata = new(StringComparer.Ordinal);

    /// <summary>By the order of their data, which they fill without a gap.</summary>
    internal IReadOnlyList<SafeTensorsEntry> Tensors => tensors;

    internal IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Reads a header and leaves the stream at the data, of which every byte then belongs to just one tensor.</summary>
    internal static SafeTensorsHeader Read(Stream source, string what)
    {
        long available = source.Length - source.Position - sizeof(long);
        Span<byte> size = stackalloc byte[sizeof(long)];
        if (available < 0) throw new InvalidDataException($"{what}: it is too short for a safetensors file");
        source.ReadExactly(size);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (length > MostBytes || (long)length > available)
            throw new InvalidDataException($"{what}: it says that its header has {length} bytes; {Math.Min(MostBytes, available)} are the most");
        var text = new byte[length];
        source.ReadExactly(text);
        var header = new SafeTensorsHeader();
        try
        {
            header.Parse(text);
            header.CheckLayout(available - (long)length);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"{what}: its header is not as it must be: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{what}: {e.Message}", e);
        }
        return header;
    }

    /// <summary>The header for tensors that follow each other in this order.</summary>
    internal static byte[] Write(IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var text = new ArrayBufferWriter<byte>();
        var names = new HashSet<string>(StringComparer.Ordinal) { MetadataKey };
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            bool open = false;
            foreach ((string key, string value) in metadata)
            {
                if (!open) json.WriteStartObject(MetadataKey);
                open = true;
                json.WriteString(key, value);
            }
            if (open) json.WriteEndObject();
            long at = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                if (!names.Add(name)) throw new ArgumentException($"SafeTensors.Save: the name '{name}' stands twice, or is the format's own");
                json.WriteStartObject(name);
                json.WriteString("dtype", Array.Find(codes, row => row.DType == tensor.DType).Code);
                json.WriteStartArray("shape");
                foreach (long extent in tensor.Shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += checked(tensor.Count * tensor.DType.ItemSize()));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        if (text.WrittenCount > MostBytes) throw new ArgumentException($"SafeTensors.Save: names and metadata take more than {MostBytes} bytes");
        var padded = new byte[(text.WrittenCount + 7) / 8 * 8]; // so that the data is aligned
        padded.AsSpan().Fill((byte)' ');
        text.WrittenSpan.CopyTo(padded);
        return padded;
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || text[0] != '{') throw new FormatException("it does not start with '{'");
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 3 });
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (NextKey(ref json) is { } name)
        {
            if (!names.Add(name)) throw new FormatException($"'{name}' stands twice");
            if (name == MetadataKey) ReadMetadata(ref json);
            else tensors.Add(ReadTensor(ref json, name));
        }
        json.Read(); // throws where anything but white space follows
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, MetadataKey);
        while (NextKey(ref json) is { } key)
        {
            Expect(ref json, JsonTokenType.String, key);
            if (!metadata.TryAdd(key, json.GetString()!)) throw new FormatException($"the metadata '{key}' stands twice");
        }
    }

    private static SafeTensorsEntry ReadTensor(ref Utf8JsonReader json, string name)
    {
        string? dtype = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(ref json, JsonTokenType.StartObject, name);
        while (NextKey(ref json) is { } key)
        {
            switch (key)
            {
                case "dtype" when dtype is null:
                    Expect(ref json, JsonTokenType.String, key);
                    dtype = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, Shapes.MaxRank, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, 2, name);
                    break;
                default:
                    throw new FormatException($"tensor '{name}' has the key '{key}' twice, or it is unknown");
            }
        }
        if (dtype is null || shape is null || offsets is not { Count: 2 })
            throw new FormatException($"tensor '{name}' lacks one of dtype, shape and two data_offsets");
        int row = Array.FindIndex(codes, row => row.Code == dtype);
        if (row < 0) throw new NotSupportedException($"there is no dtype for the type '{dtype}' of tensor '{name}'");
        return new SafeTensorsEntry(name, codes[row].DType, [.. shape], offsets[0], offsets[1]);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader json, int most, string name)
    {
        var numbers = new List<long>();
        Expect(ref json, JsonTokenType.StartArray, name);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw new FormatException($"tensor '{name}' has a size or offset that is no whole number from 0");
            if (numbers.Count == most) throw new FormatException($"tensor '{name}' has more than {most} sizes or offsets");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>Tensors stand behind each other from 0 to the end of the file: no holes, no overlap, nothing left.</summary>
    private void CheckLayout(long dataBytes)
    {
        tensors.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long at = 0;
        foreach (SafeTensorsEntry tensor in tensors)
        {
            if (tensor.Begin != at || tensor.End < at || tensor.End > dataBytes)
                throw new FormatException($"tensor '{tensor.Name}' lies from {tensor.Begin} to {tensor.End}, where {at} was expected and {dataBytes} is the end");
            if (!TensorBytes.TryCount(tensor.Shape, tensor.DType, out long bytes) || bytes != tensor.End - tensor.Begin)
            {
                throw new FormatException(
                    $"tensor '{tensor.Name}' of {tensor.DType.Name()} and shape {Shapes.Format(tensor.Shape)} does not fit its {tensor.End - tensor.Begin} bytes");
            }
            at = tensor.End;
        }
        if (at != dataBytes) throw new FormatException($"{dataBytes - at} bytes at the end belong to no tensor");
    }

    private static string? NextKey(ref Utf8JsonReader json)
    {
        if (!json.Read()) throw new FormatException("it ends too early");
        return json.TokenType == JsonTokenType.EndObject ? null : json.GetString();
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string where)
    {
        if (!json.Read() || json.TokenType != type) throw new FormatException($"'{where}' has something else than {type}");
    }
}

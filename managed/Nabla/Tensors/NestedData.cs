using System.Buffers;
using System.Collections;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>Reads arrays of any rank, jagged arrays and nested collections into one block of elements, and finds shape
/// and dtype on the way.</summary>
internal sealed class NestedData
{
    private const long Unknown = -1;

    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly List<long> shape = [];
    private readonly List<long> path = [];
    private int depth = -1; // of the numbers: how many dimensions there are; -1 until the first is found
    private DType? dtype;

    internal NestedData(IEnumerable data) => ReadCollection(data);

    internal ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    internal long[] Shape => [.. shape];

    /// <summary>The type of the numbers; the default where there are none and nothing else says it.</summary>
    internal DType DType => dtype ?? DefaultDType.Current;

    private void ReadCollection(IEnumerable data)
    {
        switch (data)
        {
            // Arrays first: by their type, as the runtime lets a uint[] pass for an int[].
            case Array array when DTypes.TryOf(array.GetType().GetElementType(), out DType type):
                ReadArray(array, type);
                break;
            case Array array when array.Rank > 1:
                throw Wrong(
                    $"arrays of {array.GetType().GetElementType()!.Name} of several dimensions hold no numbers");
            case Array: ReadItems(data); break;
            case string: throw Wrong("a text is no number");
            case IEnumerable<float> row: ReadRow(row, DType.Float32); break;
            case IEnumerable<double> row: ReadRow(row, DType.Float64); break;
            case IEnumerable<long> row: ReadRow(row, DType.Int64); break;
            case IEnumerable<int> row: ReadRow(row, DType.Int32); break;
            case IEnumerable<bool> row: ReadRow(row, DType.Bool); break;
            case IEnumerable<byte> row: ReadRow(row, DType.UInt8); break;
            case IEnumerable<sbyte> row: ReadRow(row, DType.Int8); break;
            case IEnumerable<short> row: ReadRow(row, DType.Int16); break;
            case IEnumerable<Half> row: ReadRow(row, DType.Float16); break;
            default: ReadItems(data); break;
        }
    }

    private void ReadItems(IEnumerable items)
    {
        int level = Enter();
        long count = 0;
        foreach (object? item in items)
        {
            path.Add(count++);
            if (item is IEnumerable nested) ReadCollection(nested);
            else ReadNumber(item);
            path.RemoveAt(path.Count - 1);
        }
        Leave(level, count);
    }

    private void ReadArray(Array array, DType type)
    {
        int level = Enter();
        for (int i = 1; i < array.Rank; i++) Enter(level + i);
        SetType(type);
        SetDepth(level + array.Rank);
        for (int i = 0; i < array.Rank; i++) Leave(level + i, array.GetLongLength(i));
        long size = array.LongLength * type.ItemSize();
        if (size > Array.MaxLength)
            throw Wrong($"{array.LongLength} elements are more than can be read from nested data; give a span");
        if (size > 0)
            bytes.Write(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), (int)size));
    }

    private void ReadRow<T>(IEnumerable<T> row, DType type) where T : unmanaged
    {
        int level = Enter();
        SetType(type);
        SetDepth(level + 1);
        long count = 0;
        if (row is List<T> list)
        {
            count = list.Count;
            bytes.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(list)));
        }
        else
        {
            foreach (T number in row)
            {
                Write(number);
                count++;
            }
        }
        Leave(level, count);
    }

    private void ReadNumber(object? item)
    {
        if (!DTypes.TryOf(item?.GetType(), out DType type))
            throw Wrong($"{item?.GetType().Name ?? "null"} is no number");
        SetType(type);
        SetDepth(path.Count);
        switch (item)
        {
            case float number: Write(number); break;
            case double number: Write(number); break;
            case long number: Write(number); break;
            case int number: Write(number); break;
            case bool number: Write(number); break;
            case byte number: Write(number); break;
            case sbyte number: Write(number); break;
            case short number: Write(number); break;
            case Half number: Write(number); break;
        }
    }

    private void Write<T>(T number) where T : unmanaged =>
        bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in number)));

    /// <summary>A dimension begins, at the place that the path names.</summary>
    private int Enter() => Enter(path.Count);

    private int Enter(int level)
    {
        if (depth >= 0 && level >= depth) throw Ragged("is a collection where there are numbers elsewhere");
        if (level == shape.Count) shape.Add(Unknown);
        return level;
    }

    private void Leave(int level, long count)
    {
        if (shape[level] == Unknown) shape[level] = count;
        if (shape[level] != count) throw Ragged($"has {count} elements where others have {shape[level]}");
    }

    private void SetDepth(int level)
    {
        if (depth < 0 && level == shape.Count) depth = level;
        if (depth != level) throw Ragged("holds numbers where there are collections elsewhere");
    }

    private void SetType(DType type)
    {
        dtype ??= type;
        if (dtype != type)
            throw Wrong($"there are both {dtype.Value.Name()} and {type.Name()}; convert to one of them");
    }

    private ArgumentException Ragged(string how) => new($"From: the nesting is ragged: {Place} {how}");

    private ArgumentException Wrong(string what) =>
        new($"From: {what}, at {Place}; give float, double, Half, sbyte, byte, short, int, long or bool, in " +
            "collections of equal size");

    private string Place => path.Count == 0 ? "the outermost level" : $"[{string.Join("][", path)}]";
}

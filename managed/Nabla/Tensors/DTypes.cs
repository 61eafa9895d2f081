using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>What each <see cref="DType"/> is.</summary>
public static class DTypes
{
    private static readonly (string Name, int Bytes, Type? Clr)[] rows =
    [
        ("float32", 4, typeof(float)),
        ("float64", 8, typeof(double)),
        ("float16", 2, typeof(Half)),
        ("bfloat16", 2, null),
        ("int8", 1, typeof(sbyte)),
        ("uint8", 1, typeof(byte)),
        ("int16", 2, typeof(short)),
        ("int32", 4, typeof(int)),
        ("int64", 8, typeof(long)),
        ("bool", 1, typeof(bool)),
    ];

    internal static int Count => rows.Length;

    /// <summary>How many bytes an element takes; torch.dtype.itemsize.</summary>
    public static int ItemSize(this DType dtype) => Row(dtype).Bytes;

    /// <summary>Whether it is float16, bfloat16, float32 or float64; torch.dtype.is_floating_point.</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype <= DType.BFloat16;

    /// <summary>Whether it is a whole number type; bool is not.</summary>
    public static bool IsInteger(this DType dtype) => dtype is >= DType.Int8 and <= DType.Int64;

    /// <summary>PyTorch's name: "float32", "int64", "bool" …</summary>
    public static string Name(this DType dtype) => Row(dtype).Name;

    /// <summary>The dtype of a name, as <see cref="Name"/> gives it, with or without "torch." before it.</summary>
    /// <exception cref="ArgumentException">There is no such dtype.</exception>
    public static DType Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<char> bare = name.StartsWith("torch.", StringComparison.Ordinal) ? name.AsSpan(6) : name;
        for (int i = 0; i < rows.Length; i++)
        {
            if (bare.SequenceEqual(rows[i].Name)) return (DType)i;
        }
        throw new ArgumentException(
            $"'{name}' is no dtype; there are {string.Join(", ", rows.Select(row => row.Name))}", nameof(name));
    }

    /// <summary>The dtype whose elements are <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">No dtype has such elements.</exception>
    public static DType Of<T>() where T : unmanaged
    {
        // The JIT knows T: all but one comparison disappear.
        return typeof(T) == typeof(float) ? DType.Float32
            : typeof(T) == typeof(double) ? DType.Float64
            : typeof(T) == typeof(Half) ? DType.Float16
            : typeof(T) == typeof(sbyte) ? DType.Int8
            : typeof(T) == typeof(byte) ? DType.UInt8
            : typeof(T) == typeof(short) ? DType.Int16
            : typeof(T) == typeof(int) ? DType.Int32
            : typeof(T) == typeof(long) ? DType.Int64
            : typeof(T) == typeof(bool) ? DType.Bool
            : throw Foreign(typeof(T));
    }

    /// <summary>The dtype whose elements are of a type; false if there is none.</summary>
    internal static bool TryOf([NotNullWhen(true)] Type? type, out DType dtype)
    {
        int i = Array.FindIndex(rows, row => row.Clr == type && type is not null);
        dtype = (DType)i;
        return i >= 0;
    }

    internal static ArgumentException Foreign(Type type) => new(
        $"no dtype has elements of type {type.Name}; give float, double, Half, sbyte, byte, short, int, long or bool");

    private static ref readonly (string Name, int Bytes, Type? Clr) Row(DType dtype)
    {
        if ((uint)dtype >= (uint)rows.Length)
            throw new ArgumentOutOfRangeException(
                nameof(dtype), dtype, $"{(int)dtype} is no dtype; they are numbered 0 to {rows.Length - 1}");
        return ref rows[(int)dtype];
    }
}

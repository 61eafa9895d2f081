using System.Globalization;

namespace Nabla;

/// <summary>
/// A number beside a tensor, as Python's: it has a kind (bool, integer, floating) but no width, so it lifts a tensor's
/// dtype only where its kind is the higher one: int32 tensor + 1.5 is float32, float16 tensor + 1.5 stays float16.
/// </summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    private readonly long bits;

    private Scalar(ScalarKind kind, long bits)
    {
        Kind = kind;
        this.bits = bits;
    }

    internal ScalarKind Kind { get; }

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarKind.Bool, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => new(ScalarKind.Integer, value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(ScalarKind.Integer, value);

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(Half value) => (double)value;

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(double value) =>
        new(ScalarKind.Floating, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Equal in kind and value.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Unequal in kind or value.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>A truth value.</summary>
    public static Scalar FromBoolean(bool value) => value;

    /// <summary>A whole number.</summary>
    public static Scalar FromInt32(int value) => value;

    /// <summary>A whole number.</summary>
    public static Scalar FromInt64(long value) => value;

    /// <summary>A floating number.</summary>
    public static Scalar FromHalf(Half value) => value;

    /// <summary>A floating number.</summary>
    public static Scalar FromSingle(float value) => value;

    /// <summary>A floating number.</summary>
    public static Scalar FromDouble(double value) => value;

    /// <summary>The number as a double, rounded to nearest where it is a large whole number.</summary>
    public double ToDouble() => Kind == ScalarKind.Floating ? BitConverter.Int64BitsToDouble(bits) : bits;

    /// <summary>The number as a long, cut towards zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or does not fit.</exception>
    public long ToInt64()
    {
        if (Kind != ScalarKind.Floating) return bits;
        double value = ToDouble();
        return value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : throw Unfit(DType.Int64);
    }

    /// <summary>Whether the number differs from zero.</summary>
    public bool ToBoolean() => Kind == ScalarKind.Floating ? ToDouble() != 0 : bits != 0;

    /// <summary>The bits of one element of a dtype.</summary>
    internal ulong ToBits(DType dtype) => dtype switch
    {
        DType.Float32 => BitConverter.SingleToUInt32Bits(ToSingle()),
        DType.Float64 => BitConverter.DoubleToUInt64Bits(ToDouble()),
        DType.Float16 => BitConverter.HalfToUInt16Bits(Kind == ScalarKind.Floating ? (Half)ToDouble() : (Half)bits),
        DType.BFloat16 => ToBFloat16(ToSingle()),
        DType.Int8 => (byte)Fit(sbyte.MinValue, sbyte.MaxValue, dtype),
        DType.UInt8 => (byte)Fit(-byte.MaxValue, byte.MaxValue, dtype), // a negative number wraps around, as in PyTorch
        DType.Int16 => (ushort)Fit(short.MinValue, short.MaxValue, dtype),
        DType.Int32 => (uint)Fit(int.MinValue, int.MaxValue, dtype),
        DType.Int64 => (ulong)ToInt64(),
        DType.Bool => ToBoolean() ? 1ul : 0ul,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype)),
    };

    /// <inheritdoc/>
    public bool Equals(Scalar other) => Kind == other.Kind && bits == other.bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, bits);

    /// <summary>The number as C# would write it.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Bool => bits != 0 ? "true" : "false",
        ScalarKind.Integer => bits.ToString(CultureInfo.InvariantCulture),
        _ => ToDouble().ToString(CultureInfo.InvariantCulture),
    };

    // From a whole number straight to float: through double it would be rounded twice.
    private float ToSingle() => Kind == ScalarKind.Floating ? (float)ToDouble() : bits;

    private static ulong ToBFloat16(float value)
    {
        uint whole = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? whole >> 16 | 0x40 : (whole + 0x7FFF + (whole >> 16 & 1)) >> 16;
    }

    private long Fit(long low, long high, DType dtype)
    {
        double value = ToDouble();
        return value > low - 1.0 && value < high + 1.0 ? ToInt64() : throw Unfit(dtype);
    }

    private ArgumentOutOfRangeException Unfit(DType dtype) =>
        new(null, $"the number {this} does not fit {dtype.Name()}");
}

/// <summary>What a number is, from the lowest kind to the highest.</summary>
internal enum ScalarKind
{
    Bool,
    Integer,
    Floating,
}

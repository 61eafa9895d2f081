using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>Single elements in memory, as numbers.</summary>
internal static unsafe class Elements
{
    internal static Scalar Read(byte* at, DType dtype) => dtype switch
    {
        DType.Float32 => *(float*)at,
        DType.Float64 => *(double*)at,
        DType.Float16 => *(Half*)at,
        DType.BFloat16 => BitConverter.Int32BitsToSingle(*(ushort*)at << 16),
        DType.Int8 => *(sbyte*)at,
        DType.UInt8 => *at,
        DType.Int16 => *(short*)at,
        DType.Int32 => *(int*)at,
        DType.Int64 => *(long*)at,
        _ => *at != 0,
    };

    /// <summary>A number as a .NET value, converted as a tensor's elements are.</summary>
    internal static T Convert<T>(Scalar number) where T : unmanaged
    {
        // The JIT knows T: one branch is left.
        if (typeof(T) == typeof(float))
            return As<float, T>(number.Kind == ScalarKind.Floating ? (float)number.ToDouble() : number.ToInt64());
        if (typeof(T) == typeof(double)) return As<double, T>(number.ToDouble());
        if (typeof(T) == typeof(Half)) return As<Half, T>((Half)number.ToDouble());
        if (typeof(T) == typeof(bool)) return As<bool, T>(number.ToBoolean());
        if (typeof(T) == typeof(sbyte)) return As<sbyte, T>(Fit(sbyte.MinValue, sbyte.MaxValue, static n => (sbyte)n));
        if (typeof(T) == typeof(byte)) return As<byte, T>(Fit(byte.MinValue, byte.MaxValue, static n => (byte)n));
        if (typeof(T) == typeof(short)) return As<short, T>(Fit(short.MinValue, short.MaxValue, static n => (short)n));
        if (typeof(T) == typeof(int)) return As<int, T>(Fit(int.MinValue, int.MaxValue, static n => (int)n));
        if (typeof(T) == typeof(long)) return As<long, T>(number.ToInt64());
        throw DTypes.Foreign(typeof(T));

        TInteger Fit<TInteger>(long low, long high, Func<long, TInteger> cut)
        {
            long whole = number.ToInt64();
            return whole >= low && whole <= high
                ? cut(whole)
                : throw new OverflowException($"the number {number} does not fit {typeof(T).Name}");
        }
    }

    private static TTo As<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged =>
        Unsafe.BitCast<TFrom, TTo>(value);
}

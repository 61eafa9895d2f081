namespace Nabla;

/// <summary>The type of a tensor's elements. The values are those of the native library.</summary>
public enum DType
{
    /// <summary>IEEE binary32, .NET's <see cref="float"/>; torch.float32.</summary>
    Float32 = 0,

    /// <summary>IEEE binary64, .NET's <see cref="double"/>; torch.float64.</summary>
    Float64 = 1,

    /// <summary>IEEE binary16, .NET's <see cref="Half"/>; torch.float16.</summary>
    Float16 = 2,

    /// <summary>The upper half of a float32; torch.bfloat16.</summary>
    BFloat16 = 3,

    /// <summary><see cref="sbyte"/>; torch.int8.</summary>
    Int8 = 4,

    /// <summary><see cref="byte"/>; torch.uint8.</summary>
    UInt8 = 5,

    /// <summary><see cref="short"/>; torch.int16.</summary>
    Int16 = 6,

    /// <summary><see cref="int"/>; torch.int32.</summary>
    Int32 = 7,

    /// <summary><see cref="long"/>; torch.int64.</summary>
    Int64 = 8,

    /// <summary><see cref="bool"/>, one byte; torch.bool.</summary>
    Bool = 9,
}

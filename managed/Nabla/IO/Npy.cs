namespace Nabla.IO;

/// <summary>
/// NumPy's file of one array; numpy.load and numpy.save. Files may come from strangers: nothing in them is run, and no memory is
/// taken before the file has shown that it holds as many bytes.
/// </summary>
public static class Npy
{
    /// <summary>Reads a file. An array in Fortran order becomes a tensor with such strides, without a copy.</summary>
    /// <exception cref="InvalidDataException">It is no npy file, or a damaged one.</exception>
    /// <exception cref="NotSupportedException">It holds what no dtype holds: objects, structures, strings, complex numbers.</exception>
    public static Tensor Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        Tensor result = Read(file, file.Length, path, out long length);
        if (length != file.Length) throw new InvalidDataException($"{path}: {file.Length - length} bytes follow the array");
        return result;
    }

    /// <summary>Reads an array from where a stream stands, and leaves the stream behind it: several may follow each other.</summary>
    /// <param name="source">A stream that can seek, so that it can say how much it holds.</param>
    /// <inheritdoc cref="Load(string)"/>
    public static Tensor Load(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("Npy.Load: the stream cannot seek; copy it into a MemoryStream first", nameof(source));
        return Read(source, source.Length - source.Position, "the stream", out _);
    }

    /// <summary>Writes a file. The old one stays whole until the new one is.</summary>
    /// <exception cref="NotSupportedException">The dtype is bfloat16, which NumPy does not know.</exception>
    public static void Save(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        NewFile.Write(path, stream => Save(stream, tensor));
    }

    /// <summary>Writes an array into a stream.</summary>
    /// <inheritdoc cref="Save(string, Tensor)"/>
    public static void Save(Stream target, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tensor);
        bool fortran = !tensor.IsContiguous && Reversed(tensor).IsContiguous;
        target.Write(new NpyHeader(tensor.DType, BigEndian: false, fortran, tensor.shape).ToBytes());
        TensorBytes.Write(fortran ? Reversed(tensor) : tensor, target);
    }

    /// <summary>Reads an array that may take a number of bytes, header included.</summary>
    internal static Tensor Read(Stream source, long available, string what, out long length)
    {
        NpyHeader header = NpyHeader.Read(source, what, out length);
        if (!TensorBytes.TryCount(header.Shape, header.DType, out long bytes) || bytes > available - length)
        {
            long left = Math.Max(0, available - length);
            throw new InvalidDataException($"{what}: its header speaks of {Shapes.Format(header.Shape)} elements of {header.DType.Name()}, but only {left} bytes follow");
        }
        length += bytes;
        if (!header.FortranOrder) return TensorBytes.Read(source, header.Shape, header.DType, header.BigEndian, what);
        return Reversed(TensorBytes.Read(source, [.. header.Shape.Reverse()], header.DType, header.BigEndian, what));
    }

    /// <summary>The same elements with the dimensions in reverse order.</summary>
    private static Tensor Reversed(Tensor tensor) =>
        tensor.AsStridedView([.. tensor.shape.Reverse()], [.. tensor.strides.Reverse()], tensor.offset);
}

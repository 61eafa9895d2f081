using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Nabla.Interop;

namespace Nabla.IO;

/// <summary>Elements to and from streams, in row-major order.</summary>
internal static unsafe class TensorBytes
{
    private const int Chunk = 1 << 20;

    /// <summary>How many bytes a shape takes, in a file that may say anything.</summary>
    /// <returns>False where they are more than can be counted, or where the shape is none.</returns>
    internal static bool TryCount(ReadOnlySpan<long> shape, DType dtype, out long bytes)
    {
        bytes = dtype.ItemSize();
        bool fits = shape.Length <= Shapes.MaxRank;
        bool empty = false;
        foreach (long size in shape)
        {
            fits &= size >= 0;
            empty |= size == 0;
            if (size > 0 && fits) fits = bytes <= long.MaxValue / size && (bytes *= size) >= 0;
        }
        if (empty) bytes = 0;
        return fits;
    }

    /// <summary>A new tensor with the next bytes of a stream. The caller has made sure that the file is long enough.</summary>
    /// <param name="source">Read from where it stands, not an element too far.</param>
    /// <param name="shape">The tensor's; it is kept.</param>
    /// <param name="dtype">The type of the elements.</param>
    /// <param name="bigEndian">Whether the most significant byte of an element stands first.</param>
    /// <param name="what">The start of error messages: the file and the array.</param>
    internal static Tensor Read(Stream source, long[] shape, DType dtype, bool bigEndian, string what)
    {
        Tensor result = Tensor.Allocate(shape, dtype, Device.Cpu);
        using var held = new Operand(result);
        byte* data = Address(held);
        int size = dtype.ItemSize();
        long left = result.Count * size;
        while (left > 0)
        {
            var part = new Span<byte>(data, (int)Math.Min(left, Chunk));
            if (source.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
                throw new InvalidDataException($"{what}: the data ends before its last element");
            if (dtype == DType.Bool && part.IndexOfAnyExceptInRange<byte>(0, 1) >= 0)
                throw new InvalidDataException($"{what}: a bool is neither 0 nor 1");
            if (bigEndian == BitConverter.IsLittleEndian) Swap(part, size);
            data += part.Length;
            left -= part.Length;
        }
        return result;
    }

    /// <summary>Writes a tensor's elements, least significant byte first, whatever its strides and device.</summary>
    internal static void Write(Tensor tensor, Stream target)
    {
        Tensor source = tensor.IsContiguous && tensor.Device == Device.Cpu ? tensor : tensor.CopyRaw(tensor.DType, Device.Cpu);
        using var held = new Operand(source);
        byte* data = Address(held) + source.offset * source.DType.ItemSize();
        int size = source.DType.ItemSize();
        byte[]? swapped = BitConverter.IsLittleEndian || size == 1 ? null : new byte[Chunk];
        long left = source.Count * size;
        while (left > 0)
        {
            ReadOnlySpan<byte> part = new(data, (int)Math.Min(left, Chunk));
            data += part.Length;
            left -= part.Length;
            if (swapped is not null)
            {
                part.CopyTo(swapped);
                Span<byte> copy = swapped.AsSpan(0, part.Length);
                Swap(copy, size);
                part = copy;
            }
            target.Write(part);
        }
        if (!ReferenceEquals(source, tensor)) source.Dispose();
    }

    private static byte* Address(in Operand held)
    {
        void* data;
        Native.nabla_buffer_get(held.View->Buffer, &data, null).ThrowIfFailed();
        return (byte*)data;
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> doubles = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}

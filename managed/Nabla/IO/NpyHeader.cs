using System.Buffers.Binary;
using System.Text;

namespace Nabla.IO;

/// <summary>What stands before the elements in an npy file, as NumPy's format description (NEP 1) gives it.</summary>
internal readonly record struct NpyHeader(DType DType, bool BigEndian, bool FortranOrder, long[] Shape)
{
    private const int Preamble = 8;

    /// <summary>Far more than 8 dimensions need; NumPy itself trusts no header above 10,000 bytes.</summary>
    private const int MostBytes = 1 << 16;

    private static readonly (string Code, DType DType)[] codes =
    [
        ("f2", DType.Float16), ("f4", DType.Float32), ("f8", DType.Float64), ("i1", DType.Int8), ("u1", DType.UInt8),
        ("i2", DType.Int16), ("i4", DType.Int32), ("i8", DType.Int64), ("b1", DType.Bool),
    ];

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header and leaves the stream at the first element.</summary>
    /// <param name="source">At the start of an array.</param>
    /// <param name="what">The start of error messages.</param>
    /// <param name="length">How many bytes the header took.</param>
    internal static NpyHeader Read(Stream source, string what, out long length)
    {
        Span<byte> start = stackalloc byte[Preamble + 4];
        Fill(source, start[..Preamble], what);
        if (!start.StartsWith(Magic)) throw new InvalidDataException($"{what}: it does not start as an npy file does");
        (int major, int minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new NotSupportedException($"{what}: version {major}.{minor} of the npy format is not known; 1.0, 2.0 and 3.0 are");
        Span<byte> size = start.Slice(Preamble, major == 1 ? 2 : 4);
        Fill(source, size, what);
        long bytes = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (bytes > MostBytes) throw new InvalidDataException($"{what}: its header has {bytes} bytes; {MostBytes} are the most");
        var text = new byte[bytes];
        Fill(source, text, what);
        length = Preamble + size.Length + bytes;
        try
        {
            return Parse((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{what}: its header cannot be read: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{what}: {e.Message}", e);
        }
    }

    /// <summary>The header of an array, padded so that the elements start at a multiple of 64.</summary>
    internal byte[] ToBytes()
    {
        DType dtype = DType;
        string code = Array.Find(codes, row => row.DType == dtype).Code
            ?? throw new NotSupportedException($"npy has no type for {dtype.Name()}; convert it first, as with tensor.To(DType.Float32)");
        string shape = Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        string text = $"{{'descr': '{(dtype.ItemSize() == 1 ? '|' : '<')}{code}', 'fortran_order': {FortranOrder}, 'shape': {shape}, }}";
        const int Before = Preamble + 2;
        int length = (Before + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Preamble), (ushort)(length - Before));
        Encoding.Latin1.GetBytes(text, header.AsSpan(Before));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyHeader Parse(string text)
    {
        var literal = new PythonLiteral(text);
        (DType, bool)? type = null;
        bool? fortran = null;
        long[]? shape = null;
        literal.Expect('{');
        while (!literal.Take('}'))
        {
            string key = literal.String();
            literal.Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    if (literal.Take('[')) throw new NotSupportedException("structured arrays are not read; save each field as an array of its own");
                    type = ParseType(literal.String());
                    break;
                case "fortran_order" when fortran is null:
                    fortran = literal.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = literal.Tuple(Shapes.MaxRank);
                    break;
                default:
                    throw new FormatException($"the key '{key}' is unknown or stands twice");
            }
            if (literal.Take(',')) continue;
            literal.Expect('}');
            break;
        }
        literal.ExpectEnd();
        if (type is not var (dtype, bigEndian) || fortran is null || shape is null)
            throw new FormatException("one of 'descr', 'fortran_order' and 'shape' is missing");
        return new NpyHeader(dtype, bigEndian, fortran.Value, shape);
    }

    private static (DType DType, bool BigEndian) ParseType(string descr)
    {
        if (descr is "|O" or "O") throw new NotSupportedException("it holds Python objects, which only running code from the file could read; save plain numbers");
        string code = descr.Length > 1 && descr[0] is '<' or '>' or '|' or '=' ? descr[1..] : descr;
        int row = Array.FindIndex(codes, row => row.Code == code);
        if (row < 0)
        {
            throw new NotSupportedException(
                $"there is no dtype for the array type '{descr}'; convert it in NumPy first, as with array.astype('float32')");
        }
        return (codes[row].DType, descr[0] == '>' || descr[0] == '=' && !BitConverter.IsLittleEndian);
    }

    private static void Fill(Stream source, Span<byte> bytes, string what)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"{what}: it ends within its header");
    }
}

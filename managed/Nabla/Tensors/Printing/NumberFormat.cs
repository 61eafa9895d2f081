using System.Globalization;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>How the numbers of one tensor are written: as whole numbers, with four digits, or with an exponent; all
/// equally wide.</summary>
internal readonly struct NumberFormat
{
    private const string Digits = "4";

    private readonly string? specifier; // null for whole number and bool tensors

    private NumberFormat(string? specifier, int width)
    {
        this.specifier = specifier;
        Width = width;
    }

    /// <summary>The width of each number.</summary>
    internal int Width { get; }

    /// <summary>The format that suits all of the numbers: those that are 0, infinite or NaN have no say.</summary>
    internal static NumberFormat For(ReadOnlySpan<Scalar> numbers, DType dtype)
    {
        if (!dtype.IsFloatingPoint()) return new NumberFormat(null, Widest(numbers, new NumberFormat(null, 0)));
        double least = double.PositiveInfinity;
        double greatest = 0;
        bool whole = true;
        var telling = new List<Scalar>(numbers.Length);
        foreach (Scalar number in numbers)
        {
            double value = number.ToDouble();
            if (!double.IsFinite(value) || value == 0) continue;
            telling.Add(number);
            least = Math.Min(least, Math.Abs(value));
            greatest = Math.Max(greatest, Math.Abs(value));
            whole &= value == Math.Ceiling(value);
        }
        bool exponent = telling.Count > 0 && (greatest / least > 1000 || greatest > 1e8 || (!whole && least < 1e-4));
        var format = new NumberFormat(exponent ? "E" : whole ? "F0" : "F" + Digits, 0);
        return new NumberFormat(format.specifier, Widest(CollectionsMarshal.AsSpan(telling), format));
    }

    internal string Format(Scalar number) => Write(number).PadLeft(Width);

    private static int Widest(ReadOnlySpan<Scalar> numbers, NumberFormat format)
    {
        int widest = 1;
        foreach (Scalar number in numbers) widest = Math.Max(widest, format.Write(number).Length);
        return widest;
    }

    private string Write(Scalar number)
    {
        if (number.Kind == ScalarKind.Bool) return number.ToBoolean() ? "True" : "False";
        if (specifier is null) return number.ToString();
        double value = number.ToDouble();
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        return specifier switch
        {
            "E" => WithExponent(value),
            "F0" => value.ToString("F0", CultureInfo.InvariantCulture) + ".",
            _ => value.ToString(specifier, CultureInfo.InvariantCulture),
        };
    }

    // .NET writes three digits of the exponent at least, Python two.
    private static string WithExponent(double value)
    {
        string text = value.ToString("E" + Digits, CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        string exponent = text[(mark + 2)..];
        return $"{text[..mark]}e{text[mark + 1]}{(exponent[0] == '0' ? exponent[1..] : exponent)}";
    }
}

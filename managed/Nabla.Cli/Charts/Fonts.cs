using SkiaSharp;

namespace Nabla.Cli.Charts;

/// <summary>What charts are lettered with: a plain face that the machine has, since none is brought along.</summary>
internal static class Fonts
{
    private static readonly string[] wanted = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial"];

    /// <summary>The name of a face that is there; null to take the system's own choice.</summary>
    internal static string? Family { get; } = wanted.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains);

    /// <summary>A bare server may have no fonts at all: charts then have no text.</summary>
    internal static bool AreMissing => SKFontManager.Default.FontFamilyCount == 0;

    internal static SKFont Create(float size) => new(Family is null ? SKTypeface.Default : SKTypeface.FromFamilyName(Family), size);
}

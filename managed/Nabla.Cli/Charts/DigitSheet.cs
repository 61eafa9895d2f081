using SkiaSharp;

namespace Nabla.Cli.Charts;

/// <summary>One image, what it is, and what the network took it for.</summary>
internal readonly record struct DigitSample(float[] Pixels, long Digit, long Predicted)
{
    internal bool IsRight => Digit == Predicted;
}

/// <summary>A sheet of handwritten digits with what the network took them for: some of all, then all that it got wrong.</summary>
internal static class DigitSheet
{
    private const int Columns = 12;
    private const int SampleRows = 4;
    private const int Side = 8;
    private const int Cell = 76;
    private const int Image = 56;
    private const int Caption = 20;
    private const int Margin = 16;
    private const int Heading = 34;

    private static readonly SKColor ink = new(0x22, 0x22, 0x22);
    private static readonly SKColor right = new(0x1B, 0x7F, 0x3B);
    private static readonly SKColor wrong = new(0xC6, 0x28, 0x28);

    internal static void Save(string path, IReadOnlyList<DigitSample> samples)
    {
        DigitSample[] some = [.. samples.Take(Columns * SampleRows)];
        DigitSample[] mistakes = [.. samples.Where(static sample => !sample.IsRight)];
        int width = 2 * Margin + Columns * Cell;
        using var surface = SKSurface.Create(new SKImageInfo(width, 2 * Margin + HeightOf(some.Length) + HeightOf(mistakes.Length)));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        Draw(canvas, Margin, $"The first {some.Length} of {samples.Count} held-out digits, and what the network took them for", some);
        Draw(canvas, Margin + HeightOf(some.Length), mistakes.Length == 0 ? "It got none wrong" : $"All {mistakes.Length} that it got wrong", mistakes);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        using FileStream file = File.Create(path);
        png.SaveTo(file);
    }

    private static int HeightOf(int count) => Heading + (count + Columns - 1) / Columns * (Cell + Caption);

    private static void Draw(SKCanvas canvas, int top, string heading, DigitSample[] samples)
    {
        using SKFont large = Fonts.Create(16);
        using SKFont small = Fonts.Create(13);
        using var paint = new SKPaint { IsAntialias = true, Color = ink };
        canvas.DrawText(heading, Margin, top + 20, SKTextAlign.Left, large, paint);
        for (int i = 0; i < samples.Length; i++)
        {
            float x = Margin + i % Columns * Cell + (Cell - Image) / 2f;
            float y = top + Heading + i / Columns * (Cell + Caption);
            DrawImage(canvas, x, y, samples[i]);
            paint.Color = samples[i].IsRight ? right : wrong;
            string caption = samples[i].IsRight ? $"{samples[i].Digit}" : $"{samples[i].Predicted}, is {samples[i].Digit}";
            canvas.DrawText(caption, x + Image / 2f, y + Image + 17, SKTextAlign.Center, small, paint);
        }
    }

    private static void DrawImage(SKCanvas canvas, float x, float y, DigitSample sample)
    {
        const float Pixel = (float)Image / Side;
        using var fill = new SKPaint();
        for (int i = 0; i < sample.Pixels.Length; i++)
        {
            byte shade = (byte)(255 - Math.Clamp(sample.Pixels[i], 0, 1) * 255);
            fill.Color = new SKColor(shade, shade, shade);
            canvas.DrawRect(x + i % Side * Pixel, y + i / Side * Pixel, Pixel, Pixel, fill);
        }
        using var frame = new SKPaint { IsStroke = true, StrokeWidth = sample.IsRight ? 1 : 2, Color = sample.IsRight ? new SKColor(0xBB, 0xBB, 0xBB) : wrong };
        canvas.DrawRect(x, y, Image, Image, frame);
    }
}

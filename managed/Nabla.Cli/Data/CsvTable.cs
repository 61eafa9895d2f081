using System.Globalization;
using System.IO.Compression;

namespace Nabla.Cli.Data;

/// <summary>A table of numbers of which one column is a label: comma separated, with or without headings, perhaps gzipped.</summary>
internal sealed class CsvTable
{
    private readonly List<float> features = [];
    private readonly List<string> labels = [];
    private int width;

    /// <summary>Reads a table.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="name">For error messages; one that ends in .gz is unpacked.</param>
    /// <param name="label">The label's column: a heading, or a number from 0, or from -1 backwards.</param>
    /// <exception cref="InvalidDataException">A line is not as the others; the message names it.</exception>
    internal static CsvTable Read(Stream source, string name, string label)
    {
        bool packed = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using var reader = new StreamReader(packed ? new GZipStream(source, CompressionMode.Decompress) : source);
        var table = new CsvTable();
        int? column = null;
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            string[] fields = [.. text.Split(',').Select(static field => field.Trim().Trim('"'))];
            if (column is null)
            {
                table.width = fields.Length;
                column = FindColumn(fields, name, label, out bool headed);
                if (headed) continue;
            }
            table.Add(fields, column.Value, $"{name}, line {line}");
        }
        return table.labels.Count > 0 ? table : throw new InvalidDataException($"{name} has no lines with data");
    }

    internal LabelledData ToLabelledData() => LabelledData.Create(Tensor.From(features.ToArray()).Reshape(labels.Count, width - 1), labels);

    /// <summary>Where the label stands; a first line with a field that should be a number and is none holds headings.</summary>
    private static int FindColumn(string[] fields, string name, string label, out bool headed)
    {
        if (fields.Length < 2) throw new InvalidDataException($"{name} has one column; a table needs a label and at least one feature, with commas between");
        int column = Array.IndexOf(fields, label);
        headed = column >= 0;
        if (headed) return column;
        if (!int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out column) || column >= fields.Length || column < -fields.Length)
            throw new ToolException($"{name} has no column '{label}'; its {fields.Length} columns are numbered from 0, or from -1 backwards");
        int place = column < 0 ? column + fields.Length : column;
        headed = fields.Where((field, i) => i != place && !TryNumber(field, out _)).Any();
        return place;
    }

    private void Add(string[] fields, int column, string where)
    {
        if (fields.Length != width) throw new InvalidDataException($"{where}: it has {fields.Length} fields, but the first line has {width}");
        for (int i = 0; i < fields.Length; i++)
        {
            if (i == column) labels.Add(fields[i]);
            else features.Add(TryNumber(fields[i], out float value) ? value : throw new InvalidDataException($"{where}: '{fields[i]}' in column {i} is no number"));
        }
    }

    private static bool TryNumber(string text, out float value) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

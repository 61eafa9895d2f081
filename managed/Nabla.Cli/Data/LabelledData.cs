using System.Globalization;
using Nabla.Data;
using Nabla.IO;

namespace Nabla.Cli.Data;

/// <summary>Examples with numbers for features and names for classes.</summary>
/// <param name="Inputs">float32, [examples, features].</param>
/// <param name="Targets">int64, [examples]: places in <paramref name="Classes"/>.</param>
/// <param name="Classes">The classes' names in order.</param>
internal sealed record LabelledData(Tensor Inputs, Tensor Targets, string[] Classes)
{
    internal TensorDataset ToDataset() => new(Inputs, Targets);

    /// <summary>Reads .csv, .csv.gz or .npz.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">Of a csv file: the label's column, by heading or number (-1: the last). Of an npz file: the labels' array.</param>
    internal static LabelledData Load(string path, string? label)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return FromNpz(path, label ?? "y");
        using FileStream file = File.OpenRead(path);
        return CsvTable.Read(file, path, label ?? "-1").ToLabelledData();
    }

    /// <summary>The classes that occur, numbers in their own order, and each label's place among them.</summary>
    internal static LabelledData Create(Tensor inputs, IReadOnlyList<string> labels)
    {
        string[] classes = [.. labels.Distinct(StringComparer.Ordinal)];
        bool numbers = classes.All(static name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        classes = numbers
            ? [.. classes.OrderBy(static name => long.Parse(name, CultureInfo.InvariantCulture))]
            : [.. classes.Order(StringComparer.Ordinal)];
        Dictionary<string, long> places = classes.Select(static (name, i) => (name, (long)i)).ToDictionary(StringComparer.Ordinal);
        return new LabelledData(inputs, Tensor.From([.. labels.Select(name => places[name])]), classes);
    }

    private static LabelledData FromNpz(string path, string label)
    {
        OrderedDictionary<string, Tensor> arrays = Npz.Load(path);
        if (arrays.Count != 2 || !arrays.Remove(label, out Tensor? labels))
        {
            string names = string.Join(", ", arrays.Keys.Select(static name => $"'{name}'"));
            throw new ToolException($"{path} must hold two arrays, features and the labels '{label}', but it holds {names}; --label names the labels.");
        }
        Tensor inputs = arrays.GetAt(0).Value;
        if (inputs.Rank < 2 || labels.Rank != 1 || labels.Count != inputs.Size(0) || !labels.DType.IsInteger())
        {
            throw new ToolException(
                $"{path}: features need at least 2 dimensions and labels 1, of whole numbers, with as many labels as rows of features");
        }
        long[] numbers = labels.To(DType.Int64).ToArray<long>();
        return Create(inputs.Flatten(1).To(DType.Float32), [.. numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture))]);
    }
}

using Nabla.Data;

namespace Nabla.Cli.Data;

/// <summary>The 1,797 handwritten digits that the tool brings along; see digits.csv.gz.md.</summary>
internal static class DigitsDataset
{
    internal const int Side = 8;
    internal const int Classes = 10;
    private const float Brightest = 16;
    private const string Resource = "digits.csv.gz";

    /// <summary>Images of shape [1797, 8, 8] with values in [0, 1], and the digits.</summary>
    internal static TensorDataset Load()
    {
        using Stream source = typeof(DigitsDataset).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of this build");
        LabelledData digits = CsvTable.Read(source, Resource, "-1").ToLabelledData();
        return new TensorDataset((digits.Inputs / Brightest).Reshape(-1, Side, Side), digits.Targets);
    }
}

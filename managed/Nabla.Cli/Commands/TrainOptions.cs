using System.CommandLine;
using System.Globalization;
using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Cli.Commands;

/// <summary>What nabla train takes.</summary>
internal sealed class TrainOptions
{
    internal Option<string> Data { get; } = new("--data")
    {
        Description = "Examples: a .csv or .csv.gz file (numbers and one column of labels), or an .npz file of two arrays.",
        HelpName = "FILE",
        Required = true,
    };

    internal Option<string?> Label { get; } = new("--label")
    {
        Description = "The labels: a csv file's column, by heading or number (default: the last), or an npz file's array (default: y).",
        HelpName = "NAME",
    };

    internal Option<string> Layers { get; } = new("--layers")
    {
        Description = "The sizes of the hidden layers, with commas between; \"\" for none.",
        HelpName = "SIZES",
        DefaultValueFactory = static _ => "128",
    };

    internal Option<string> Activation { get; } = OneOf("--activation", "What follows each hidden layer.", "relu", "gelu", "tanh");

    internal Option<double> Dropout { get; } = CommonOptions.Fraction("--dropout", "The share of hidden results that is dropped in training.", 0, "SHARE");

    internal Option<string> Method { get; } = OneOf("--optimizer", "How weights are changed.", "adam", "adamw", "sgd");

    internal Option<double> LearningRate { get; } = Number("--lr", "The learning rate at first; it falls to 0 along half a cosine.", 1e-3);

    internal Option<double> Momentum { get; } = Number("--momentum", "The momentum of sgd.", 0.9);

    internal Option<double> WeightDecay { get; } = Number("--weight-decay", "How strongly weights are drawn to 0.", 0);

    internal Option<int> Batch { get; } = CommonOptions.Number("--batch", "How many examples go into one step.", 32, least: 1);

    internal Option<int> Epochs { get; } = CommonOptions.Number("--epochs", "How often to go through the training examples.", 30, least: 1, most: 100_000);

    internal Option<double> TestShare { get; } = CommonOptions.Fraction("--test-share", "The share of examples that is held out for testing.", 0.2, "SHARE");

    internal Option<ulong> Seed { get; } = CommonOptions.Seed();

    internal Option<string> Device { get; } = CommonOptions.Device();

    internal Option<string?> Save { get; } = new("--save") { Description = "Where to write the weights, as a .safetensors file.", HelpName = "FILE" };

    internal Option<string?> Curve { get; } = new("--curve") { Description = "Where to write the loss curve, as a .png file.", HelpName = "FILE" };

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            Data, Label, Layers, Activation, Dropout, Method, LearningRate, Momentum, WeightDecay, Batch, Epochs, TestShare, Seed, Device, Save, Curve,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The network that the options describe.</summary>
    internal Sequential CreateModel(ParseResult parsed, Module first, long features, long classes)
    {
        var model = new Sequential(("input", first));
        long size = features;
        int number = 1;
        foreach (long hidden in ParseLayers(parsed.GetValue(Layers)!))
        {
            model.Add($"hidden{number}", new Linear(size, hidden));
            model.Add($"activation{number}", parsed.GetValue(Activation) switch { "gelu" => new GELU(), "tanh" => new Tanh(), _ => new ReLU() });
            if (parsed.GetValue(Dropout) is > 0 and var share) model.Add($"dropout{number}", new Dropout(share));
            size = hidden;
            number++;
        }
        model.Add("output", new Linear(size, classes));
        return model;
    }

    /// <summary>The optimizer that the options describe.</summary>
    internal Optimizer CreateOptimizer(ParseResult parsed, Module model)
    {
        (double rate, double decay) = (parsed.GetValue(LearningRate), parsed.GetValue(WeightDecay));
        try
        {
            return parsed.GetValue(Method) switch
            {
                "adamw" => new AdamW(model.Parameters(), rate, weightDecay: decay),
                "sgd" => new SGD(model.Parameters(), rate, parsed.GetValue(Momentum), weightDecay: decay),
                _ => new Adam(model.Parameters(), rate, weightDecay: decay),
            };
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message);
        }
    }

    private static List<long> ParseLayers(string text)
    {
        var sizes = new List<long>();
        foreach (string word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size is < 1 or > 1 << 20)
                throw new ToolException($"--layers '{text}': '{word}' is no size from 1 to {1 << 20}.");
            sizes.Add(size);
        }
        return sizes;
    }

    private static Option<double> Number(string name, string description, double value) =>
        new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => value };

    private static Option<string> OneOf(string name, string description, params string[] choices)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => choices[0] };
        return option.AcceptOnlyFromAmong(choices);
    }
}

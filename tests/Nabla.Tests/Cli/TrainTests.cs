using System.Globalization;
using Nabla.IO;

namespace Nabla.Tests.Cli;

internal sealed class TrainTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>Points of three clouds, a feature that never changes, and the cloud's name.</summary>
    private string Clouds(string name, string heading = "")
    {
        float[] noise = Tensor.Randn([2 * 150], generator: new Generator(1)).ToArray<float>();
        var lines = new List<string>();
        if (heading.Length > 0) lines.Add(heading);
        for (int i = 0; i < 150; i++)
            lines.Add(FormattableString.Invariant($"{100 + 20 * (i % 3) + noise[2 * i]},7,\"{"abc"[i % 3]}\",{-5 * (i % 3) + noise[2 * i + 1]}"));
        string path = Path.Combine(folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    [TestCase("points.csv", "", "2")]
    [TestCase("points.csv", "x,same,kind,y", "kind")]
    [TestCase("points.csv", "x,same,kind,y", "-2")]
    public void A_table_is_learnt_and_saved(string name, string heading, string label)
    {
        string weights = Path.Combine(folder, "weights.safetensors");
        string curve = Path.Combine(folder, "loss.png");
        (int code, string output, string error) = ToolTests.Run(
            ["train", "--data", Clouds(name, heading), "--label", label, "--layers", "8,8", "--lr", "0.02", "--epochs", "20", "--save", weights, "--curve", curve]);
        Assert.That(error, Is.Empty);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("150 examples, 3 features, 3 classes"));
        Assert.That(output.TrimEnd().Split('\n')[^1], Does.StartWith("test accuracy 100.0% (120 train, 30 test), device cpu"));
        OrderedDictionary<string, Tensor> state = SafeTensors.Load(weights, out IReadOnlyDictionary<string, string> metadata);
        Assert.That(state.Keys, Is.SupersetOf(new[] { "input.mean", "input.deviation", "hidden1.weight", "hidden2.bias", "output.weight" }));
        Assert.That(state["output.weight"].Shape.ToArray(), Is.EqualTo(new long[] { 3, 8 }));
        Assert.That(metadata["class.1"], Is.EqualTo("b"));
        Assert.That(new FileInfo(curve).Length, Is.GreaterThan(1000));
    }

    [TestCase("adamw", "gelu")]
    [TestCase("sgd", "tanh")]
    public void Other_optimizers_and_activations_learn_too(string optimizer, string activation)
    {
        (int code, string output, _) = ToolTests.Run(
            [
                "train", "--data", Clouds("points.csv"), "--label", "2", "--optimizer", optimizer, "--activation", activation, "--dropout", "0.1",
                "--lr", "0.02", "--epochs", "20",
            ]);
        Assert.That(code, Is.Zero);
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.That(double.Parse(last.Split(' ')[2].TrimEnd('%'), CultureInfo.InvariantCulture), Is.GreaterThan(95), last);
    }

    [Test]
    public void Arrays_of_NumPy_are_learnt()
    {
        string path = Path.Combine(folder, "arrays.npz");
        Tensor y = Tensor.Arange(100).Remainder(2);
        Npz.Save(path, [KeyValuePair.Create("x", y.To(DType.Float64).Reshape(100, 1, 1) * 3), KeyValuePair.Create("y", y + 5)]);
        (int code, string output, string error) = ToolTests.Run(["train", "--data", path, "--epochs", "10", "--lr", "0.05"]);
        Assert.That(error, Is.Empty);
        Assert.That(code, Is.Zero);
        Assert.That(output.TrimEnd().Split('\n')[^1], Does.StartWith("test accuracy 100.0%"));
    }

    [TestCase("1,2,a\n1,b", "line 2: it has 2 fields", 1)]
    [TestCase("1,2,a\n1,x,b", "line 2: 'x' in column 1", 1)]
    [TestCase("1\n2", "one column", 1)]
    [TestCase("", "no lines", 1)]
    [TestCase("1,2,a\n1,2,a\n1,2,a", "2 classes", 2)]
    [TestCase("1,2,a\n1,2,b", "too few", 2)]
    public void A_table_that_cannot_be_learnt_is_told(string text, string why, int expected)
    {
        string path = Path.Combine(folder, "bad.csv");
        File.WriteAllText(path, text);
        (int code, _, string error) = ToolTests.Run(["train", "--data", path]);
        Assert.That(error, Does.Contain(why));
        Assert.That(code, Is.EqualTo(expected));
    }

    [Test]
    public void Wrong_names_and_sizes_are_told()
    {
        string path = Clouds("points.csv");
        string missing = Path.Combine(folder, "no.csv");
        Assert.That(ToolTests.Run(["train", "--data", missing]), Is.EqualTo((1, "", $"nabla: Could not find file '{missing}'.\n")));
        Assert.That(ToolTests.Run(["train", "--data", path, "--label", "kind"]).Error, Does.Contain("no column 'kind'"));
        Assert.That(ToolTests.Run(["train", "--data", path, "--label", "2", "--layers", "8,zero"]).Error, Does.Contain("'zero' is no size"));
        Assert.That(ToolTests.Run(["train", "--data", path, "--label", "2", "--lr", "-1"]).Code, Is.EqualTo(2));
    }
}

using Nabla.IO;
using Nabla.Nn;

namespace Nabla.Tests.Nn;

internal sealed class StateDictTests
{
    private static Sequential Create(ulong seed)
    {
        var generator = new Generator(seed);
        return new Sequential(new Linear(3, 4, generator: generator), new Tanh(), new Linear(4, 2, generator: generator));
    }

    [Test]
    public void A_module_comes_back_from_a_file()
    {
        Sequential model = Create(1);
        Sequential other = Create(2);
        Tensor x = Tensor.Ones([5, 3]);
        using var file = new MemoryStream();
        SafeTensors.Save(file, model.StateDict());
        file.Position = 0;
        StateMismatch mismatch = other.LoadStateDict(SafeTensors.Load(file, out _));
        Assert.That(mismatch.Missing, Is.Empty);
        Assert.That(mismatch.Unexpected, Is.Empty);
        Assert.That(other.Forward(x).ToArray<float>(), Is.EqualTo(model.Forward(x).ToArray<float>()));
    }

    [Test]
    public void It_shares_memory_with_the_module_but_no_graph()
    {
        Sequential model = Create(1);
        Tensor weight = model.StateDict()["0.weight"];
        Assert.That(weight.RequiresGrad, Is.False);
        Init.Ones(((Linear)model[0]).Weight);
        Assert.That(weight.ToArray<float>(), Is.All.EqualTo(1));
    }

    [Test]
    public void Loading_converts_and_counts_as_a_change_in_place()
    {
        Sequential model = Create(1);
        Tensor weight = ((Linear)model[2]).Weight;
        int version = weight.Version;
        model.LoadStateDict(Create(2).To(DType.Float64).StateDict());
        Assert.That(weight.Version, Is.GreaterThan(version));
        Assert.That(weight.DType, Is.EqualTo(DType.Float32));
        Assert.That(weight.ToArray<float>(), Is.EqualTo(((Linear)Create(2)[2]).Weight.ToArray<float>()));
        Assert.That(weight.RequiresGrad);
    }

    [Test]
    public void Everything_that_does_not_fit_is_named_and_nothing_changes()
    {
        Sequential model = Create(1);
        float[] before = ((Linear)model[0]).Weight.ToArray<float>();
        OrderedDictionary<string, Tensor> state = Create(2).StateDict();
        state.Remove("2.bias");
        state["2.weight"] = Tensor.Zeros([4, 2]);
        state["3.weight"] = Tensor.Zeros([1]);
        Assert.That(
            () => model.LoadStateDict(state),
            Throws.ArgumentException.With.Message.Contains("missing '2.bias'; unexpected '3.weight'; '2.weight' has shape [4, 2], not [2, 4]"));
        Assert.That(((Linear)model[0]).Weight.ToArray<float>(), Is.EqualTo(before));
    }

    [Test]
    public void Without_strictness_names_are_passed_over_but_not_shapes()
    {
        Sequential model = Create(1);
        OrderedDictionary<string, Tensor> state = Create(2).StateDict();
        state.Remove("2.bias");
        state["3.weight"] = Tensor.Zeros([1]);
        StateMismatch mismatch = model.LoadStateDict(state, strict: false);
        Assert.That(mismatch.Missing, Is.EqualTo(new[] { "2.bias" }));
        Assert.That(mismatch.Unexpected, Is.EqualTo(new[] { "3.weight" }));
        Assert.That(((Linear)model[0]).Weight.ToArray<float>(), Is.EqualTo(state["0.weight"].ToArray<float>()));
        state["0.weight"] = Tensor.Zeros([1]);
        Assert.That(() => model.LoadStateDict(state, strict: false), Throws.ArgumentException.With.Message.Contains("'0.weight'"));
    }
}

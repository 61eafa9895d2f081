using Nabla.Nn;

namespace Nabla.Tests.Nn;

internal sealed class ModuleTests
{
    /// <summary>Two layers, one of them used twice, a parameter and two buffers of its own.</summary>
    private sealed class Net : Module
    {
        private readonly Parameter scale;
        private readonly ModuleBuffer count;

        internal Net()
        {
            First = RegisterModule("first", new Linear(3, 3));
            Again = RegisterModule("again", First);
            scale = RegisterParameter("scale", Tensor.From([2f]));
            count = RegisterBuffer("count", Tensor.From(7L));
            RegisterBuffer("cache", Tensor.From([1f]), persistent: false);
        }

        internal Linear First { get; }

        internal Linear Again { get; }

        internal long Count => count.Value.Item<long>();

        public override Tensor Forward(Tensor input) => Again.Forward(First.Forward(input)) * scale;

        internal void Register(string name, Module module) => RegisterModule(name, module);

        internal void Register(string name, Tensor tensor) => RegisterParameter(name, tensor);
    }

    [Test]
    public void Parameters_come_once_each_with_the_names_on_the_way()
    {
        var net = new Net();
        Assert.That(net.NamedParameters().Select(static pair => pair.Key), Is.EqualTo(new[] { "scale", "first.weight", "first.bias" }));
        Assert.That(net.NamedBuffers().Select(static pair => pair.Key), Is.EqualTo(new[] { "count", "cache" }));
        Assert.That(net.NamedModules().Select(static pair => pair.Key), Is.EqualTo(new[] { "", "first" }));
        Assert.That(net.Parameters().All(static parameter => parameter.Value.RequiresGrad));
    }

    [Test]
    public void Names_in_depth_are_in_the_order_of_registration()
    {
        var model = new Sequential(new Linear(2, 2), new Sequential(new ReLU(), new Linear(2, 2, bias: false)), new Linear(2, 1));
        Assert.That(
            model.NamedParameters().Select(static pair => pair.Key), Is.EqualTo(new[] { "0.weight", "0.bias", "1.1.weight", "2.weight", "2.bias" }));
        Assert.That(model.NamedModules().Select(static pair => pair.Key), Is.EqualTo(new[] { "", "0", "1", "1.0", "1.1", "2" }));
    }

    [Test]
    public void A_shared_part_keeps_the_name_under_which_it_is_met_first()
    {
        var shared = new Linear(2, 2, bias: false);
        var model = new Sequential(("outer", new Sequential(("inner", shared))), ("direct", shared));
        Assert.That(model.NamedParameters().Single().Key, Is.EqualTo("outer.inner.weight"));
        Assert.That(model.StateDict().Keys, Is.EqualTo(new[] { "outer.inner.weight", "direct.weight" }), "a state dict has both names, as in PyTorch");
    }

    [Test]
    public void Gradients_reach_all_parameters_and_are_forgotten()
    {
        var net = new Net();
        net.Forward(Tensor.Ones([2, 3])).Sum().Backward();
        Assert.That(net.Parameters().All(static parameter => parameter.Grad is not null));
        net.ZeroGrad(setToNull: false);
        Assert.That(net.Parameters().All(static parameter => parameter.Grad!.Abs().Sum().Item<float>() == 0));
        net.ZeroGrad();
        Assert.That(net.Parameters().All(static parameter => parameter.Grad is null));
    }

    [Test]
    public void Modes_reach_every_part()
    {
        var model = new Sequential(new Sequential(new Dropout()), new ReLU());
        Assert.That(model.IsTraining);
        Sequential same = model.Eval();
        Assert.That(same, Is.SameAs(model));
        Assert.That(model.NamedModules().All(static pair => !pair.Value.IsTraining));
        Assert.That(model.Train().NamedModules().All(static pair => pair.Value.IsTraining));
    }

    [Test]
    public void Apply_goes_to_parts_first()
    {
        var names = new List<string>();
        new Sequential(new ReLU(), new Sequential(new Tanh(), new Sigmoid())).Apply(module => names.Add(module.GetType().Name));
        Assert.That(names, Is.EqualTo(new[] { "ReLU", "Tanh", "Sigmoid", "Sequential", "Sequential" }));
    }

    [Test]
    public void To_converts_floating_tensors_and_their_gradients()
    {
        var net = new Net();
        net.Forward(Tensor.Ones([1, 3])).Sum().Backward();
        Parameter place = net.Parameters().First();
        Net same = net.To(DType.Float64).To(Device.Cpu);
        Assert.That(same, Is.SameAs(net));
        Assert.That(net.Parameters().First(), Is.SameAs(place));
        Assert.That(net.Parameters().All(static parameter => parameter.Value is { DType: DType.Float64, RequiresGrad: true }));
        Assert.That(net.Parameters().All(static parameter => parameter.Grad!.DType == DType.Float64));
        Assert.That(net.Count, Is.EqualTo(7));
        Assert.That(net.StateDict()["count"].DType, Is.EqualTo(DType.Int64));
        Assert.That(net.First.Weight, Is.SameAs(net.Again.Weight));
        Assert.That(net.Forward(Tensor.Ones([1, 3], DType.Float64)).DType, Is.EqualTo(DType.Float64));
        Assert.That(() => net.To(DType.Int32), Throws.ArgumentException.With.Message.Contains("floating"));
    }

    private sealed class Tied : Module
    {
        private readonly Parameter there;
        private readonly Parameter back;

        internal Tied()
        {
            Tensor weight = Tensor.Ones([2, 2]);
            there = RegisterParameter("there", weight);
            back = RegisterParameter("back", weight);
        }

        public override Tensor Forward(Tensor input) => input.MatMul(there).MatMul(back);
    }

    [Test]
    public void A_tensor_in_two_places_is_one_parameter_wherever_it_moves()
    {
        Tied tied = new Tied().To(DType.Float64);
        Assert.That(tied.NamedParameters().Select(static pair => pair.Key), Is.EqualTo(new[] { "there" }));
        Assert.That(tied.StateDict().Keys, Is.EqualTo(new[] { "there", "back" }));
        tied.Forward(Tensor.Ones([1, 2], DType.Float64)).Sum().Backward();
        Assert.That(tied.Parameters().Single().Grad!.ToArray<double>(), Is.All.EqualTo(4));
    }

    [Test]
    public void It_prints_as_in_PyTorch()
    {
        var model = new Sequential(new Linear(64, 128), new ReLU(), new Sequential(new Dropout(0.25), new GELU(approximate: true)), new Flatten());
        Assert.That($"{model}".ReplaceLineEndings("\n"), Is.EqualTo(
            """
            Sequential(
              (0): Linear(in_features=64, out_features=128, bias=True)
              (1): ReLU()
              (2): Sequential(
                (0): Dropout(p=0.25, inplace=False)
                (1): GELU(approximate='tanh')
              )
              (3): Flatten(start_dim=1, end_dim=-1)
            )
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void What_cannot_be_registered_is_refused()
    {
        var net = new Net();
        Assert.That(() => net.Register("first", new ReLU()), Throws.ArgumentException.With.Message.Contains("taken"));
        Assert.That(() => net.Register("scale", new ReLU()), Throws.ArgumentException.With.Message.Contains("taken"));
        Assert.That(() => net.Register("a.b", new ReLU()), Throws.ArgumentException.With.Message.Contains("dot"));
        Assert.That(() => net.Register("", new ReLU()), Throws.ArgumentException.With.Message.Contains("empty"));
        Assert.That(() => net.Register("self", net), Throws.ArgumentException.With.Message.Contains("contains"));
        Assert.That(() => net.Register("loop", new Sequential(net)), Throws.ArgumentException.With.Message.Contains("contains"));
        Assert.That(() => net.Register("whole", Tensor.From([1])), Throws.ArgumentException.With.Message.Contains("floating"));
        Assert.That(() => net.Register("result", net.First.Weight * 2), Throws.ArgumentException.With.Message.Contains("leaf"));
        Assert.That(net.NamedParameters().Count(), Is.EqualTo(3));
    }

    [Test]
    public void A_module_of_something_else_than_one_tensor_says_so() =>
        Assert.That(() => new MSELoss().Forward(Tensor.From(1f)), Throws.TypeOf<NotSupportedException>().With.Message.Contains("MSELoss"));
}

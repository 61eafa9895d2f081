using System.Collections;
using System.Globalization;

namespace Nabla.Nn;

/// <summary>Modules, each of which takes the result of the one before; torch.nn.Sequential.</summary>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly List<Module> steps = [];

    /// <summary>Nothing yet: <see cref="Add(Module)"/> follows, or a collection initializer.</summary>
    public Sequential() { }

    /// <summary>Modules in this order; they are named "0", "1", …</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        foreach (Module module in modules) Add(module);
    }

    /// <summary>Modules with names of their own.</summary>
    public Sequential(params ReadOnlySpan<(string Name, Module Module)> modules)
    {
        foreach ((string name, Module module) in modules) Add(name, module);
    }

    /// <summary>How many modules there are.</summary>
    public int Count => steps.Count;

    /// <summary>One module, by its number from 0.</summary>
    public Module this[int index] => steps[index];

    /// <summary>Adds a module at the end, named by its number.</summary>
    public void Add(Module module) => Add(steps.Count.ToString(CultureInfo.InvariantCulture), module);

    /// <summary>Adds a module at the end.</summary>
    public void Add(string name, Module module) => steps.Add(RegisterModule(name, module));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Given(input);
        foreach (Module step in steps) x = step.Forward(x);
        return x;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

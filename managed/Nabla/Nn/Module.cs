using System.Diagnostics.CodeAnalysis;

namespace Nabla.Nn;

/// <summary>
/// A part of a network, with parameters, buffers and parts of its own; torch.nn.Module. A module registers them in its constructor:
/// <code>
/// sealed class Net : Module
/// {
///     private readonly Linear hidden, last;
///
///     public Net()
///     {
///         hidden = RegisterModule("hidden", new Linear(64, 128));
///         last = RegisterModule("last", new Linear(128, 10));
///     }
///
///     public override Tensor Forward(Tensor x) => last.Forward(hidden.Forward(x).Relu());
/// }
/// </code>
/// </summary>
[SuppressMessage("Naming", "CA1716", Justification = "PyTorch's name; Visual Basic writes it [Module].")]
public abstract partial class Module
{
    private readonly OrderedDictionary<string, Parameter> parameters = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, ModuleBuffer> buffers = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Module> modules = new(StringComparer.Ordinal);

    /// <summary>Whether the module is being trained; dropout and its kin do nothing otherwise.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The parts that this module registered itself.</summary>
    public IEnumerable<Module> Children => modules.Values;

    /// <summary>The module's result for one tensor. Modules that take something else have a method of their own.</summary>
    /// <exception cref="NotSupportedException">The module does not take one tensor.</exception>
    public virtual Tensor Forward(Tensor input) => throw new NotSupportedException(
        $"{GetType().Name} has no Forward of one tensor: override it, or call the method that the module has instead");

    /// <summary>This module and all in it, each once, with the names on the way to it; its own is "".</summary>
    public IEnumerable<KeyValuePair<string, Module>> NamedModules()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<KeyValuePair<string, Module>>();
        waiting.Push(new("", this));
        while (waiting.TryPop(out KeyValuePair<string, Module> next))
        {
            if (!seen.Add(next.Value)) continue;
            yield return next;
            for (int i = next.Value.modules.Count - 1; i >= 0; i--)
            {
                (string name, Module child) = next.Value.modules.GetAt(i);
                waiting.Push(new(Join(next.Key, name), child));
            }
        }
    }

    /// <summary>All parameters, each once, with the names on the way to them: "0.weight".</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> NamedParameters() => Named(static module => module.parameters);

    /// <summary>All buffers, each once, with the names on the way to them.</summary>
    public IEnumerable<KeyValuePair<string, ModuleBuffer>> NamedBuffers() => Named(static module => module.buffers);

    /// <summary>All parameters, each once: what an optimizer takes.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(static pair => pair.Value);

    /// <summary>Forgets all gradients.</summary>
    /// <param name="setToNull">False: they become zeros instead, so that their memory is kept.</param>
    public void ZeroGrad(bool setToNull = true)
    {
        foreach (Parameter parameter in Parameters()) Gradients.Clear(parameter, setToNull);
    }

    /// <summary>Registers a tensor that is to be learnt; it will require gradients.</summary>
    /// <returns>The place where the tensor is: keep that, since the tensor may be exchanged.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty or has a dot; or the tensor cannot be learnt.</exception>
    protected Parameter RegisterParameter(string name, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckName(name);
        parameters.Add(name, parameter);
        return parameter;
    }

    /// <summary>Registers a tensor that belongs to the state but is not learnt.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="persistent">Whether it is part of the state dict.</param>
    /// <inheritdoc cref="RegisterParameter"/>
    protected ModuleBuffer RegisterBuffer(string name, Tensor value, bool persistent = true)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckName(name);
        var buffer = new ModuleBuffer(value, persistent);
        buffers.Add(name, buffer);
        return buffer;
    }

    /// <summary>Registers a part of this module.</summary>
    /// <returns>The part itself.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty or has a dot; or the part contains this module.</exception>
    protected T RegisterModule<T>(string name, T module) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name);
        if (module.NamedModules().Any(pair => ReferenceEquals(pair.Value, this)))
            throw new ArgumentException($"{GetType().Name}: the module '{name}' contains the one that it was to be a part of", nameof(module));
        modules.Add(name, module);
        return module;
    }

    /// <summary>The places of the tensors that this module registered itself.</summary>
    internal IEnumerable<ModuleTensor> OwnTensors => parameters.Values.Concat<ModuleTensor>(buffers.Values);

    /// <summary>The argument of Forward, unless it is missing.</summary>
    private protected static Tensor Given(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input;
    }

    internal void SetTraining(bool training) => IsTraining = training;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private IEnumerable<KeyValuePair<string, T>> Named<T>(Func<Module, OrderedDictionary<string, T>> own) where T : ModuleTensor
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach ((string path, Module module) in NamedModules())
        {
            foreach ((string name, T tensor) in own(module))
            {
                if (seen.Add(tensor.Value)) yield return new(Join(path, name), tensor);
            }
        }
    }

    private void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"{GetType().Name}: '{name}' cannot be a name: it is empty or has a dot", nameof(name));
        if (parameters.ContainsKey(name) || buffers.ContainsKey(name) || modules.ContainsKey(name))
            throw new ArgumentException($"{GetType().Name}: the name '{name}' is taken", nameof(name));
    }
}

namespace Nabla.Nn;

// What is saved of a module, and how it comes back.
public abstract partial class Module
{
    /// <summary>
    /// All parameters and persistent buffers by name; torch.nn.Module.state_dict. The tensors share their memory with the module: they
    /// change as it learns. <c>SafeTensors.Save(path, model.StateDict())</c> writes them.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, ModuleTensor place) in Saved()) state.Add(name, place.Value.Detach());
        return state;
    }

    /// <summary>
    /// Copies tensors into the parameters and buffers of the same names; torch.nn.Module.load_state_dict. Nothing is changed where
    /// anything does not fit.
    /// </summary>
    /// <param name="state">Tensors by name; they are converted to this module's dtypes and devices.</param>
    /// <param name="strict">False: names that are missing on either side are passed over.</param>
    /// <returns>The names that were passed over.</returns>
    /// <exception cref="ArgumentException">Names are missing or unknown, or shapes differ; the message names each.</exception>
    public StateMismatch LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        Dictionary<string, ModuleTensor> places = Saved().ToDictionary(StringComparer.Ordinal);
        string[] missing = [.. places.Keys.Where(name => !state.ContainsKey(name))];
        string[] unexpected = [.. state.Keys.Where(name => !places.ContainsKey(name))];
        var faults = new List<string>();
        if (strict && missing.Length > 0) faults.Add($"missing {Names(missing)}");
        if (strict && unexpected.Length > 0) faults.Add($"unexpected {Names(unexpected)}");
        foreach ((string name, ModuleTensor place) in places)
        {
            if (state.TryGetValue(name, out Tensor? saved) && !saved.Shape.SequenceEqual(place.Value.Shape))
                faults.Add($"'{name}' has shape {Shapes.Format(saved.Shape)}, not {Shapes.Format(place.Value.Shape)}");
        }
        if (faults.Count > 0)
            throw new ArgumentException($"{GetType().Name}.LoadStateDict: the state does not fit the module: {string.Join("; ", faults)}", nameof(state));
        foreach ((string name, ModuleTensor place) in places)
        {
            if (state.TryGetValue(name, out Tensor? saved)) place.Value.CopyRawFrom(saved).storage.BumpVersion();
        }
        return new StateMismatch(missing, unexpected);
    }

    private static string Names(string[] names) => string.Join(", ", names.Select(static name => $"'{name}'"));

    /// <summary>Shared tensors come under each of their names, as a file may have been written without the sharing.</summary>
    private IEnumerable<KeyValuePair<string, ModuleTensor>> Saved(string path = "")
    {
        foreach ((string name, Parameter parameter) in parameters) yield return new(Join(path, name), parameter);
        foreach ((string name, ModuleBuffer buffer) in buffers)
        {
            if (buffer.IsPersistent) yield return new(Join(path, name), buffer);
        }
        foreach ((string name, Module module) in modules)
        {
            foreach (KeyValuePair<string, ModuleTensor> pair in module.Saved(Join(path, name))) yield return pair;
        }
    }
}

/// <summary>Names that a state dict and a module do not share.</summary>
/// <param name="Missing">What the module has and the state dict lacks.</param>
/// <param name="Unexpected">What the state dict has and the module lacks.</param>
public sealed record StateMismatch(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);

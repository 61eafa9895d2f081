namespace Nabla.Nn;

/// <summary>What is done with a module and all in it, and gives the module itself back, of its own type.</summary>
public static class ModuleExtensions
{
    /// <summary>Calls an action with the module and with every module in it, parts first; torch.nn.Module.apply.</summary>
    public static T Apply<T>(this T module, Action<Module> action) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(action);
        Walk(module, new HashSet<Module>(ReferenceEqualityComparer.Instance));
        return module;

        void Walk(Module part, HashSet<Module> seen)
        {
            if (!seen.Add(part)) return;
            foreach (Module child in part.Children) Walk(child, seen);
            action(part);
        }
    }

    /// <summary>Sets training mode, as before learning, or ends it; torch.nn.Module.train.</summary>
    public static T Train<T>(this T module, bool mode = true) where T : Module => module.Apply(part => part.SetTraining(mode));

    /// <summary>Ends training mode, as before using what was learnt; torch.nn.Module.eval.</summary>
    public static T Eval<T>(this T module) where T : Module => module.Train(false);

    /// <summary>Moves all parameters and buffers, with their gradients, to a device; torch.nn.Module.to. Optimizers that have them follow.</summary>
    public static T To<T>(this T module, Device device) where T : Module => Exchange(module, tensor => Convert(tensor, tensor.DType, device));

    /// <summary>Converts all floating parameters and buffers, with their gradients, to a dtype; torch.nn.Module.to. Optimizers that have them follow.</summary>
    /// <exception cref="ArgumentException">The dtype is not a floating one.</exception>
    public static T To<T>(this T module, DType dtype) where T : Module
    {
        if (!dtype.IsFloatingPoint()) throw new ArgumentException($"a module's dtype must be a floating one, not {dtype.Name()}", nameof(dtype));
        return Exchange(module, tensor => tensor.DType.IsFloatingPoint() ? Convert(tensor, dtype, tensor.Device) : tensor);
    }

    private static T Exchange<T>(T module, Func<Tensor, Tensor> convert) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        // By tensor, not by place: tensors that several places share stay shared.
        var exchanged = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ModuleTensor place in module.NamedModules().SelectMany(static pair => pair.Value.OwnTensors))
        {
            if (!exchanged.TryGetValue(place.Value, out Tensor? after)) exchanged.Add(place.Value, after = Moved(place.Value, convert));
            place.Value = after;
        }
        return module;
    }

    private static Tensor Moved(Tensor before, Func<Tensor, Tensor> convert)
    {
        Tensor after = convert(before);
        if (ReferenceEquals(before, after)) return before;
        if (before.RequiresGrad) after.RequiresGrad = true;
        if (before is { IsLeaf: true, Grad: { } gradient }) after.Grad = convert(gradient);
        return after;
    }

    private static Tensor Convert(Tensor tensor, DType dtype, Device device) =>
        tensor.DType == dtype && tensor.Device == device ? tensor : tensor.CopyRaw(dtype, device);
}

namespace Nabla.Graph;

/// <summary>A tensor that backward will read, with the version at which it was saved.</summary>
internal struct SavedTensor
{
    private readonly int version;
    private readonly bool used;
    private Tensor? tensor;

    internal SavedTensor(Tensor tensor)
    {
        if (tensor.storage.IsInference)
            throw new InvalidOperationException("inference tensors cannot be saved for backward. Use tensor.Clone() outside InferenceMode to get a normal tensor.");
        this.tensor = tensor;
        used = true;
        version = tensor.storage.Version;
    }

    /// <summary>The tensor, unless it was freed or changed since.</summary>
    internal readonly Tensor Read(Node reader)
    {
        Tensor saved = tensor ?? throw Freed(reader);
        return saved.storage.Version == version ? saved : throw Changed(saved, reader);
    }

    /// <summary>The tensor; null where none was saved.</summary>
    internal readonly Tensor? ReadOrNull(Node reader) => used ? Read(reader) : null;

    internal void Free() => tensor = null;

    private static InvalidOperationException Freed(Node reader) => new(
        $"{reader.Name}: trying to backward through the graph a second time (or to read saved tensors after they have been freed). " +
        "Saved intermediate values of the graph are freed when you call Backward() or Autograd.Grad(). " +
        "Specify retainGraph: true if you need to backward through the graph a second time.");

    private readonly InvalidOperationException Changed(Tensor saved, Node reader)
    {
        Edge maker = saved.GradientEdge;
        string origin = maker.Node is null ? "" : $", which is output {maker.Output} of {maker.Node.Name},";
        string hint = GradMode.IsAnomaly ? "" : " Hint: Autograd.DetectAnomaly() names the forward call whose gradient could not be computed.";
        return new InvalidOperationException(
            $"{reader.Name}: one of the variables needed for gradient computation has been modified by an inplace operation: " +
            $"[{saved.Describe()}]{origin} is at version {saved.storage.Version}; expected version {version} instead.{hint}");
    }
}

namespace Nabla.Nn;

/// <summary>Makes one dimension of several; torch.nn.Flatten.</summary>
/// <param name="startDim">The first of them: by default all but the batch's.</param>
/// <param name="endDim">The last of them.</param>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <inheritdoc/>
    protected override string Description => $"start_dim={startDim}, end_dim={endDim}";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Given(input).Flatten(startDim, endDim);
}

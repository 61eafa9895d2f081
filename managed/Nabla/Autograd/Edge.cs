namespace Nabla.Graph;

/// <summary>Where a gradient goes: which node, and which of its outputs the gradient belongs to. Nowhere where Node is null.</summary>
internal readonly struct Edge(Node? node, int output)
{
    internal readonly Node? Node = node;
    internal readonly int Output = output;
}

using System.Runtime.InteropServices;

namespace Nabla.Graph;

internal sealed partial class Engine
{
    /// <summary>Counts, for every node that the roots reach, the edges that lead to it, and queues the roots that nothing feeds.</summary>
    private void Prepare(ReadOnlySpan<Root> roots)
    {
        foreach (ref readonly Root root in roots) Visit(root.Edge.Node!);
        while (stack.TryPop(out Node? node))
        {
            for (int i = node.NextCount - 1; i >= 0; i--)
            {
                if (node.Next(i).Node is not { } next) continue;
                Visit(next);
                Of(next).Waiting++;
            }
        }
        if (captures is not null) Settle(roots);
        foreach (ref readonly Root root in roots)
        {
            Node node = root.Edge.Node!;
            ref Scratch scratch = ref Of(node);
            Add(ref scratch.Gradient(root.Edge.Output, node.OutputCount), root.Gradient);
        }
        foreach (ref readonly Root root in roots)
        {
            Node node = root.Edge.Node!;
            ref Scratch scratch = ref Of(node);
            if (scratch.Waiting != 0 || !Leads(node)) continue;
            scratch.Waiting = -1;  // two roots may be results of one node: it must not be queued twice
            ready.Enqueue(node, -node.Priority);
        }
    }

    private void Visit(Node node)
    {
        ref Scratch scratch = ref Of(node);
        if (scratch.Visited) return;
        scratch.Visited = true;
        stack.Push(node);
    }

    /// <summary>What this pass knows about a node: kept in the node, or here where another pass is using the node now.</summary>
    private ref Scratch Of(Node node)
    {
        if (node.Owner == pass) return ref node.Scratch;
        if (elsewhere is null || !elsewhere.ContainsKey(node))
        {
            Pass? owner = node.Owner;
            if ((owner is null || owner.IsOver) && Interlocked.CompareExchange(ref node.Owner, pass, owner) == owner)
            {
                node.Scratch = default;
                return ref node.Scratch;
            }
            elsewhere ??= [];
        }
        return ref CollectionsMarshal.GetValueRefOrAddDefault(elsewhere, node, out _);
    }

    /// <summary>Finds the nodes behind which a wanted input lies: children first, with a stack of its own.</summary>
    private void Settle(ReadOnlySpan<Root> roots)
    {
        foreach (ref readonly Capture capture in captures.AsSpan())
        {
            if (capture.Edge.Node is not { } node) continue;
            ref Scratch scratch = ref Of(node);
            if (capture.Accumulates) scratch.Needed = true;
            else scratch.Captured = true;
        }
        var frames = new Stack<(Node Node, int Next)>();
        foreach (ref readonly Root root in roots)
        {
            frames.Push((root.Edge.Node!, 0));
            while (frames.TryPop(out (Node Node, int Next) frame))
            {
                (Node node, int i) = frame;
                if (Of(node).Settled) continue;
                if (i == node.NextCount)
                {
                    Of(node).Settled = true;
                    for (int k = 0; k < i; k++) if (Leads(node.Next(k).Node)) Of(node).Needed = true;
                    continue;
                }
                frames.Push((node, i + 1));
                if (node.Next(i).Node is { } next) frames.Push((next, 0));
            }
        }
    }
}

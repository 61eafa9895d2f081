namespace Nabla.Graph;

/// <summary>Runs a graph backwards: a loop on the calling thread, whose depth is bounded by memory alone.</summary>
/// <remarks>A node runs when every edge that leads to it has delivered; of the ready ones the youngest runs first, and a
/// leaf's accumulator at once. Memory of gradients that only the engine knows is written in place and freed at once, so that
/// no finalizer runs for it: see <see cref="GradientMemory"/>.</remarks>
internal sealed partial class Engine
{
    [ThreadStatic] private static Engine? spare;

    private readonly PriorityQueue<Node, long> ready = new();
    private readonly Stack<Node> stack = new();
    private Dictionary<Node, Scratch>? elsewhere;
    private Tensor?[] results = new Tensor?[4];
    private Pass pass = new();
    private Capture[]? captures;
    private bool retainGraph;

    internal bool CreateGraph { get; private set; }

    /// <summary>Sends gradients from the roots back through the graph: to the captures, or where those are null to all leaves.</summary>
    internal static void Run(ReadOnlySpan<Root> roots, Capture[]? captures, bool retainGraph, bool createGraph)
    {
        Engine engine = spare ?? new Engine();
        spare = null;  // a backward inside a hook takes another
        GradMode.Modes before = GradMode.Override(createGraph);
        try
        {
            engine.pass = new Pass();
            engine.captures = captures;
            engine.retainGraph = retainGraph;
            engine.CreateGraph = createGraph;
            engine.Prepare(roots);
            while (engine.ready.TryDequeue(out Node? node, out _)) engine.Step(node);
        }
        finally
        {
            GradMode.Restore(before);
            engine.pass.End();
            engine.Clear();
            spare = engine;
        }
    }

    /// <summary>Whether a gradient sent to this node serves anyone.</summary>
    internal bool Leads(Node? node)
    {
        if (node is null) return false;
        if (captures is null) return true;
        ref Scratch scratch = ref Of(node);
        return scratch.Needed || scratch.Captured;
    }

    internal Tensor Keep(Tensor gradient) => CreateGraph ? gradient.Clone() : GradientMemory.Keep(gradient);

    private void Step(Node node)
    {
        ref Scratch scratch = ref Of(node);
        Span<Tensor?> incoming = scratch.Gradients(node.OutputCount);
        bool any = false;
        foreach (Tensor? gradient in incoming) any |= gradient is not null;
        if (any)
        {
            node.Hooks?.Apply(node, incoming);
            if (scratch.Captured) CaptureFrom(node, incoming);
        }
        if (captures is null || scratch.Needed)
        {
            int count = node.NextCount;
            if (results.Length < count) results = new Tensor?[count];
            Span<Tensor?> outgoing = results.AsSpan(0, count);
            if (any)
            {
                if (GradMode.IsAnomaly) Anomaly.Backward(node, new Turn(this, node, incoming, outgoing), outgoing);
                else node.Backward(new Turn(this, node, incoming, outgoing));
            }
            if (!retainGraph) node.Release();
            Deliver(node, incoming, outgoing);
        }
        foreach (ref Tensor? gradient in incoming)
        {
            GradientMemory.Drop(gradient);
            gradient = null;
        }
    }

    private void Deliver(Node node, ReadOnlySpan<Tensor?> incoming, Span<Tensor?> outgoing)
    {
        if (!CreateGraph && node.ResultsAreOurs) GradientMemory.Hold(outgoing, incoming);
        for (int i = 0; i < outgoing.Length; i++)
        {
            Tensor? gradient = outgoing[i];
            outgoing[i] = null;
            Edge next = node.Next(i);
            if (!Leads(next.Node))
            {
                GradientMemory.Drop(gradient);
                continue;
            }
            ref Scratch scratch = ref Of(next.Node!);
            if (gradient is not null) Add(ref scratch.Gradient(next.Output, next.Node!.OutputCount), gradient);
            if (--scratch.Waiting == 0) ready.Enqueue(next.Node!, -next.Node!.Priority);
        }
    }

    private void Add(ref Tensor? sum, Tensor gradient)
    {
        if (sum is null) sum = gradient;
        else sum = CreateGraph ? sum + gradient : GradientMemory.Sum(sum, gradient);
    }

    private void CaptureFrom(Node node, ReadOnlySpan<Tensor?> incoming)
    {
        foreach (ref Capture capture in captures.AsSpan())
        {
            if (capture.Edge.Node != node || incoming[capture.Edge.Output] is not { } gradient) continue;
            GradientMemory.Show(gradient);
            capture.Gradient = gradient;
        }
    }

    private void Clear()
    {
        ready.Clear();
        stack.Clear();
        elsewhere = null;
        captures = null;
        Array.Clear(results);
    }
}

/// <summary>Where a pass starts, and with what.</summary>
internal readonly struct Root(Edge edge, Tensor gradient)
{
    internal readonly Edge Edge = edge;
    internal readonly Tensor Gradient = gradient;
}

/// <summary>A gradient that the caller asks for.</summary>
internal struct Capture(Edge edge, bool accumulates)
{
    /// <summary>Where the gradient arrives.</summary>
    internal readonly Edge Edge = edge;

    /// <summary>The node runs and stores the gradient itself: a leaf of <c>Backward(inputs: …)</c>.</summary>
    internal readonly bool Accumulates = accumulates;

    /// <summary>What arrived; null where nothing did.</summary>
    internal Tensor? Gradient;
}

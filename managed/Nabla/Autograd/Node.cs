namespace Nabla.Graph;

/// <summary>One recorded operation: how a gradient of its results becomes gradients of its operands.</summary>
/// <remarks>A node knows the next nodes, not the tensors that the operation read: only what backward needs stays in memory.</remarks>
public abstract class Node
{
    [ThreadStatic] private static long clock;

    /// <summary>The order of recording on its thread. It only ranks what is ready: correctness hangs on counted dependencies.</summary>
    internal readonly long Sequence;

    /// <summary>The backward pass that uses <see cref="Scratch"/>, or used it last.</summary>
    internal Pass? Owner;

    /// <summary>What the owning pass remembers about this node: here rather than in a dictionary, which would cost more than the node.</summary>
    internal Scratch Scratch;

    /// <summary>Hooks and retained gradients: rare, so apart.</summary>
    internal NodeHooks? Hooks;

    private protected Node()
    {
        Sequence = ++clock;
        if (GradMode.IsAnomaly) Anomaly.Remember(this);
    }

    /// <summary>The name as PyTorch prints it: "MulBackward0".</summary>
    public abstract string Name { get; }

    /// <summary>For each operand the node that made it, and which of its outputs that is; null where no gradient is wanted.</summary>
    public IReadOnlyList<(Node? Function, int Output)> NextFunctions
    {
        get
        {
            var next = new (Node?, int)[NextCount];
            for (int i = 0; i < next.Length; i++) next[i] = (Next(i).Node, Next(i).Output);
            return next;
        }
    }

    /// <summary>How many operands may get a gradient.</summary>
    internal abstract int NextCount { get; }

    /// <summary>How many results the operation had.</summary>
    internal virtual int OutputCount => 1;

    /// <summary>Which of several ready nodes runs first: the youngest, so that saved tensors are freed early.</summary>
    internal virtual long Priority => Sequence;

    /// <summary>Whether each result of <see cref="Backward"/> is new memory, or memory of an incoming gradient, and known to nobody
    /// else: then the engine writes into it and frees it.</summary>
    internal virtual bool ResultsAreOurs => true;

    /// <summary>Where the gradient of operand i goes.</summary>
    internal abstract Edge Next(int i);

    /// <summary>Turns the gradients of the results into those of the operands.</summary>
    internal abstract void Backward(in Turn turn);

    /// <summary>Lets go of saved tensors; a later backward explains itself.</summary>
    internal virtual void Release()
    {
    }

    /// <summary>The name in angle brackets, as PyTorch prints <c>grad_fn</c>.</summary>
    public override string ToString() => $"<{Name}>";
}

/// <summary>A node with one operand.</summary>
internal abstract class Node1(Edge next) : Node
{
    private readonly Edge next = next;

    internal override int NextCount => 1;

    internal override Edge Next(int i) => next;
}

/// <summary>A node with two operands.</summary>
internal abstract class Node2(Edge first, Edge second) : Node
{
    private readonly Edge first = first, second = second;

    internal override int NextCount => 2;

    internal override Edge Next(int i) => i == 0 ? first : second;
}

/// <summary>A node with three operands.</summary>
internal abstract class Node3(Edge first, Edge second, Edge third) : Node
{
    private readonly Edge first = first, second = second, third = third;

    internal override int NextCount => 3;

    internal override Edge Next(int i) => i switch { 0 => first, 1 => second, _ => third };
}

/// <summary>A node with any number of operands.</summary>
internal abstract class NodeN(Edge[] next) : Node
{
    internal override int NextCount => next.Length;

    internal override Edge Next(int i) => next[i];
}

using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>An elementwise op of three operands, each a tensor or a number.</summary>
internal sealed unsafe class TernaryNode : Node3
{
    private readonly TernaryRule rule;
    private Operand3 first, second, third;

    internal TernaryNode(TernaryRule rule, Edge firstEdge, Edge secondEdge, Edge thirdEdge, in Argument a, in Argument b, in Argument c)
        : base(firstEdge, secondEdge, thirdEdge)
    {
        this.rule = rule;
        int saves = rule.Info.Saves;
        first = new Operand3(a, (saves & (int)NablaSaves.First) != 0);
        second = new Operand3(b, (saves & (int)NablaSaves.Second) != 0);
        third = new Operand3(c, (saves & (int)NablaSaves.Third) != 0);
    }

    public override string Name => NodeNames.Of(rule.Info);

    internal override void Backward(in Turn turn)
    {
        Tensor? a = first.Read(this), b = second.Read(this), c = third.Read(this);
        if (turn.CreateGraph) BackwardComposed(turn, a, b, c);
        else BackwardKernel(turn, a, b, c);
    }

    internal override void Release()
    {
        first.Free();
        second.Free();
        third.Free();
    }

    private void BackwardComposed(in Turn turn, Tensor? a, Tensor? b, Tensor? c)
    {
        Tensor dy = turn.Gradient;
        a ??= first.Constant(dy);
        b ??= second.Constant(dy);
        c ??= third.Constant(dy);
        for (int i = 0; i < 3; i++)
            if (turn.Wants(i)) turn.Give(i, rule.Gradient(i, a, b, c, dy).SumTo((i == 0 ? first : i == 1 ? second : third).Shape));
    }

    private void BackwardKernel(in Turn turn, Tensor? a, Tensor? b, Tensor? c)
    {
        Tensor dy = turn.Gradient;
        Tensor? da = Room(turn, 0, first), db = Room(turn, 1, second), dc = Room(turn, 2, third);
        using Operand pa = first.View(a, dy.DType);
        using Operand pb = second.View(b, dy.DType);
        using Operand pc = third.View(c, dy.DType);
        using var pg = new Operand(dy);
        using var pda = new Operand(da);
        using var pdb = new Operand(db);
        using var pdc = new Operand(dc);
        Native.nabla_ternary_backward(rule.Op, pa.View, pb.View, pc.View, pg.View, pda.View, pdb.View, pdc.View, null).ThrowIfFailed();
        turn.Give(0, da);
        turn.Give(1, db);
        turn.Give(2, dc);
    }

    private static Tensor? Room(in Turn turn, int operand, in Operand3 saved) =>
        turn.Wants(operand) ? Tensor.Allocate(saved.Shape, turn.Gradient.DType, turn.Gradient.Device) : null;

    /// <summary>What is kept of one operand: its shape, and the tensor or the number that backward reads.</summary>
    private struct Operand3(in Argument argument, bool saves)
    {
        private readonly bool isNumber = argument.Tensor is null;
        private readonly Scalar number = argument.Number;
        private SavedTensor saved = saves && argument.Tensor is { } tensor ? new SavedTensor(tensor) : default;

        internal readonly long[] Shape { get; } = argument.Shape;

        internal readonly Tensor? Read(Node reader) => saved.ReadOrNull(reader);

        internal readonly Tensor? Constant(Tensor dy) => isNumber ? Tensor.Full([], number, dy.DType, dy.Device) : null;

        internal readonly Operand View(Tensor? tensor, DType dtype) => isNumber ? Operand.FromScalar(number, dtype) : new Operand(tensor);

        internal void Free() => saved.Free();
    }
}

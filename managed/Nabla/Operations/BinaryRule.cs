using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>The gradient of an op of two operands by one of them, in tensor operations and before it is summed over broadcast dimensions.
/// Of a, b and y (the result) only those that the op's row saves are there.</summary>
internal delegate Tensor BinaryGradient(Tensor a, Tensor b, Tensor y, Tensor dy);

/// <summary>What the managed side knows of an op of two operands: its gradients by a and by b; null where there is none.</summary>
internal sealed class BinaryRule(BinaryOp op, BinaryGradient? first = null, BinaryGradient? second = null, int overload = 0, int scalarOverload = 0)
{
    internal BinaryOp Op => op;

    internal BinaryGradient? First => first;

    internal BinaryGradient? Second => second;

    internal ref readonly NablaOpInfo Info => ref OpTable.Of(op);

    internal string Name => Info.Name();

    /// <summary>The node's name where both operands are tensors.</summary>
    internal string NodeName => NodeNames.Of(Info, overload);

    /// <summary>The node's name where one operand is a number.</summary>
    internal string ScalarNodeName => NodeNames.Of(Info, scalarOverload);

    /// <summary>The gradient by an operand of the result's shape is the result's gradient itself: no kernel need run.</summary>
    internal bool Passes(int operand) => op == BinaryOp.Add || (op == BinaryOp.Sub && operand == 0);

    /// <summary>What the gradients that are wanted read: of a product or quotient with a constant, only that constant.</summary>
    internal int Saves(bool first, bool second)
    {
        int saves = Info.Saves;
        if (second || op is not (BinaryOp.Mul or BinaryOp.Div)) return first || op != BinaryOp.Mul ? saves : saves & ~(int)NablaSaves.Second;
        return saves & (int)NablaSaves.Second;
    }
}

using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>The gradient of an op of two operands by one of them, in tensor operations and before it is summed over broadcast dimensions.
/// Of a, b and y (the result) only those that the op's row saves are there.</summary>
internal delegate Tensor BinaryGradient(Tensor a, Tensor b, Tensor y, Tensor dy);

/// <summary>What the managed side knows of an op of two operands: its gradients by a and by b; null where there is none.</summary>
/// <remarks>Where a gradient reads less than what the row saves for both, it says so: then a constant factor does not keep the other one alive.</remarks>
internal sealed class BinaryRule(
    BinaryOp op,
    BinaryGradient? first = null,
    BinaryGradient? second = null,
    NablaSaves? readsForFirst = null,
    NablaSaves? readsForSecond = null,
    int overload = 0)
{
    internal BinaryOp Op => op;

    internal BinaryGradient? First => first;

    internal BinaryGradient? Second => second;

    internal ref readonly NablaOpInfo Info => ref OpTable.Of(op);

    internal string Name => Info.Name();

    /// <summary>The node's name where both operands are tensors.</summary>
    internal string NodeName => NodeNames.Of(Info, overload);

    /// <summary>The node's name where one operand is a number.</summary>
    internal string ScalarNodeName => NodeNames.Of(Info);

    /// <summary>The gradient by an operand of the result's shape is the result's gradient itself: no kernel need run.</summary>
    internal bool Passes(int operand) => op == BinaryOp.Add || (op == BinaryOp.Sub && operand == 0);

    /// <summary>What the gradients that are wanted read: bits of <see cref="NablaSaves"/>.</summary>
    internal int Saves(bool first, bool second)
    {
        int all = Info.Saves, saves = 0;
        if (first) saves |= (int?)readsForFirst ?? all;
        if (second) saves |= (int?)readsForSecond ?? all;
        return saves;
    }
}

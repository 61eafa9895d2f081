using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>The gradient of an op of three operands by one of them, in tensor operations and before it is summed over broadcast dimensions.
/// Of the operands only those that the op's row saves are there.</summary>
internal delegate Tensor TernaryGradient(Tensor a, Tensor b, Tensor c, Tensor dy);

/// <summary>What the managed side knows of an op of three operands: its gradients by each; null where there is none.</summary>
internal sealed class TernaryRule(TernaryOp op, params TernaryGradient?[] gradients)
{
    internal TernaryOp Op => op;

    internal ref readonly NablaOpInfo Info => ref OpTable.Of(op);

    internal string Name => Info.Name();

    internal Tensor Gradient(int operand, Tensor? a, Tensor? b, Tensor? c, Tensor dy) => gradients[operand]!(a!, b!, c!, dy);
}

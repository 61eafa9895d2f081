using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>The gradient of a reduction in tensor operations. The result and its gradient keep the reduced dimensions, with size 1.
/// Of x and y only those that the op's row saves are there.</summary>
internal delegate Tensor ReduceGradient(Tensor x, Tensor y, Tensor dy, in ReduceCall reduction);

/// <summary>What the managed side knows of a reduction: its names in PyTorch (over everything, over some dimensions) and its gradient.</summary>
internal sealed class ReduceRule(ReduceOp op, string name, ReduceGradient? gradient = null, int overload = 0, int dimOverload = 0)
{
    internal ReduceOp Op => op;

    internal string Name => name;

    internal ReduceGradient? Gradient => gradient;

    internal ref readonly NablaOpInfo Info => ref OpTable.Of(op);

    internal string NodeName(bool overAll) => NodeNames.Of(name, overAll ? overload : dimOverload);
}

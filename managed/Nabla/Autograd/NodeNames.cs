using System.Text;
using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>PyTorch's names of nodes.</summary>
internal static class NodeNames
{
    /// <summary>From an op's name: "log_softmax" gives "LogSoftmaxBackward0".</summary>
    internal static string Of(string op, int overload = 0)
    {
        var name = new StringBuilder(op.Length + 10);
        bool start = true;
        foreach (char c in op)
        {
            if (c != '_') name.Append(start ? char.ToUpperInvariant(c) : c);
            start = c == '_';
        }
        return name.Append("Backward").Append(overload).ToString();
    }

    internal static string Of(in NablaOpInfo info, int overload = 0) => Of(info.Name(), overload);
}

using System.Text;

namespace Nabla.Nn;

// How a module prints: as PyTorch prints it.
public abstract partial class Module
{
    /// <summary>What stands in the parentheses behind the name of a module without parts; torch.nn.Module.extra_repr.</summary>
    protected virtual string Description => "";

    /// <summary>The module and its parts, as PyTorch prints them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text, 0);
        return text.ToString();
    }

    /// <summary>True or False, as Python writes them.</summary>
    private protected static string Python(bool value) => value ? "True" : "False";

    private void Print(StringBuilder text, int depth)
    {
        text.Append(GetType().Name).Append('(').Append(modules.Count == 0 ? Description : "");
        foreach ((string name, Module module) in modules)
        {
            text.Append('\n').Append(' ', 2 * (depth + 1)).Append('(').Append(name).Append("): ");
            module.Print(text, depth + 1);
        }
        if (modules.Count > 0) text.Append('\n').Append(' ', 2 * depth);
        text.Append(')');
    }
}

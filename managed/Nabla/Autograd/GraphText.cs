using System.Text;

namespace Nabla.Graph;

/// <summary>Writes graphs as text for the programs that draw them.</summary>
internal static class GraphText
{
    internal static string Dot(Tensor tensor) => Write(
        tensor, "digraph gradients {\n  rankdir = BT;\n  node [shape = box];\n", "  n{0} [label = \"{1}\"];\n", "  n{0} -> n{1};\n", "}\n");

    internal static string Mermaid(Tensor tensor) => Write(tensor, "flowchart BT\n", "  n{0}[\"{1}\"]\n", "  n{0} --> n{1}\n", "");

    /// <summary>Nodes in the order in which they are met from the tensor on, each followed by its edges.</summary>
    private static string Write(Tensor tensor, string head, string nodeLine, string edgeLine, string foot)
    {
        var text = new StringBuilder(head);
        if (tensor.GradientEdge.Node is { } root)
        {
            var numbers = new Dictionary<Node, int> { [root] = 0 };
            var queue = new Queue<Node>([root]);
            while (queue.TryDequeue(out Node? node))
            {
                text.AppendFormat(null, nodeLine, numbers[node], Label(node));
                for (int i = 0; i < node.NextCount; i++)
                {
                    if (node.Next(i).Node is not { } next) continue;
                    if (numbers.TryAdd(next, numbers.Count)) queue.Enqueue(next);
                    text.AppendFormat(null, edgeLine, numbers[node], numbers[next]);
                }
            }
        }
        return text.Append(foot).ToString();
    }

    private static string Label(Node node) => node is AccumulateNode leaf ? $"{node.Name} ({string.Join(", ", leaf.Shape)})" : node.Name;
}

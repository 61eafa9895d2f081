using System.Text;

namespace Nabla;

/// <summary>Writes a tensor as PyTorch 2 prints it with its default options; torch/_tensor_str.py is the model, to the letter.</summary>
internal sealed class TensorFormatter
{
    private const string Prefix = "tensor(";
    private const int LineWidth = 80;
    private const int EdgeItems = 3;
    private const long Threshold = 1000; // with more elements, only the edges are shown

    private readonly StringBuilder text = new(Prefix);
    private readonly Tensor tensor;
    private readonly bool summarizes;

    private TensorFormatter(Tensor tensor)
    {
        this.tensor = tensor;
        summarizes = tensor.Count > Threshold;
    }

    internal static string Format(Tensor tensor)
    {
        var formatter = new TensorFormatter(tensor);
        if (tensor.Count == 0) formatter.text.Append("[]");
        else formatter.WriteElements();
        formatter.WriteSuffixes();
        return formatter.text.Append(')').ToString();
    }

    private void WriteElements()
    {
        Scalar[] values = ReadShown();
        NumberFormat format = NumberFormat.For(values, tensor.DType);
        var words = new Queue<string>(values.Length);
        foreach (Scalar value in values) words.Enqueue(format.Format(value));
        if (tensor.Rank == 0) text.Append(words.Dequeue());
        else Write(0, words, format.Width);
    }

    /// <summary>Writes one dimension and those within it.</summary>
    private void Write(int dim, Queue<string> words, int width)
    {
        long size = tensor.shape[dim];
        long shown = Shown(size);
        int indent = Prefix.Length + dim;
        int within = tensor.Rank - dim - 1;
        int perLine = within > 0 ? 1 : Math.Max(1, (LineWidth - indent) / (width + 2));
        int breaks = Math.Max(1, within);
        text.Append('[');
        int items = 0;
        for (long i = 0; i < shown; i++)
        {
            if (i == EdgeItems && shown < size) Next().Append(within > 0 ? "..." : " ...");
            Next();
            if (within > 0) Write(dim + 1, words, width);
            else text.Append(words.Dequeue());
        }
        text.Append(']');

        StringBuilder Next()
        {
            if (items++ == 0) return text;
            return (items - 1) % perLine == 0 ? text.Append(',').Append('\n', breaks).Append(' ', indent + 1) : text.Append(", ");
        }
    }

    private void WriteSuffixes()
    {
        int line = text.Length - text.ToString().LastIndexOf('\n') + 1;
        foreach (string suffix in Suffixes())
        {
            if (line + suffix.Length + 2 > LineWidth)
            {
                text.Append(",\n").Append(' ', Prefix.Length).Append(suffix);
                line = Prefix.Length + suffix.Length;
            }
            else
            {
                text.Append(", ").Append(suffix);
                line += suffix.Length + 2;
            }
        }
    }

    private IEnumerable<string> Suffixes()
    {
        if (tensor.Device != Device.Cpu) yield return $"device='{tensor.Device}'";
        bool isDefault = tensor.DType == DefaultDType.Current;
        if (tensor.Count == 0)
        {
            if (tensor.Rank != 1) yield return $"size=({string.Join(", ", tensor.shape)})";
            if (!isDefault) yield return $"dtype=torch.{tensor.DType.Name()}";
        }
        else if (!isDefault && tensor.DType is not (DType.Int64 or DType.Bool))
        {
            yield return $"dtype=torch.{tensor.DType.Name()}";
        }
        if (tensor.GradFn is { } maker) yield return $"grad_fn={maker}";
        else if (tensor.RequiresGrad) yield return "requires_grad=True";
    }

    private long Shown(long size) => summarizes ? Math.Min(size, 2 * EdgeItems) : size;

    /// <summary>The elements that are shown, in row-major order.</summary>
    private Scalar[] ReadShown()
    {
        if (!summarizes && tensor.IsContiguous && tensor.Device == Device.Cpu) return tensor.ReadAll();
        var shape = new long[tensor.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = Shown(tensor.shape[i]);
        using Tensor shown = Tensor.Allocate(shape, tensor.DType, Device.Cpu);
        CopyEdges(tensor, shown, 0);
        return shown.ReadAll();
    }

    /// <summary>Copies both edges of each dimension that is cut, block by block: only what is shown leaves the device.</summary>
    private static void CopyEdges(Tensor from, Tensor to, int dim)
    {
        if (dim == from.Rank)
        {
            to.CopyRawFrom(from);
        }
        else if (from.shape[dim] == to.shape[dim])
        {
            CopyEdges(from, to, dim + 1);
        }
        else
        {
            CopyEdges(Piece(from, dim, 0), Piece(to, dim, 0), dim + 1);
            CopyEdges(Piece(from, dim, from.shape[dim] - EdgeItems), Piece(to, dim, EdgeItems), dim + 1);
        }
    }

    private static Tensor Piece(Tensor tensor, int dim, long start)
    {
        long[] shape = [.. tensor.shape];
        shape[dim] = EdgeItems;
        return tensor.AsStridedView(shape, tensor.strides, tensor.offset + start * tensor.strides[dim]);
    }
}

using System.Text;

namespace Nabla.Bindings;

/// <summary>Breaks what would be a long line.</summary>
internal static class Wrapping
{
    // Leaves room in 120 columns for two levels of indentation and a comment's slashes.
    private const int Width = 108;

    /// <summary>Whether a line can stay as it is.</summary>
    public static bool Fits(string line) => line.Length <= Width;

    /// <summary>Lines of words, as many on each as fit.</summary>
    public static IEnumerable<string> Wrap(IEnumerable<string> words)
    {
        var line = new StringBuilder();
        foreach (string word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }
}

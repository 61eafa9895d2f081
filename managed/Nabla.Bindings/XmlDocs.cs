using System.Text;
using CppSharp.AST;

namespace Nabla.Bindings;

/// <summary>From doxygen comments, as Clang parses them, to C# documentation comments.</summary>
internal static class XmlDocs
{
    /// <summary>The lines of a declaration's documentation, without slashes; none where the header is silent.</summary>
    /// <exception cref="RefusedException">The comment describes a parameter that does not exist.</exception>
    public static IEnumerable<string> Lines(Declaration d)
    {
        List<string> summary = [], returns = [], remarks = [];
        var parameters = new List<(string Name, string Text)>();
        foreach (BlockContentComment block in Comment(d)?.FullComment.Blocks ?? [])
            switch (block)
            {
                case ParamCommandComment p:
                    parameters.AddRange(Parameters(d, p));
                    break;
                case BlockCommandComment { CommandKind: CommentCommandKind.Return or CommentCommandKind.Returns } b:
                    Add(returns, b.ParagraphComment);
                    break;
                case BlockCommandComment { CommandKind: CommentCommandKind.Brief or CommentCommandKind.Short } b:
                    Add(summary, b.ParagraphComment);
                    break;
                case BlockCommandComment b:
                    Add(remarks, b.ParagraphComment);
                    break;
                case ParagraphComment p:
                    Add(summary.Count == 0 ? summary : remarks, p);
                    break;
            }
        return Element("summary", summary)
            .Concat(parameters.SelectMany(p => Element($"param name=\"{p.Name}\"", [p.Text])))
            .Concat(Element("returns", returns))
            .Concat(Element("remarks", remarks));
    }

    /// <summary>`typedef struct x x;` leaves the comment with the typedef only.</summary>
    private static RawComment? Comment(Declaration d) =>
        d.Comment ??
        (d as Class)?.TranslationUnit.Typedefs.FirstOrDefault(t => t.OriginalName == d.OriginalName)?.Comment;

    /// <summary>`@param a, b what they are` describes two parameters; Clang takes the first word, with its comma, as
    /// the name.</summary>
    private static IEnumerable<(string Name, string Text)> Parameters(Declaration d, ParamCommandComment p)
    {
        var words = new Queue<string>(Words(p.ParagraphComment));
        var names = new List<string>();
        string name = p.Arguments.Count > 0 ? p.Arguments[0].Text : "";
        for (; name.EndsWith(','); name = words.Dequeue())
            names.Add(name.TrimEnd(','));
        names.Add(name);
        foreach (string unknown in names.Where(n => d is not Function f || f.Parameters.All(x => x.OriginalName != n)))
            throw new RefusedException($"the comment describes a parameter `{unknown}` that does not exist");
        return names.Select(n => (n, string.Join(' ', words)));
    }

    private static void Add(List<string> to, ParagraphComment? paragraph)
    {
        string text = string.Join(' ', Words(paragraph));
        if (text.Length > 0)
            to.Add(text);
    }

    private static string[] Words(ParagraphComment? paragraph)
    {
        var text = new StringBuilder();
        foreach (InlineContentComment part in paragraph?.Content ?? [])
        {
            text.Append(part switch
            {
                TextComment t => t.Text,
                InlineCommandComment c => string.Join(' ', c.Arguments.Select(a => a.Text)),
                HTMLStartTagComment h => h.ToString(),
                HTMLEndTagComment h => h.ToString(),
                _ => throw new RefusedException($"the comment holds a {part.Kind}, which is not supported"),
            });
            if (part.HasTrailingNewline)
                text.Append(' ');
        }
        return text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>One element, wrapped between words; its paragraphs are marked where there are several.</summary>
    private static IEnumerable<string> Element(string tag, List<string> paragraphs)
    {
        if (paragraphs.Count == 0)
            return [];
        string name = tag.Split(' ')[0];
        string body = paragraphs.Count == 1
            ? Escape(paragraphs[0])
            : string.Join(' ', paragraphs.Select(p => $"<para>{Escape(p)}</para>"));
        return Wrapping.Wrap($"{body}</{name}>".Split(' ').Select((word, i) => i == 0 ? $"<{tag}>{word}" : word));
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}

using System.Globalization;

namespace Nabla.IO;

/// <summary>
/// Reads the few Python literals that stand in an array's header: a dictionary of strings, truth values and tuples of whole
/// numbers. Nothing is evaluated, and anything else is refused.
/// </summary>
internal ref struct PythonLiteral(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private int at;

    /// <summary>Skips white space, then the character if it comes next.</summary>
    internal bool Take(char wanted)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at >= text.Length || text[at] != wanted) return false;
        at++;
        return true;
    }

    internal void Expect(char wanted)
    {
        if (!Take(wanted)) throw new FormatException($"'{wanted}' is missing at character {at}");
    }

    /// <summary>Nothing but white space is left.</summary>
    internal void ExpectEnd()
    {
        if (!text[at..].IsWhiteSpace()) throw new FormatException($"something follows the dictionary at character {at}");
    }

    internal string String()
    {
        char quote = Take('\'') ? '\'' : Take('"') ? '"' : throw new FormatException($"a string is missing at character {at}");
        int length = text[at..].IndexOf(quote);
        if (length < 0) throw new FormatException($"the string at character {at} has no end");
        ReadOnlySpan<char> value = text.Slice(at, length);
        if (value.Contains('\\')) throw new FormatException($"the string at character {at} has an escape");
        at += length + 1;
        return value.ToString();
    }

    internal bool Boolean()
    {
        ReadOnlySpan<char> word = Word();
        return word switch
        {
            "True" => true,
            "False" => false,
            _ => throw new FormatException($"'{word}' before character {at} is neither True nor False"),
        };
    }

    /// <summary>A tuple of sizes: (), (3,), (3, 4).</summary>
    internal long[] Tuple(int most)
    {
        Expect('(');
        var sizes = new List<long>();
        while (!Take(')'))
        {
            if (sizes.Count == most) throw new FormatException($"there are more than {most} dimensions");
            ReadOnlySpan<char> word = Word();
            if (word.EndsWith('L')) word = word[..^1]; // a long of Python 2
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                throw new FormatException($"'{word}' before character {at} is no size");
            sizes.Add(size);
            if (Take(',')) continue;
            if (sizes.Count == 1) throw new FormatException($"a tuple of one number needs a comma before character {at}");
            Expect(')');
            break;
        }
        return [.. sizes];
    }

    private ReadOnlySpan<char> Word()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        int start = at;
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
        return text[start..at];
    }
}

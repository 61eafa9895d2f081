using CppSharp.AST;

namespace Nabla.Bindings;

/// <summary>From C names to C# names.</summary>
internal static class Names
{
    /// <summary>What every name of the header starts with, in either case.</summary>
    public const string Prefix = "nabla_";

    private const string OpSuffix = "_op";

    // Words that .NET writes in another way than with one capital letter.
    private static readonly Dictionary<string, string> Words = new() { ["dtype"] = "DType", ["dtypes"] = "DTypes" };

    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern",
        "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
        "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short",
        "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>nabla_unary_op is UnaryOp; everything else keeps its prefix, since the library has public types called
    /// DType or Device: nabla_view is NablaView.</summary>
    public static string Type(Declaration d)
    {
        string name = d.OriginalName;
        bool isOps = d is Enumeration && name.EndsWith(OpSuffix, StringComparison.Ordinal);
        return Pascal(isOps ? name[Prefix.Length..] : name);
    }

    /// <summary>An item without what all items of its enum start with, or without its enum's whole name: NABLA_FLOAT32
    /// and NABLA_DTYPE_COUNT of nabla_dtype are Float32 and Count.</summary>
    public static string Item(Enumeration e, Enumeration.Item item)
    {
        string own = e.OriginalName.ToUpperInvariant() + "_";
        string name = item.OriginalName;
        int drop = name.StartsWith(own, StringComparison.Ordinal) && name.Length > own.Length ? own.Length : Shared(e);
        return Pascal(name[drop..]);
    }

    /// <summary>NABLA_MAX_RANK is MaxRank.</summary>
    public static string Constant(string macro) => Pascal(macro[Prefix.Length..]);

    /// <summary>A struct's member: total_bytes is TotalBytes.</summary>
    public static string Member(string name) => Pascal(name);

    /// <summary>A parameter keeps its name; a C# keyword gets its @.</summary>
    public static string Parameter(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>How many letters, up to and with an underscore, all items of an enum share.</summary>
    private static int Shared(Enumeration e)
    {
        string first = e.Items[0].OriginalName;
        for (int end = first.LastIndexOf('_'); end > 0; end = first.LastIndexOf('_', end - 1))
            if (e.Items.All(item => string.CompareOrdinal(item.OriginalName, 0, first, 0, end + 1) == 0))
                return end + 1;
        return 0;
    }

    private static string Pascal(string name)
    {
        string pascal = string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(Word));
        return char.IsDigit(pascal[0]) ? "_" + pascal : pascal;
    }

    private static string Word(string word)
    {
        string lower = word.ToLowerInvariant();
        return Words.TryGetValue(lower, out string? known) ? known : char.ToUpperInvariant(lower[0]) + lower[1..];
    }
}

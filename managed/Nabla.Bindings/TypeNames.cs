using CppSharp.AST;
using CppSharp.AST.Extensions;
using Type = CppSharp.AST.Type;

namespace Nabla.Bindings;

/// <summary>From C types to blittable C# types.</summary>
internal static class TypeNames
{
    // By name, not by what they stand for here: int64_t is `long` on one platform, `long long` on another.
    private static readonly Dictionary<string, string> FixedWidth = new()
    {
        ["int8_t"] = "sbyte", ["uint8_t"] = "byte", ["int16_t"] = "short", ["uint16_t"] = "ushort",
        ["int32_t"] = "int", ["uint32_t"] = "uint", ["int64_t"] = "long", ["uint64_t"] = "ulong",
        ["size_t"] = "nuint", ["ptrdiff_t"] = "nint", ["intptr_t"] = "nint", ["uintptr_t"] = "nuint",
    };

    // `char` is text in UTF-8; a C bool is one byte that need not be 0 or 1 when the other side is wrong.
    private static readonly Dictionary<PrimitiveType, string> Primitives = new()
    {
        [PrimitiveType.Void] = "void", [PrimitiveType.Bool] = "byte", [PrimitiveType.Char] = "byte",
        [PrimitiveType.SChar] = "sbyte", [PrimitiveType.UChar] = "byte", [PrimitiveType.Short] = "short",
        [PrimitiveType.UShort] = "ushort", [PrimitiveType.Int] = "int", [PrimitiveType.UInt] = "uint",
        [PrimitiveType.LongLong] = "long", [PrimitiveType.ULongLong] = "ulong", [PrimitiveType.Float] = "float",
        [PrimitiveType.Double] = "double",
    };

    // On every 64-bit target that .NET runs on.
    private static readonly Dictionary<string, int> Alignments = new()
    {
        ["byte"] = 1, ["sbyte"] = 1, ["short"] = 2, ["ushort"] = 2, ["int"] = 4, ["uint"] = 4, ["float"] = 4,
        ["long"] = 8, ["ulong"] = 8, ["double"] = 8, ["nint"] = 8, ["nuint"] = 8,
    };

    /// <summary>The type of a parameter, a result or what a pointer points to.</summary>
    public static string Of(Type? type) => type switch
    {
        TypedefType t when FixedWidth.TryGetValue(t.Declaration.OriginalName, out string? name) => name,
        TypedefType { Declaration: { TranslationUnit.IsSystemHeader: true } t } => throw NotPortable(t.OriginalName),
        TypedefType t => Of(t.Declaration.Type),
        AttributedType t => Of(t.Modified.Type),
        DecayedType t => Of(t.Decayed.Type),
        TagType { Declaration.OriginalName: "" } => throw new RefusedException("its type needs a name"),
        TagType t => Names.Type(t.Declaration),
        PointerType p when p.Pointee.Desugar() is FunctionType f => Callback(f),
        PointerType { Pointee: ArrayType a } => Of(a.Type) + "*",
        PointerType p => Of(p.Pointee) + "*",
        ArrayType a => Of(a.Type) + "*",
        null or BuiltinType { Type: PrimitiveType.Null } => throw new RefusedException("CppSharp cannot name its type"),
        BuiltinType b => Primitive(b.Type),
        _ => throw new RefusedException($"the type `{type}` is not supported"),
    };

    /// <summary>A C arithmetic type that is the same everywhere.</summary>
    public static string Primitive(PrimitiveType type) =>
        Primitives.TryGetValue(type, out string? name) ? name : throw NotPortable(type.ToString());

    /// <summary>The declaration of a struct's member.</summary>
    public static string Field(Type? type, string name)
    {
        string member = Names.Member(name);
        if (type?.Desugar() is not ArrayType array)
            return $"{Of(type)} {member}";
        long count = array.Size;  // of all dimensions: the outermost array counts every element
        Type element = array.Type;
        while (element.Desugar() is ArrayType inner)
            element = inner.Type;
        if (element.Desugar() is not BuiltinType)
            throw new RefusedException("only arrays of arithmetic types can be members");
        if (count <= 0)
            throw new RefusedException("an array that is a member needs a length");
        return $"fixed {Of(element)} {member}[{count}]";
    }

    /// <summary>Where a struct's member may stand, if nobody asked for anything else.</summary>
    public static int Alignment(Type type)
    {
        Type plain = type.Desugar();
        while (plain is ArrayType array)
            plain = array.Type.Desugar();
        return plain switch
        {
            PointerType => Alignments["nint"],
            TagType { Declaration: Class c } => c.Layout.Alignment,
            TagType { Declaration: Enumeration e } => Alignments[Primitive(e.BuiltinType.Type)],
            BuiltinType { Type: PrimitiveType.Long or PrimitiveType.ULong } => Alignments["long"],  // from int64_t
            BuiltinType b => Alignments[Primitive(b.Type)],
            _ => throw new RefusedException($"the alignment of `{type}` is not known"),
        };
    }

    private static string Callback(FunctionType f)
    {
        IEnumerable<Type> types = f.Parameters.Select(p => p.Type).Append(f.ReturnType.Type);
        return $"delegate* unmanaged[Cdecl]<{string.Join(", ", types.Select(Of))}>";
    }

    private static RefusedException NotPortable(string type) =>
        new($"`{type}` differs between platforms or has no blittable counterpart: use a fixed-width type");
}

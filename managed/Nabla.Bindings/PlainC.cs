using CppSharp;
using CppSharp.AST;

namespace Nabla.Bindings;

/// <summary>Refuses what cannot be bound blittably on every platform, so that a header that drifts fails here and is
/// not bound wrongly.</summary>
internal sealed class PlainC(string header)
{
    private bool failed;

    /// <summary>Looks at every declaration before CppSharp's passes do: some of those give up on odd types.</summary>
    /// <exception cref="RefusedException">Something was refused; each thing has been printed.</exception>
    public void Check(ASTContext context)
    {
        foreach (TranslationUnit unit in Own(context))
        {
            if (Path.GetFullPath(unit.FilePath) == header)
                Check(unit.Declarations);
            else if (unit.Declarations.FirstOrDefault() is { } stray)
                Fail(stray, $"stands outside {Path.GetFileName(header)}");
        }
        ThrowIfFailed();
    }

    /// <summary>Refuses what CppSharp's passes left out with no more than a message.</summary>
    /// <exception cref="RefusedException">Something was dropped; each thing has been printed.</exception>
    public void CheckNothingDropped(ASTContext context)
    {
        foreach (Declaration d in Own(context).SelectMany(unit => unit.Declarations))
            if (!d.IsGenerated && d is Function or Enumeration or Class { IsIncomplete: false })
                Fail(d, "CppSharp cannot represent this");
        ThrowIfFailed();
    }

    private static IEnumerable<TranslationUnit> Own(ASTContext context) =>
        context.TranslationUnits.Where(unit => unit.IsValid && !unit.IsSystemHeader);

    private void Check(IEnumerable<Declaration> declarations)
    {
        foreach (Declaration d in declarations)
            switch (d)
            {
                case Enumeration e:
                    CheckEnum(e);
                    break;
                case Class c:
                    CheckStruct(c);
                    break;
                case Function f:
                    CheckFunction(f);
                    break;
                case TypedefDecl:
                    break;  // looked through where it is used
                case Variable:
                    Fail(d, "exported variables are not supported");
                    break;
                default:
                    Fail(d, $"a {d.GetType().Name} is not supported");
                    break;
            }
    }

    private void CheckEnum(Enumeration e)
    {
        CheckName(e);
        Attempt(e, () => TypeNames.Primitive(e.BuiltinType.Type));
        foreach (Enumeration.Item item in e.Items)
            CheckName(item);
        if (failed)
            return;
        foreach (var twins in e.Items.GroupBy(item => Names.Item(e, item)).Where(items => items.Count() > 1))
            Fail(e, $"{string.Join(" and ", twins.Select(item => item.OriginalName))} would be called {twins.Key}");
    }

    private void CheckStruct(Class c)
    {
        if (c.IsUnion)
        {
            Fail(c, "unions are not supported");
            return;
        }
        CheckName(c);
        Check(c.Declarations);
        foreach (Field field in c.Fields)
        {
            if (field.IsBitField)
                Fail(field, "bit-fields are not supported");
            else if (field.OriginalName.Length == 0)
                Fail(field, "every member needs a name");
            else
                Attempt(field, () => TypeNames.Field(field.QualifiedType.Type, field.OriginalName));
        }
        if (failed || c.IsIncomplete)
            return;
        if (c.Layout.Alignment != c.Fields.Max(f => TypeNames.Alignment(f.QualifiedType.Type)))
            Fail(c, "packed and over-aligned structs are not supported");
    }

    private void CheckFunction(Function f)
    {
        CheckName(f);
        if (f.IsVariadic)
            Fail(f, "variadic functions are not supported");
        if (f.IsInline)
            Fail(f, "inline functions have no symbol to bind");
        Attempt(f, () => TypeNames.Of(f.ReturnType.Type));
        foreach (Parameter parameter in f.Parameters)
        {
            if (string.IsNullOrEmpty(parameter.OriginalName))
                Fail(f, "every parameter needs a name");
            Attempt(f, () => TypeNames.Of(parameter.Type));
        }
        Attempt(f, () => XmlDocs.Lines(f).Count());
    }

    private void CheckName(Declaration d)
    {
        if (d.OriginalName.Length <= Names.Prefix.Length ||
            !d.OriginalName.StartsWith(Names.Prefix, StringComparison.OrdinalIgnoreCase))
            Fail(d, $"needs a name that starts with {Names.Prefix}");
    }

    private void Attempt<T>(Declaration d, Func<T> bind)
    {
        try
        {
            bind();
        }
        catch (RefusedException e)
        {
            Fail(d, e.Message);
        }
    }

    private void Fail(Declaration d, string why)
    {
        failed = true;
        string name = d.OriginalName.Length > 0 ? d.QualifiedOriginalName : "a declaration without a name";
        Diagnostics.Error("{0}({1}): {2}: {3}", d.TranslationUnit.FileName, d.LineNumberStart, name, why);
    }

    private void ThrowIfFailed()
    {
        if (failed)
            throw new RefusedException($"{header} is refused; nothing was written.");
    }
}

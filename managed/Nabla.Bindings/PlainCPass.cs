using CppSharp;
using CppSharp.AST;
using CppSharp.Passes;

namespace Nabla.Bindings;

/// <summary>Refuses what cannot be bound blittably on every platform, so that a header that drifts fails here and is not
/// bound wrongly.</summary>
internal sealed class PlainCPass : TranslationUnitPass
{
    /// <summary>Whether anything was refused.</summary>
    public bool Failed { get; private set; }

    /// <inheritdoc/>
    public override bool VisitTranslationUnit(TranslationUnit unit) => !unit.IsSystemHeader && base.VisitTranslationUnit(unit);

    /// <inheritdoc/>
    public override bool VisitEnumDecl(Enumeration e)
    {
        if (!base.VisitEnumDecl(e) || !Named(e))
            return false;
        Check(e, () => TypeNames.Primitive(e.BuiltinType.Type));
        foreach (Enumeration.Item item in e.Items)
            Named(item);
        foreach (var twins in e.Items.GroupBy(item => Names.Item(e, item)).Where(names => names.Count() > 1))
            Fail(e, $"{string.Join(" and ", twins.Select(item => item.OriginalName))} would both be called {twins.Key}");
        return true;
    }

    /// <inheritdoc/>
    public override bool VisitClassDecl(Class c)
    {
        if (!base.VisitClassDecl(c) || !Named(c))
            return false;
        if (c.IsUnion)
            Fail(c, "unions are not supported");
        foreach (Field field in c.Fields)
        {
            if (field.IsBitField)
                Fail(field, "bit-fields are not supported");
            Check(field, () => TypeNames.Field(field.QualifiedType.Type, field.OriginalName));
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool VisitFunctionDecl(Function f)
    {
        if (!base.VisitFunctionDecl(f) || !Named(f))
            return false;
        if (f.IsVariadic)
            Fail(f, "variadic functions are not supported");
        if (f.IsInline || f.BodyStmt is not null)
            Fail(f, "inline functions have no symbol to bind");
        Check(f, () => TypeNames.Of(f.ReturnType.Type));
        foreach (Parameter parameter in f.Parameters)
            Check(f, () => TypeNames.Of(parameter.Type));
        Check(f, () => XmlDocs.Lines(f).Count());
        return true;
    }

    /// <inheritdoc/>
    public override bool VisitVariableDecl(Variable v)
    {
        if (base.VisitVariableDecl(v))
            Fail(v, "exported variables are not supported");
        return true;
    }

    /// <summary>Refuses what CppSharp left out with no more than a message, because it cannot represent it, and what would
    /// not land in the output, because another header declares it.</summary>
    public void RefuseDropped(ASTContext context, string header)
    {
        foreach (TranslationUnit unit in context.TranslationUnits.Where(u => u.IsValid && !u.IsSystemHeader))
            foreach (Declaration d in unit.Declarations)
            {
                if (Path.GetFullPath(unit.FilePath) != header)
                    Fail(d, $"stands outside {Path.GetFileName(header)}");
                else if (!d.IsGenerated && d is Function or Enumeration or Variable or Class { IsIncomplete: false })
                    Fail(d, "CppSharp cannot represent this");
            }
    }

    private bool Named(Declaration d)
    {
        if (d.OriginalName.StartsWith(Names.Prefix, StringComparison.OrdinalIgnoreCase))
            return true;
        Fail(d, d.OriginalName.Length == 0 ? "needs a name" : $"needs a name that starts with {Names.Prefix}");
        return false;
    }

    private void Check<T>(Declaration d, Func<T> bind)
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
        Failed = true;
        Diagnostics.Error("{0}({1}): {2}: {3}", d.TranslationUnit.FileName, d.LineNumberStart, d.QualifiedOriginalName, why);
    }
}

using CppSharp.AST;
using CppSharp.Generators;

namespace Nabla.Bindings;

/// <summary>The generator that CppSharp's driver creates, by reflection: one C# file for one header.</summary>
public sealed class NativeGenerator(BindingContext context) : Generator(context)
{
    /// <inheritdoc/>
    public override bool SetupPasses() => true;

    /// <inheritdoc/>
    public override List<CodeGenerator> Generate(IEnumerable<TranslationUnit> units) =>
        [new NativeSources(Context, units)];
}

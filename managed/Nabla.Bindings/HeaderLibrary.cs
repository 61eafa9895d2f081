using CppSharp;
using CppSharp.AST;
using CppSharp.Generators;
using CppSharp.Generators.CSharp;
using CppSharp.Parser;

namespace Nabla.Bindings;

/// <summary>Tells CppSharp's driver what to parse and which generator to run. A refusal is thrown before anything is
/// written.</summary>
internal sealed class HeaderLibrary(Arguments arguments) : ILibrary
{
    /// <summary>The generated file's name without its last extension.</summary>
    public const string OutputName = "Native.g";

    // A kind of its own: CppSharp then leaves out the passes that rename and wrap for its C# generator.
    private static readonly GeneratorKind Kind =
        new("Blittable", "Blittable C#", typeof(NativeGenerator), typeof(CSharpTypePrinter));

    private readonly PlainC plainC = new(arguments.Header);

    /// <inheritdoc/>
    public void Setup(Driver driver)
    {
        DriverOptions options = driver.Options;
        options.GeneratorKind = Kind;
        options.OutputDir = arguments.OutputDirectory;
        options.OutputNewLineType = NewLineType.LF;
        options.GenerateName = _ => OutputName;
        options.Quiet = true;

        Module module = options.AddModule("nabla");
        module.OutputNamespace = "Nabla.Interop";
        module.IncludeDirs.Add(Path.GetDirectoryName(arguments.Header)!);
        module.Headers.Add(Path.GetFileName(arguments.Header));

        // One target and no header but Clang's own, on whatever machine: the output depends on the input alone.
        ParserOptions parser = driver.ParserOptions;
        parser.TargetTriple = "x86_64-unknown-linux-gnu";
        parser.LanguageVersion = LanguageVersion.C99;
        parser.MicrosoftMode = false;
        parser.NoBuiltinIncludes = true;
        parser.NoStandardIncludes = true;
        parser.AddArguments("-ffreestanding");
        parser.AddSystemIncludeDirs(arguments.ClangInclude);
    }

    /// <inheritdoc/>
    public void SetupPasses(Driver driver)
    {
        // CppSharp's own are enough: they leave the header's names and types as they are.
    }

    /// <inheritdoc/>
    public void Preprocess(Driver driver, ASTContext ctx) => plainC.Check(ctx);

    /// <inheritdoc/>
    public void Postprocess(Driver driver, ASTContext ctx) => plainC.CheckNothingDropped(ctx);
}

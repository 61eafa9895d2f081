using CppSharp;
using Nabla.Bindings;

const string Usage = """
    Writes the P/Invokes of a C header: Nabla.Bindings [HEADER OUTDIR] [--clang-include DIR]

      HEADER, OUTDIR       the C header, and where Native.g.cs goes; else native/include/nabla/nabla.h and
                           managed/Nabla/Interop/Generated of the current folder
      --clang-include DIR  Clang's own headers (stdint.h, stddef.h); else those beside this program, else those
                           that an installed clang names
    """;

try
{
    if (Arguments.Parse(args) is not { } arguments)
    {
        Console.Error.WriteLine(Usage);
        return 1;
    }
    if (!ConsoleDriver.Run(new HeaderLibrary(arguments)))
        return 1;  // Clang has said why
    Console.WriteLine(Path.Combine(arguments.OutputDirectory, HeaderLibrary.OutputName + ".cs"));
    return 0;
}
catch (Exception e) when (e is IOException or RefusedException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

using System.ComponentModel;
using System.Diagnostics;
using CppSharp.Parser;

namespace Nabla.Bindings;

/// <summary>The command line, with every path found and absolute.</summary>
/// <param name="Header">The C header.</param>
/// <param name="OutputDirectory">Where the generated file goes.</param>
/// <param name="ClangInclude">The folder with Clang's own stdint.h and stddef.h: no other header is included.</param>
internal sealed record Arguments(string Header, string OutputDirectory, string ClangInclude)
{
    private const string ClangOption = "--clang-include";

    private static readonly string[] Repository = ["native/include/nabla/nabla.h", "managed/Nabla/Interop/Generated"];

    /// <summary>Null where the command line is not understood.</summary>
    public static Arguments? Parse(string[] args)
    {
        var paths = new List<string>();
        string? clangInclude = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == ClangOption && i + 1 < args.Length)
                clangInclude = args[++i];
            else if (args[i].StartsWith('-'))
                return null;
            else
                paths.Add(Path.GetFullPath(args[i]));
        }
        if (paths.Count == 0)
            paths.AddRange(Repository.Select(path => Path.GetFullPath(path)));
        if (paths.Count != 2)
            return null;
        if (!File.Exists(paths[0]))
            throw new FileNotFoundException($"{paths[0]}: there is no such header.");
        return new Arguments(paths[0], paths[1], Path.GetFullPath(clangInclude ?? FindClangInclude()));
    }

    private static string FindClangInclude()
    {
        using var options = new ParserOptions();
        string major = options.ClangVersion.Split('.')[0];
        return new[] { options.BuiltinsDir, ResourceInclude($"clang-{major}"), ResourceInclude("clang") }
            .FirstOrDefault(dir => dir is not null && File.Exists(Path.Combine(dir, "stdint.h")))
            ?? throw new DirectoryNotFoundException(
                $"Clang's own headers were not found: install clang {major}, or name their folder: {ClangOption} DIR.");
    }

    /// <summary>The header folder of an installed clang, or null where that program is missing.</summary>
    private static string? ResourceInclude(string clang)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(clang, "-print-resource-dir")
            {
                RedirectStandardOutput = true,
            })!;
            string resources = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? Path.Combine(resources, "include") : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

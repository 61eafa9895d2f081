using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Interop;

/// <summary>Finds the native library, and refuses one that this assembly cannot use.</summary>
internal static unsafe class LibraryLoader
{
    internal const string Name = "nabla";
    internal const string Variable = "NABLA_LIBRARY";

    private static readonly Lock gate = new();
    private static nint loaded;

    /// <summary>Where the library was found; null while it is not loaded.</summary>
    internal static string? LoadedPath { get; private set; }

    internal static string FileName =>
        OperatingSystem.IsWindows() ? $"{Name}.dll" : OperatingSystem.IsMacOS() ? $"lib{Name}.dylib" : $"lib{Name}.so";

    /// <summary>The runtime identifier under which the package carries the library, without the name of a
    /// distribution.</summary>
    internal static string Runtime
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    [ModuleInitializer]
    [SuppressMessage(
        "Usage", "CA2255", Justification = "It says where to look: nothing is loaded until the first native call.")]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, static (name, _, _) => name == Name ? Load() : 0);

    /// <summary>The loaded library, loading it when first asked. A failure is not remembered: the next call tries
    /// again.</summary>
    /// <exception cref="LibraryLoadException">It is not found, does not load, or is another one.</exception>
    internal static nint Load()
    {
        lock (gate)
        {
            if (loaded == 0) (loaded, LoadedPath) = Find(Library.Path ?? Environment.GetEnvironmentVariable(Variable));
            return loaded;
        }
    }

    /// <summary>Loads the file that the user named, else the first one that exists where the package and a build put
    /// it.</summary>
    internal static (nint Handle, string Path) Find(string? named)
    {
        var tried = new List<string>();
        bool isNamed = !string.IsNullOrWhiteSpace(named);
        IEnumerable<string> places =
            !isNamed ? Places() : Directory.Exists(named) ? [Path.Combine(named, FileName)] : [named!];
        foreach (string place in places)
        {
            string path = Path.GetFullPath(place);
            if (tried.Contains(path)) continue;
            tried.Add(path);
            // A file that is there and unfit is the answer: another one would hide it.
            if (File.Exists(path)) return (Open(path, tried), path);
        }
        if (isNamed) throw Failure("there is no such file", tried);
        tried.Add(FileName);
        return NativeLibrary.TryLoad(Name, typeof(Native).Assembly, null, out nint handle)
            ? (Check(handle, FileName, tried), FileName)
            : throw Failure("it is in none of the places where it belongs", tried);
    }

    private static IEnumerable<string> Places()
    {
        foreach (string folder in Folders()) yield return Path.Combine(folder, "runtimes", Runtime, "native", FileName);
        foreach (string folder in Folders()) yield return Path.Combine(folder, FileName);
    }

    // In a host with plug-ins the assembly lies elsewhere than the program; in a single file and under NativeAOT it
    // lies nowhere.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is passed over.")]
    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        if (Path.GetDirectoryName(typeof(Native).Assembly.Location) is { Length: > 0 } folder) yield return folder;
    }

    private static nint Open(string path, List<string> tried)
    {
        try
        {
            return Check(NativeLibrary.Load(path), path, tried);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Failure(LoaderWords(e.Message), tried);
        }
    }

    private static nint Check(nint handle, string path, List<string> tried)
    {
        if (!NativeLibrary.TryGetExport(handle, nameof(Native.nabla_abi_version), out nint export))
        {
            NativeLibrary.Free(handle);
            throw Failure($"{path} is another library: it has no nabla_abi_version", tried);
        }
        int version = ((delegate* unmanaged[Cdecl]<int>)export)();
        if (Refusal(version) is { } why)
        {
            NativeLibrary.Free(handle);
            throw Failure($"{path} {why}", tried);
        }
        return handle;
    }

    /// <summary>Why a library with this ABI version cannot be used; null where it can.</summary>
    internal static string? Refusal(int version)
    {
        int major = version >> 16;
        int minor = version & 0xFFFF;
        return major == Native.AbiMajor && minor >= Native.AbiMinor
            ? null
            : $"has ABI {major}.{minor} where this assembly needs {Native.AbiMajor}.{Native.AbiMinor}: " +
              "take both from one version of the package";
    }

    // On Unix .NET writes some general advice, and in the lines below it what dlopen said.
    private static string LoaderWords(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(", ", lines.Length > 1 ? lines.AsSpan(1) : lines).TrimEnd('.');
    }

    private static LibraryLoadException Failure(string why, List<string> tried) => new(
        $"Nabla's native library was not loaded: {why} (tried: {string.Join(", ", tried)}); add the NuGet package " +
        $"Nabla, which carries it for {Runtime} if that system is supported, to the program that runs, or name the " +
        $"file in Library.Path or in the environment variable {Variable}",
        tried);
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Nabla.Interop;

namespace Nabla.Tests.Interop;

/// <summary>What Native.g.cs promises: it is nabla.h's, and both sides see the same functions and layouts.</summary>
public sealed unsafe partial class BindingsTests
{
    private static readonly MethodInfo[] Functions =
    [
        .. typeof(Native).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)),
    ];

    private static IEnumerable<string> FunctionNames() => Functions.Select(method => method.Name);

    private static IEnumerable<string> StructNames() => Layouts.Structs.Select(layout => layout.CName);

    /// <summary>The enums that end in Count: all op enums, dtypes and kinds of device.</summary>
    private static IEnumerable<string> CountedEnums() =>
        typeof(Native).Assembly.GetTypes()
            .Where(type => type.IsEnum && type.Namespace == typeof(Native).Namespace && Enum.IsDefined(type, "Count"))
            .Select(type => type.Name);

    [Test]
    public void They_were_made_from_this_header()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(HeaderPath())));
        Assert.That(Native.HeaderSha256, Is.EqualTo(hash), "nabla.h has changed: run ./build.ps1 bindings");
    }

    [Test]
    public void They_have_every_function_of_the_header_and_no_other()
    {
        IEnumerable<string> declared =
            HeaderFunction().Matches(File.ReadAllText(HeaderPath())).Select(match => match.Groups[1].Value);
        Assert.That(FunctionNames(), Is.EquivalentTo(declared));
    }

    [TestCaseSource(nameof(FunctionNames))]
    public void The_library_exports(string function)
    {
        // Looks the entry point up as a first call would, by the way that finds the library, but does not call it.
        Assert.That(() => Marshal.Prelink(Functions.Single(method => method.Name == function)), Throws.Nothing);
    }

    [Test]
    public void Nothing_is_marshalled() =>
        Assert.That(typeof(Native).Assembly.IsDefined(typeof(DisableRuntimeMarshallingAttribute)), Is.True);

    [TestCaseSource(nameof(StructNames))]
    public void A_managed_struct_lies_as_Clang_lays_it_out(string name)
    {
        Layouts.Struct layout = Layouts.Structs.Single(s => s.CName == name);
        Assert.Multiple(() =>
        {
            Assert.That(SizeOf(layout.Type), Is.EqualTo(layout.Size), "size");
            int padded = SizeOf(typeof(Padded<>).MakeGenericType(layout.Type));
            Assert.That(padded - layout.Size, Is.EqualTo(layout.Alignment), "alignment");
            Assert.That(layout.Type.GetFields().Select(f => f.Name), Is.EqualTo(layout.Fields.Select(f => f.Name)));
            foreach (Layouts.Field field in layout.Fields)
                Assert.That(Marshal.OffsetOf(layout.Type, field.Name), Is.EqualTo((nint)field.Offset), field.Name);
        });
    }

    [Test]
    public void Every_native_struct_lies_as_Clang_lays_it_out()
    {
        IEnumerable<string> expected = Layouts.Structs.SelectMany(layout => layout.Fields
            .Select(field => $" {field.CName} {field.Offset}")
            .Prepend($"{layout.CName} {layout.Size} {layout.Alignment}"));
        string native = Marshal.PtrToStringUTF8((nint)Native.nabla_abi_layout())!;
        Assert.That(native.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(CountedEnums))]
    public void An_enum_runs_from_0_to_its_count_without_a_gap(string name)
    {
        Type type = typeof(Native).Assembly.GetType($"{typeof(Native).Namespace}.{name}", throwOnError: true)!;
        uint[] values = (uint[])Enum.GetValuesAsUnderlyingType(type);
        Assert.Multiple(() =>
        {
            Assert.That(values, Is.EqualTo(Enumerable.Range(0, values.Length)));
            Assert.That(Enum.GetName(type, values.Last()), Is.EqualTo("Count"));
        });
    }

    [Test]
    public void Every_op_enum_has_a_count()
    {
        IEnumerable<string> ops = HeaderOpEnum().Matches(File.ReadAllText(HeaderPath()))
            .Select(match => match.Groups[1].Value.Replace("_", "", StringComparison.Ordinal));
        Assert.That(CountedEnums().Select(name => name.ToLowerInvariant()), Is.SupersetOf(ops));
    }

    private static string HeaderPath()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Interop.sln")))
                return Path.Combine(folder.FullName, "native", "include", "nabla", "nabla.h");
        throw new DirectoryNotFoundException($"nabla.h is not found: no Interop.sln above {AppContext.BaseDirectory}.");
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    [GeneratedRegex(@"NABLA_API\s[^;(]*?\b(nabla_\w+)\(")]
    private static partial Regex HeaderFunction();

    [GeneratedRegex(@"typedef enum nabla_(\w+_op) ")]
    private static partial Regex HeaderOpEnum();

    /// <summary>The second member stands at the first multiple of its alignment.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Padded<T>
    {
        public byte First;
        public T Second;
    }
}

using Nabla.Interop;

namespace Nabla.Tests.Interop;

internal sealed class LibraryTests
{
    [Test]
    public void A_missing_file_is_named()
    {
        var e = Assert.Throws<LibraryLoadException>(() => LibraryLoader.Find("/nowhere/libnabla.so"))!;
        Assert.That(e.Message, Does.StartWith("Nabla's native library was not loaded: there is no such file (tried: /nowhere/libnabla.so); ").And.Contains("NABLA_LIBRARY"));
        Assert.That(e.Paths, Is.EqualTo(new[] { "/nowhere/libnabla.so" }));
    }

    [Test]
    [Platform("Linux")]
    public void A_foreign_library_is_refused()
    {
        string libc = new[] { "/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6" }.First(File.Exists);
        Assert.That(() => LibraryLoader.Find(libc), Throws.TypeOf<LibraryLoadException>().With.Message.Contains($"{libc} is another library: it has no nabla_abi_version"));
    }

    [Test]
    public void What_does_not_load_is_said_in_the_loader_s_own_words()
    {
        string folder = Directory.CreateTempSubdirectory("nabla").FullName;
        try
        {
            string file = Path.Combine(folder, LibraryLoader.FileName);
            File.WriteAllText(file, "this is no library, whatever its name says, and long enough for a header");
            string message = Assert.Throws<LibraryLoadException>(() => LibraryLoader.Find(folder))!.Message;
            Assert.That(message, Does.Contain($"(tried: {file})"), "a folder stands for the file in it");
            if (OperatingSystem.IsLinux()) Assert.That(message, Does.Contain($"not loaded: {file}: invalid ELF header"));
            Assert.That(message, Does.Not.Contain("\n"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase(Native.AbiMajor + 1, 0, false)]
    [TestCase(Native.AbiMajor - 1, 99, false)]
    [TestCase(Native.AbiMajor, Native.AbiMinor, true)]
    [TestCase(Native.AbiMajor, Native.AbiMinor + 1, true)]
    public void Another_major_version_is_refused(int major, int minor, bool fits)
    {
        string? why = LibraryLoader.Refusal(major << 16 | minor);
        if (fits) Assert.That(why, Is.Null);
        else Assert.That(why, Does.StartWith($"has ABI {major}.{minor} where this assembly needs ").And.EndsWith("take both from one version of the package"));
    }

    [Test]
    public void Diagnose_says_what_was_found()
    {
        LibraryReport report = Library.Diagnose();
        Assert.That(report.Error, Is.Null);
        Assert.That(report.Path, Is.EqualTo(Library.LoadedPath));
        Assert.That(report.Version, Is.EqualTo(Library.Version));
        Assert.That(report.CpuTarget, Is.EqualTo(Library.CpuTarget));
        Assert.That(report.Threads, Is.EqualTo(Library.ThreadCount).And.GreaterThan(0));
        Assert.That(report.Devices[0].Device, Is.EqualTo("cpu"));
        Assert.That(report.Devices[0].TotalBytes, Is.GreaterThan(0));
        Assert.That(report.Devices, Has.Count.EqualTo(1 + Device.CudaCount));
        Assert.That(report.CudaReason is null, Is.EqualTo(Device.IsCudaAvailable));
        foreach (string word in new[] { report.Path!, report.Version!, report.CpuTarget!, report.Blas!, report.Devices[0].Name })
            Assert.That(report.ToString(), Does.Contain(word));
        Assert.That(() => Library.Path = "elsewhere", Throws.InvalidOperationException.With.Message.Contains(Library.LoadedPath));
        Assert.That(() => Library.CpuTarget = "abacus", Throws.Exception);
    }

    [Test]
    public void A_device_that_is_not_there_is_refused()
    {
        Assert.That(Device.Parse("cpu"), Is.EqualTo(Device.Cpu).And.EqualTo(default(Device)));
        Assert.That(Device.Cpu.ToString(), Is.EqualTo("cpu"));
        Assert.That(() => Device.Parse("tpu"), Throws.ArgumentException.With.Message.Contains("'tpu' names no device"));
        Assert.That(() => Device.Parse("cuda:x"), Throws.ArgumentException);
        Assert.That(() => Device.Cuda(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        if (!Device.IsCudaAvailable)
        {
            Assert.That(() => Device.Cuda(0), Throws.TypeOf<PlatformNotSupportedException>().With.Message.Match(@"Device\.Cuda\(0\): no CUDA device was found: .{10}"));
            Assert.That(() => Device.Parse("cuda"), Throws.TypeOf<PlatformNotSupportedException>());
        }
        else
        {
            Assert.That(Device.Cuda(0).ToString(), Is.EqualTo("cuda:0"));
            Assert.That(() => Device.Cuda(Device.CudaCount), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
        Device.Cpu.Synchronize();
    }
}

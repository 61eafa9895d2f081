namespace Nabla.IO;

/// <summary>A file that appears under its name only when it is complete: a crash, or a full disk, leaves the old one as it was.</summary>
internal static class NewFile
{
    internal static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        // Beside its final place: a move within a folder is one step, from another disk it would be a copy.
        string draft = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetRandomFileName()}");
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, full, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}

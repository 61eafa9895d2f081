namespace Nabla;

/// <summary>The native library was not found, does not load, or is not one that this assembly can use.</summary>
public sealed class LibraryLoadException : NablaException
{
    /// <summary>An exception without a message of its own.</summary>
    public LibraryLoadException() { }

    /// <summary>An exception that says what failed.</summary>
    public LibraryLoadException(string message) : base(message) { }

    /// <summary>An exception that says what failed, and from what.</summary>
    public LibraryLoadException(string message, Exception? innerException) : base(message, innerException) { }

    internal LibraryLoadException(string message, IReadOnlyList<string> paths) : base(message) => Paths = paths;

    /// <summary>Every path that was tried, in order.</summary>
    public IReadOnlyList<string> Paths { get; } = [];
}

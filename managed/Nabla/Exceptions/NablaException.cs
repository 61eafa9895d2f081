namespace Nabla;

/// <summary>The native library, a device or its driver failed; the message is the native side's own sentence.</summary>
public class NablaException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public NablaException() { }

    /// <summary>An exception that says what failed.</summary>
    public NablaException(string message) : base(message) { }

    /// <summary>An exception that says what failed, and from what.</summary>
    public NablaException(string message, Exception? innerException) : base(message, innerException) { }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Nabla.Interop;

/// <summary>The only place where a native status becomes an exception.</summary>
internal static unsafe class NativeStatus
{
    internal static void ThrowIfFailed(this NablaStatus status)
    {
        if (status != NablaStatus.Ok) throw Exception(status);
    }

    /// <summary>The exception for a failed call of this thread, made apart so that the good path stays short.</summary>
    internal static Exception Exception(NablaStatus status)
    {
        string why = LastError();
        return status switch
        {
            NablaStatus.InvalidArgument => new ArgumentException(why),
            NablaStatus.OutOfRange => new ArgumentOutOfRangeException(null, why),
            NablaStatus.Unsupported => new NotSupportedException(why),
            NablaStatus.OutOfMemory => new DeviceOutOfMemoryException(why),
            _ => new NablaException(why),
        };
    }

    internal static string LastError() => Text(Native.nabla_last_error());

    /// <summary>A zero-terminated UTF-8 text of the native side; "" for null.</summary>
    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}

using System.Runtime.InteropServices;

namespace Nabla.Interop;

/// <summary>Owns one native block. The finalizer is the safety net: whoever forgets Dispose still gets the memory
/// back.</summary>
internal sealed unsafe class DeviceBufferHandle : SafeHandle
{
    internal DeviceBufferHandle(NablaBuffer* buffer) : base(0, ownsHandle: true) => SetHandle((nint)buffer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Native.nabla_buffer_release((NablaBuffer*)handle) == NablaStatus.Ok;
}

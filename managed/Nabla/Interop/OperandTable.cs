namespace Nabla.Interop;

/// <summary>
/// The operands of a call that takes many tensors at once, as columns of views, with a reference on each block. It is kept and used
/// again, so that a call leaves no garbage.
/// </summary>
/// <remarks>Between <see cref="Begin"/> and <see cref="Release"/> neither a finalizer nor another thread's Dispose can free a block.</remarks>
internal sealed unsafe class OperandTable
{
    private NablaView[] views = [];
    private DeviceBufferHandle[] held = [];
    private int heldCount;
    private int capacity;

    /// <summary>Makes room.</summary>
    internal void Begin(int columns, int rows)
    {
        capacity = rows;
        if (views.Length >= columns * rows) return;
        views = GC.AllocateUninitializedArray<NablaView>(columns * rows, pinned: true);
        held = new DeviceBufferHandle[columns * rows];
    }

    /// <summary>Puts a tensor in its place and holds its block.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    internal void Set(int column, int row, Tensor tensor)
    {
        using var operand = new Operand(tensor);
        views[column * capacity + row] = *operand.View;
        bool isHeld = false;
        held[heldCount] = tensor.storage.Hold(ref isHeld);
        heldCount++;
    }

    /// <summary>The views of one column.</summary>
    internal NablaView* Column(int column)
    {
        fixed (NablaView* first = views) return first + column * capacity; // the array is pinned for good
    }

    /// <summary>Lets go of all blocks.</summary>
    internal void Release()
    {
        while (heldCount > 0) held[--heldCount].DangerousRelease();
        Array.Clear(held);
    }
}

using System.Numerics;
using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>One call of a reduction: of which shape, over which dimensions, with which parameter.</summary>
/// <param name="Shape">the operand's shape</param>
/// <param name="Dims">bit i: dimension i is reduced</param>
/// <param name="KeepDim">the result keeps reduced dimensions with size 1</param>
/// <param name="Parameter">the correction of a variance, the p of a norm</param>
internal readonly record struct ReduceCall(long[] Shape, uint Dims, bool KeepDim, double Parameter)
{
    /// <summary>How many elements each result is made of.</summary>
    internal long Size
    {
        get
        {
            long size = 1;
            for (int i = 0; i < Shape.Length; i++) if (Reduces(i)) size *= Shape[i];
            return size;
        }
    }

    internal bool OverAll => (Dims & ((1u << Shape.Length) - 1)) == (1u << Shape.Length) - 1;

    /// <summary>The result's shape with reduced dimensions kept.</summary>
    internal long[] KeptShape
    {
        get
        {
            long[] kept = (long[])Shape.Clone();
            for (int i = 0; i < kept.Length; i++) if (Reduces(i)) kept[i] = 1;
            return kept;
        }
    }

    /// <summary>The result's shape.</summary>
    internal long[] ResultShape
    {
        get
        {
            if (KeepDim) return KeptShape;
            if (OverAll) return [];
            var left = new long[Shape.Length - BitOperations.PopCount(Dims)];
            for (int i = 0, k = 0; i < Shape.Length; i++) if (!Reduces(i)) left[k++] = Shape[i];
            return left;
        }
    }

    internal bool Reduces(int dim) => (Dims >> dim & 1) != 0;

    /// <summary>How many elements of a mask are true, reduced dimensions kept.</summary>
    internal Tensor CountOf(Tensor mask)
    {
        Span<int> dims = stackalloc int[Shape.Length];
        int count = 0;
        for (int i = 0; i < dims.Length; i++) if (Reduces(i)) dims[count++] = i;
        return count == 0 ? mask.To(DType.Int64) : mask.Sum(dims[..count], keepDim: true);
    }

    /// <summary>A result, or its gradient, with reduced dimensions kept; recorded.</summary>
    internal Tensor Keep(Tensor y) => KeepDim ? y : y.Reshape(KeptShape);

    /// <summary>Gives a view of a result its reduced dimensions back, with size 1.</summary>
    internal unsafe void Keep(NablaView* view)
    {
        if (KeepDim) return;
        int from = view->Rank;
        view->Rank = Shape.Length;
        for (int to = Shape.Length - 1; to >= 0; to--)
        {
            bool reduced = Reduces(to);
            if (!reduced) from--;
            view->Shape[to] = reduced ? 1 : view->Shape[from];
            view->Strides[to] = reduced ? 0 : view->Strides[from];
        }
    }

    /// <summary>The gradient of a result repeated along the reduced dimensions, without a copy; unrecorded.</summary>
    internal Tensor Spread(Tensor dy)
    {
        var strides = new long[Shape.Length];
        for (int i = 0, k = 0; i < strides.Length; i++)
        {
            bool reduced = Reduces(i);
            strides[i] = reduced ? 0 : dy.strides[k];
            if (!reduced || KeepDim) k++;
        }
        return dy.AsStridedView(Shape, strides, dy.offset);
    }
}

namespace Nabla.Graph;

/// <summary>The gradient of a product as a differentiable expression: for each factor the product of all others, times dy.</summary>
/// <remarks>y / x is no answer where a factor is 0. Products of pairs, pairs of pairs … go up a tree; on the way down each half is
/// multiplied by the product of the other: no division, exact for any number of zeros and at every order.</remarks>
internal static class ProdGradient
{
    /// <param name="x">the factors</param>
    /// <param name="dy">the gradient of the product, reduced dimensions kept</param>
    /// <param name="reduction">which of x's dimensions are multiplied together</param>
    internal static Tensor Of(Tensor x, Tensor dy, in ReduceCall reduction)
    {
        int rank = x.Rank;
        ReduceCall call = reduction;
        int[] order = [.. Enumerable.Range(0, rank).OrderBy(call.Reduces)];  // stable: kept dimensions first
        Tensor permuted = x.Permute(order);
        long size = reduction.Size;
        if (x.Count == 0) return Tensor.ZerosLike(x);
        Tensor others = Others(permuted.Reshape([x.Count / size, size]), dy.Permute(order).Reshape([x.Count / size, 1]));
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) back[order[i]] = i;
        return others.Reshape(permuted.Shape).Permute(back);
    }

    /// <summary>For each element of a row, the product of the rest of the row and of the row's factor.</summary>
    private static Tensor Others(Tensor rows, Tensor factor)
    {
        long count = rows.Shape[0], size = rows.Shape[1];
        var levels = new Stack<Tensor>();
        for (Tensor level = rows; ;)
        {
            long width = level.Shape[1];
            if (width == 1) break;
            if (width % 2 != 0) level = Tensor.Cat([level, Tensor.Ones([count, 1], rows.DType, rows.Device)], 1);
            Tensor pairs = level.Reshape([count, (width + 1) / 2, 2]);
            levels.Push(pairs);
            level = pairs.Select(2, 0) * pairs.Select(2, 1);
        }
        Tensor outside = factor;
        while (levels.TryPop(out Tensor? pairs))
        {
            Tensor partners = Tensor.Stack([pairs.Select(2, 1), pairs.Select(2, 0)], 2);
            outside = (outside.Narrow(1, 0, pairs.Shape[1]).Unsqueeze(2) * partners).Reshape([count, 2 * pairs.Shape[1]]);
        }
        return outside.Narrow(1, 0, size);
    }
}

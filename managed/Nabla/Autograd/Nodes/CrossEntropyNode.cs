using Nabla.Interop;

namespace Nabla.Graph;

/// <summary>Cross entropy of rows of logits against class indices: a loss a row, or their weighted mean.</summary>
internal sealed unsafe class CrossEntropyNode : Node1
{
    private readonly Options options;
    private SavedTensor logits, target, weight, lse, total;

    private CrossEntropyNode(in Options options, Edge source, Tensor x, Tensor t, Tensor? w, Tensor lse, Tensor? total) : base(source)
    {
        this.options = options;
        logits = new SavedTensor(x);
        target = new SavedTensor(t);
        if (w is not null) weight = new SavedTensor(w);
        this.lse = new SavedTensor(lse);
        if (total is not null) this.total = new SavedTensor(total);
    }

    public override string Name => "CrossEntropyBackward0";

    /// <summary>x [n, c]; t [n], int64; w [c] or null: checked by the caller.</summary>
    /// <returns>[n], or for a mean a single number.</returns>
    internal static Tensor Run(Tensor x, Tensor t, Tensor? w, in Options options)
    {
        Tensor losses = Tensor.Allocate(t.shape, x.DType, x.Device), lse = Tensor.Allocate(t.shape, x.DType, x.Device);
        using (var px = new Operand(x))
        using (var pt = new Operand(t))
        using (var pw = new Operand(w))
        using (var pl = new Operand(losses))
        using (var pe = new Operand(lse))
            Native.nabla_cross_entropy(px.View, pt.View, pw.View, options.IgnoreIndex, options.Smoothing, pl.View, pe.View, null).ThrowIfFailed();
        Edge source = x.Source;
        Tensor y = losses;
        Tensor? total = null;
        if (options.Mean)
        {
            using ModeScope unrecorded = Autograd.NoGrad();
            total = TotalWeight(t, w, options.IgnoreIndex, x.DType);
            y = losses.Sum().DivInPlace(total);
            losses.Dispose();
        }
        if (source.Node is null) return y;
        return y.SetHistory(new CrossEntropyNode(options, source, x, t, w, lse, total));
    }

    internal override void Backward(in Turn turn)
    {
        Tensor x = logits.Read(this), t = target.Read(this), e = lse.Read(this);
        Tensor? w = weight.ReadOrNull(this), share = total.ReadOrNull(this);
        Tensor dy = turn.Gradient;
        if (turn.CreateGraph)
        {
            turn.Give(0, Composed(x, t, w, share is null ? dy : (dy / share).Expand(t.shape)));
            return;
        }
        Tensor dx = Tensor.Allocate(x.shape, dy.DType, dy.Device);
        Tensor? scaled = null;
        if (share is not null)
        {
            scaled = Tensor.Allocate([], dy.DType, dy.Device);
            Tensor.RunBinary(BinaryOp.Div, dy, share, scaled);
            dy = scaled.AsStridedView(t.shape, [0], 0);
        }
        using (var px = new Operand(x))
        using (var pt = new Operand(t))
        using (var pw = new Operand(w))
        using (var pe = new Operand(e))
        using (var pg = new Operand(dy))
        using (var pd = new Operand(dx))
            Native.nabla_cross_entropy_backward(px.View, pt.View, pw.View, options.IgnoreIndex, options.Smoothing, pe.View, pg.View, pd.View, null).ThrowIfFailed();
        scaled?.Dispose();
        turn.Give(0, dx);
    }

    internal override void Release()
    {
        logits.Free();
        target.Free();
        weight.Free();
        lse.Free();
        total.Free();
    }

    private Tensor Composed(Tensor x, Tensor t, Tensor? w, Tensor dy)
    {
        double s = options.Smoothing;
        long classes = x.shape[1];
        Tensor counts = t.Ne(options.IgnoreIndex).Unsqueeze(1);
        Tensor index = Tensor.Where(counts, t.Unsqueeze(1), 0);
        Tensor p = x.Softmax(1);
        Tensor slope = p - Tensor.ZerosLike(p).ScatterInPlace(1, index, 1);
        if (w is not null) slope *= w.IndexSelect(0, index.Reshape([index.Count])).Unsqueeze(1);
        if (s > 0) slope = slope * (1 - s) + (w is null ? p * (double)classes - 1 : p * w.Sum() - w) * (s / classes);
        return Tensor.Where(counts, slope * dy.Unsqueeze(1), 0);
    }

    /// <summary>What a mean divides by: the weights of the rows that count.</summary>
    private static Tensor TotalWeight(Tensor t, Tensor? w, long ignoreIndex, DType dtype)
    {
        Tensor counts = t.Ne(ignoreIndex);
        if (w is null) return counts.Sum().To(dtype);
        return Tensor.Where(counts, w.IndexSelect(0, Tensor.Where(counts, t, 0)), 0).Sum();
    }

    /// <summary>How losses are counted; Mean: the rows' weighted mean is wanted, not a loss a row.</summary>
    internal readonly record struct Options(long IgnoreIndex, double Smoothing, bool Mean);
}

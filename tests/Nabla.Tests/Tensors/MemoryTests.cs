using System.Runtime.CompilerServices;

namespace Nabla.Tests.Tensors;

/// <summary>These count the process's bytes, so nothing else may run beside them.</summary>
[NonParallelizable]
internal sealed class MemoryTests
{
    private const long Mebi = 1 << 20;

    [Test]
    public void Dispose_gives_the_memory_back_at_once()
    {
        Settle();
        long before = Memory.LiveBytes();
        Tensor t = Tensor.Zeros([4, 1 << 18]);
        Tensor view = t[0];
        Assert.That(Memory.LiveBytes() - before, Is.EqualTo(4 * Mebi));
        view.Dispose();
        Assert.That(Memory.LiveBytes(), Is.EqualTo(before));
        Assert.That((t.IsDisposed, view.IsDisposed), Is.EqualTo((true, true)), "a view shares the memory and its fate");
        Assert.That(() => t.Clone(), Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("the tensor was disposed"));
        t.Dispose();
    }

    [Test]
    public void Dropped_tensors_come_back_without_Dispose()
    {
        Settle();
        long before = Memory.LiveBytes();
        long budget = Memory.Budget();
        Memory.SetBudget(32 * Mebi);
        try
        {
            long most = 0;
            for (int i = 0; i < 2000; i++)
            {
                Make();
                most = Math.Max(most, Memory.LiveBytes() - before);
            }
            Assert.That(most, Is.LessThanOrEqualTo(32 * Mebi));
            Assert.That(Memory.Budget(), Is.EqualTo(32 * Mebi), "nothing is really in use, so the budget does not grow");
        }
        finally
        {
            Memory.SetBudget(Math.Max(budget, 256 * Mebi));
        }
    }

    [Test]
    public void The_budget_grows_with_what_is_in_use()
    {
        Settle();
        long budget = Memory.Budget();
        Memory.SetBudget(8 * Mebi);
        try
        {
            var kept = new List<Tensor>();
            for (int i = 0; i < 64; i++) kept.Add(Tensor.Zeros([1 << 18]));
            int collections = GC.CollectionCount(2);
            Assert.That(Memory.Budget(), Is.GreaterThan(64 * Mebi));
            for (int i = 0; i < 30; i++) Tensor.Zeros([1 << 18]).Dispose();
            Assert.That(GC.CollectionCount(2), Is.EqualTo(collections), "a budget that fits is not asked about again and again");
            foreach (Tensor t in kept) t.Dispose();
        }
        finally
        {
            Memory.SetBudget(Math.Max(budget, 256 * Mebi));
        }
    }

    [Test]
    public void Memory_that_does_not_exist_is_refused_with_figures()
    {
        var e = Assert.Throws<DeviceOutOfMemoryException>(() => Tensor.Empty([1L << 50], DType.Int8))!;
        Assert.That(e.AskedBytes, Is.EqualTo(1L << 50));
        Assert.That(e.FreeBytes, Is.GreaterThan(0));
        Assert.That(e.Device, Is.EqualTo(Device.Cpu));
        Assert.That(e.Message, Does.Contain("cpu has no memory for 1125899906842624 bytes more"));
    }

    /// <summary>2,000 races of Dispose against use. Whoever came too late comes sooner the next time, so that they meet.</summary>
    [Test]
    public void A_race_of_Dispose_against_use_ends_well()
    {
        const int rounds = 2000;
        int right = 0;
        int lead = 0; // how long the one who disposes waits; negative: how long the one who uses waits
        int step = 1;
        bool cameRight = true;
        int started = 0;
        int disposed = 0;
        float[] expected = [.. Enumerable.Repeat(3f, 1000)];
        Tensor shared = Tensor.Zeros([]);
        Task disposer = Task.Factory.StartNew(Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            for (int round = 1; round <= rounds; round++)
            {
                bool comesRight = Use(round);
                WaitFor(ref disposed, round);
                right += comesRight ? 1 : 0;
                step = comesRight == cameRight ? Math.Min(2 * step, 1 << 16) : 1; // on a busy machine the other may be far behind
                cameRight = comesRight;
                lead += comesRight ? -step : step;
            }
        }
        finally
        {
            Volatile.Write(ref started, int.MaxValue);
            disposer.Wait();
        }
        TestContext.Out.WriteLine($"{right} right results, {rounds - right} ObjectDisposedException");
        Assert.That((right > 0, right < rounds), Is.EqualTo((true, true)), "both ends of the race were seen");

        bool Use(int round)
        {
            shared = Tensor.Full([1000], 3f);
            Volatile.Write(ref started, round);
            Thread.SpinWait(Math.Max(0, -lead));
            try
            {
                using Tensor copy = shared.Clone();
                Assert.That(copy.ToArray<float>(), Is.EqualTo(expected));
                return true;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        void Dispose()
        {
            try
            {
                for (int round = 1; round <= rounds; round++)
                {
                    WaitFor(ref started, round);
                    Thread.SpinWait(Math.Max(0, lead));
                    shared.Dispose();
                    Tensor.Full([1000], 4f).Dispose(); // whoever reads freed memory reads this
                    Volatile.Write(ref disposed, round);
                }
            }
            finally
            {
                Volatile.Write(ref disposed, int.MaxValue);
            }
        }

        static void WaitFor(ref int round, int wanted)
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref round) < wanted) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    [Test]
    public void A_scope_disposes_what_was_not_kept()
    {
        Tensor outside = Tensor.Zeros([1]);
        Tensor inner, kept, viewed, passed;
        using (var scope = new TensorScope())
        {
            inner = Tensor.Ones([2]);
            kept = scope.Keep(Tensor.Ones([2]));
            viewed = scope.Keep(Tensor.Arange(4).Reshape(2, 2))[1];
            using (var nested = new TensorScope()) passed = nested.Keep(Tensor.Ones([1]));
            Assert.That(passed.IsDisposed, Is.False, "it passed to the scope around");
        }
        Assert.That((inner.IsDisposed, passed.IsDisposed), Is.EqualTo((true, true)));
        Assert.That((outside.IsDisposed, kept.IsDisposed, viewed.IsDisposed), Is.EqualTo((false, false, false)));
        Assert.That(Tensor.Ones([1]).storage.Scope, Is.Null, "after its end it sees nothing more");
    }

    [Test]
    public async Task A_scope_flows_with_async()
    {
        Tensor made;
        using (new TensorScope())
        {
            await Task.Yield();
            made = await Task.Run(() => Tensor.Ones([1]));
        }
        Assert.That(made.IsDisposed, Is.True);
    }

    [Test]
    public void Trim_gives_the_cache_back()
    {
        Tensor.Zeros([1 << 20]).Dispose();
        Assert.That(Memory.CachedBytes(), Is.GreaterThan(0));
        Memory.Trim();
        Assert.That(Memory.CachedBytes(), Is.Zero);
        Assert.That(Memory.PeakBytes(), Is.GreaterThanOrEqualTo(4 * Mebi));
        Assert.That(Memory.SystemAllocations(), Is.GreaterThan(0));
        Assert.That(() => Memory.Trim(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make() => _ = Tensor.Zeros([1 << 18])[1..];

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}

using Nabla.Data;

namespace Nabla.Tests.Data;

internal sealed class DatasetTests
{
    private static TensorDataset Numbers(int count) =>
        new(Tensor.Arange(2 * count, DType.Float32).Reshape(count, 2), Tensor.Arange(count));

    /// <summary>A data set that leaves batches to the interface.</summary>
    private sealed class Squares : IDataset
    {
        public long Count => 5;

        public Example this[long index] => new(Tensor.From([(float)index, index * index]), Tensor.From(index));
    }

    private static long[] Targets(IEnumerable<Batch> batches) => [.. batches.SelectMany(static batch => batch.Targets.ToArray<long>())];

    [Test]
    public void Examples_are_rows()
    {
        TensorDataset dataset = Numbers(4);
        Assert.That(dataset.Count, Is.EqualTo(4));
        Assert.That(dataset[2].Input.ToArray<float>(), Is.EqualTo(new float[] { 4, 5 }));
        Assert.That(dataset[2].Target.Item<long>(), Is.EqualTo(2));
        Assert.That(() => dataset[4], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(new long[] { 1, 2, 3 })]
    [TestCase(new long[] { 3, 0, 0 })]
    [TestCase(new long[] { })]
    public void Batches_have_the_rows_asked_for(long[] indices)
    {
        Batch batch = Numbers(4).Gather(indices);
        Assert.That(batch.Count, Is.EqualTo(indices.Length));
        Assert.That(batch.Targets.ToArray<long>(), Is.EqualTo(indices));
        Assert.That(batch.Inputs.ToArray<float>(), Is.EqualTo(indices.SelectMany(static i => new float[] { 2 * i, 2 * i + 1 })));
    }

    [Test]
    public void Unequal_counts_are_refused()
    {
        Assert.That(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Zeros([2])), Throws.ArgumentException.With.Message.Contains("[3, 2]"));
        Assert.That(() => new TensorDataset(Tensor.Zeros([]), Tensor.Zeros([])), Throws.ArgumentException);
    }

    [Test]
    public void A_data_set_of_examples_is_stacked()
    {
        Batch batch = new DataLoader(new Squares(), 3).First();
        Assert.That(batch.Inputs.Shape.ToArray(), Is.EqualTo(new long[] { 3, 2 }));
        Assert.That(batch.Inputs.ToArray<float>(), Is.EqualTo(new float[] { 0, 0, 1, 1, 2, 4 }));
        Assert.That(batch.Targets.ToArray<long>(), Is.EqualTo(new long[] { 0, 1, 2 }));
    }

    [TestCase(false, new[] { 4, 4, 2 })]
    [TestCase(true, new[] { 4, 4 })]
    public void The_last_batch_may_be_smaller_or_dropped(bool dropLast, int[] sizes)
    {
        var loader = new DataLoader(Numbers(10), 4, dropLast: dropLast);
        Assert.That(loader.Count, Is.EqualTo(sizes.Length));
        Assert.That(loader.Select(static batch => batch.Count), Is.EqualTo(sizes));
        Assert.That(Targets(loader), Is.EqualTo(Enumerable.Range(0, sizes.Sum())));
    }

    [Test]
    public void Shuffling_depends_on_the_seed_alone()
    {
        var loader = new DataLoader(Numbers(100), 7, shuffle: true, generator: new Generator(5));
        long[] first = Targets(loader);
        long[] second = Targets(loader);
        Assert.That(first, Is.EquivalentTo(Enumerable.Range(0, 100)));
        Assert.That(first, Is.Not.Ordered);
        Assert.That(second, Is.EquivalentTo(first).And.Not.EqualTo(first), "each time another order");
        var again = new DataLoader(Numbers(100), 7, shuffle: true, generator: new Generator(5));
        Assert.That(Targets(again), Is.EqualTo(first));
        Assert.That(Targets(again), Is.EqualTo(second));
    }

    [Test]
    public void Splits_share_nothing_and_miss_nothing()
    {
        Subset[] parts = Subset.RandomSplit(Numbers(20), [13, 0, 7], new Generator(1));
        Assert.That(parts.Select(static part => part.Count), Is.EqualTo(new long[] { 13, 0, 7 }));
        Assert.That(parts.SelectMany(static part => part.Indices.ToArray()), Is.EquivalentTo(Enumerable.Range(0, 20)).And.Not.Ordered);
        Assert.That(parts[2][3].Target.Item<long>(), Is.EqualTo(parts[2].Indices[3]));
        Assert.That(Targets(new DataLoader(parts[0], 5)), Is.EqualTo(parts[0].Indices.ToArray()));
        Subset[] again = Subset.RandomSplit(Numbers(20), [13, 0, 7], new Generator(1));
        Assert.That(again[0].Indices.ToArray(), Is.EqualTo(parts[0].Indices.ToArray()));
    }

    [TestCase(new long[] { 10, 9 })]
    [TestCase(new long[] { 10, 11 })]
    [TestCase(new long[] { -1, 21 })]
    [TestCase(new long[] { })]
    public void Parts_that_do_not_sum_up_are_refused(long[] counts) =>
        Assert.That(() => Subset.RandomSplit(Numbers(20), counts), Throws.ArgumentException.With.Message.Contains("20"));

    [Test]
    public void What_makes_no_sense_is_refused()
    {
        Assert.That(() => new Subset(Numbers(3), [0, 3]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("no example 3"));
        Assert.That(() => new DataLoader(Numbers(3), 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new DataLoader(null!), Throws.ArgumentNullException);
    }
}

using Nabla.Data;
using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Tests.Optim;

/// <summary>All parts together: what a training loop must never do is grow, or differ from run to run.</summary>
internal sealed class TrainingTests
{
    private static (Sequential Model, Optimizer Optimizer, DataLoader Loader) Create(ulong seed)
    {
        var generator = new Generator(seed);
        Tensor inputs = Tensor.Rand([256, 16], generator: generator);
        Tensor targets = inputs.Argmax(1);
        var model = new Sequential(new Linear(16, 32, generator: generator), new ReLU(), new Dropout(0.1, generator), new Linear(32, 16, generator: generator));
        return (model, new Adam(model.Parameters(), 1e-2), new DataLoader(new TensorDataset(inputs, targets), 32, shuffle: true, generator: generator));
    }

    private static IEnumerable<float> Losses(Sequential model, Optimizer optimizer, DataLoader loader, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor targets) in loader)
            {
                optimizer.ZeroGrad();
                Tensor loss = Functional.CrossEntropy(model.Forward(inputs), targets);
                loss.Backward();
                optimizer.Step();
                yield return loss.Item<float>();
            }
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_losses_to_the_last_bit()
    {
        static float[] Run(ulong seed)
        {
            (Sequential model, Optimizer optimizer, DataLoader loader) = Create(seed);
            return [.. Losses(model, optimizer, loader, 5)];
        }

        float[] first = Run(1);
        Assert.That(first[^8..].Average(), Is.LessThan(0.8 * first[..8].Average()), "it learns");
        Assert.That(Run(1).Select(BitConverter.SingleToInt32Bits), Is.EqualTo(first.Select(BitConverter.SingleToInt32Bits)));
        Assert.That(Run(2), Is.Not.EqualTo(first));
    }

    [Test]
    [NonParallelizable]
    public void Live_memory_stays_flat_without_one_Dispose()
    {
        (Sequential model, Optimizer optimizer, DataLoader loader) = Create(1);
        foreach (float _ in Losses(model, optimizer, loader, 5)) { }
        long before = LiveBytes();
        foreach (float _ in Losses(model, optimizer, loader, 125)) { } // 1,000 steps
        Assert.That(LiveBytes() - before, Is.LessThan(1 << 20));

        static long LiveBytes()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Memory.LiveBytes();
        }
    }
}

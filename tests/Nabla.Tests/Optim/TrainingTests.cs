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
            return [.. Losses(model, optimizer, loader, 20)];
        }

        float[] first = Run(1);
        Assert.That(first[^8..].Average(), Is.LessThan(0.8 * first[..8].Average()), "it learns");
        Assert.That(Run(1).Select(BitConverter.SingleToInt32Bits), Is.EqualTo(first.Select(BitConverter.SingleToInt32Bits)));
        Assert.That(Run(2), Is.Not.EqualTo(first));
    }

    [Test]
    [NonParallelizable]
    public void Memory_stays_flat_over_10_000_steps_without_one_Dispose()
    {
        const int EpochsOf1000Steps = 125;
        (Sequential model, Optimizer optimizer, DataLoader loader) = Create(1);
        (long Live, long Resident) Train()
        {
            foreach (float _ in Losses(model, optimizer, loader, EpochsOf1000Steps)) { }
            GC.Collect();
            GC.WaitForPendingFinalizers();
            (long live, long resident) = (Memory.LiveBytes(), Environment.WorkingSet);
            TestContext.Out.WriteLine($"{optimizer.StateDict()["state.0.step"].Item<long>(),6} steps: live {live:N0} bytes, resident {resident:N0} bytes");
            return (live, resident);
        }

        (long live, long resident) = Train();
        for (int i = 1; i < 10; i++)
        {
            (long liveNow, long residentNow) = Train();
            Assert.That(liveNow - live, Is.LessThan(64 << 10));
            Assert.That(residentNow - resident, Is.LessThan(32 << 20));
        }
    }
}

using Nabla.Data;
using Nabla.Nn;
using Nabla.Optim;

namespace Nabla.Cli.Training;

/// <summary>Teaches a classifier, an epoch at a time.</summary>
internal sealed class Trainer(
    Module model, Optimizer optimizer, LRScheduler schedule, DataLoader train, DataLoader test, Device device, CancellationToken stop)
{
    private readonly CrossEntropyLoss criterion = new();

    internal DataLoader Train => train;

    internal DataLoader Test => test;

    /// <summary>Goes once through the training examples, then looks at the held-out ones.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="advance">Called after each batch.</param>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    internal EpochReport RunEpoch(int epoch, Action advance)
    {
        model.Train();
        double loss = 0;
        foreach ((Tensor inputs, Tensor targets) in train)
        {
            stop.ThrowIfCancellationRequested();
            optimizer.ZeroGrad();
            Tensor batchLoss = criterion.Forward(model.Forward(inputs.To(device)), targets.To(device));
            batchLoss.Backward();
            optimizer.Step();
            loss += batchLoss.Item<float>() * (double)inputs.Size(0);
            advance();
        }
        schedule.Step();
        (double testLoss, double accuracy) = Evaluate();
        return new EpochReport(epoch, loss / train.Dataset.Count, testLoss, accuracy);
    }

    /// <summary>The class that the model takes each held-out example for, in the loader's order.</summary>
    internal long[] Predict()
    {
        using ModeScope mode = Autograd.NoGrad();
        model.Eval();
        var classes = new List<long>();
        foreach ((Tensor inputs, _) in test) classes.AddRange(model.Forward(inputs.To(device)).Argmax(1).ToArray<long>());
        return [.. classes];
    }

    private (double Loss, double Accuracy) Evaluate()
    {
        using ModeScope mode = Autograd.NoGrad();
        model.Eval();
        double loss = 0;
        long right = 0;
        foreach ((Tensor inputs, Tensor targets) in test)
        {
            stop.ThrowIfCancellationRequested();
            Tensor logits = model.Forward(inputs.To(device));
            Tensor wanted = targets.To(device);
            loss += criterion.Forward(logits, wanted).Item<float>() * (double)inputs.Size(0);
            right += logits.Argmax(1).Eq(wanted).Sum().Item<long>();
        }
        return (loss / test.Dataset.Count, right / (double)test.Dataset.Count);
    }
}

namespace Nabla.Cli.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">The mean loss of its training examples, each as it was when its turn came.</param>
/// <param name="TestLoss">The mean loss of the held-out examples after it.</param>
/// <param name="TestAccuracy">The share of held-out examples that are told right after it.</param>
internal readonly record struct EpochReport(int Epoch, double TrainLoss, double TestLoss, double TestAccuracy);

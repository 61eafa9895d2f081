using Nabla.Optim;

namespace Nabla.Tests.Optim;

internal sealed class SchedulerTests
{
    private static (SGD Optimizer, double[] Rates) Run(Func<SGD, LRScheduler> create, int epochs)
    {
        var optimizer = new SGD([Tensor.From([1f])], 0.8);
        LRScheduler scheduler = create(optimizer);
        var rates = new List<double>();
        for (int i = 0; i < epochs; i++)
        {
            rates.Add(scheduler.Rates.Single());
            scheduler.Step();
        }
        return (optimizer, [.. rates]);
    }

    [Test]
    public void StepLR_falls_every_few_epochs() =>
        Assert.That(Run(static sgd => new StepLR(sgd, 2, 0.5), 7).Rates, Is.EqualTo(new[] { 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1 }).Within(1e-15));

    [Test]
    public void CosineAnnealingLR_falls_along_half_a_cosine_and_rises_again()
    {
        double[] rates = Run(static sgd => new CosineAnnealingLR(sgd, 4, 0.2), 9).Rates;
        double quarter = 0.5 + 0.3 * Math.Sqrt(0.5);
        Assert.That(rates, Is.EqualTo(new[] { 0.8, quarter, 0.5, 1 - quarter, 0.2, 1 - quarter, 0.5, quarter, 0.8 }).Within(1e-15));
    }

    [Test]
    public void The_optimizer_has_the_rate()
    {
        (SGD optimizer, _) = Run(static sgd => new StepLR(sgd, 1), 1);
        Assert.That(optimizer.Groups[0].Options.LearningRate, Is.EqualTo(0.08).Within(1e-15));
        Assert.That(optimizer.Defaults.LearningRate, Is.EqualTo(0.8));
    }

    [Test]
    public void A_schedule_goes_on_at_an_epoch()
    {
        var optimizer = new SGD([Tensor.From([1f])], 0.8);
        var scheduler = new StepLR(optimizer, 2, 0.5);
        scheduler.MoveTo(5);
        Assert.That(scheduler.Epoch, Is.EqualTo(5));
        Assert.That(scheduler.Rates.Single(), Is.EqualTo(0.2));
        Assert.That(() => scheduler.MoveTo(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StepLR(optimizer, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}

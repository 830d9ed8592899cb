using Candor.Torch.Training;

namespace Candor.Torch.Tests.Training;

public sealed class LearningRateScheduleTests
{
    /// <summary>By the formulas of transformers' get_scheduler for a peak of 1, 10 updates, 3 of them warm-up.</summary>
    [Theory]
    [InlineData(ScheduleKind.Linear, new[] { 0, 1 / 3.0, 2 / 3.0, 1, 6 / 7.0, 5 / 7.0, 4 / 7.0, 3 / 7.0, 2 / 7.0, 1 / 7.0, 0 })]
    [InlineData(ScheduleKind.Constant, new[] { 0, 1 / 3.0, 2 / 3.0, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(ScheduleKind.Cosine, new[]
    {
        0, 1 / 3.0, 2 / 3.0, 1, 0.9504844339512095, 0.8117449009293668, 0.6112604669781572, 0.38873953302184283, 0.18825509907063326,
        0.04951556604879048, 0,
    })]
    public void RateOfEveryUpdate(ScheduleKind kind, double[] expected)
    {
        var schedule = new LearningRateSchedule(kind, 1, WarmupSteps: 3, TotalSteps: 10);
        Assert.All(expected.Index(), pair => Assert.Equal(pair.Item, schedule.Rate(pair.Index), 1e-15));
    }

    [Fact]
    public void WithoutWarmUpTheFirstUpdateHasThePeak() =>
        Assert.Equal(2e-5, new LearningRateSchedule(ScheduleKind.Cosine, 2e-5, 0, 5).Rate(0));
}

using Candor.Training;

namespace Candor.Tests.Training;

public sealed class BatchPlanTests
{
    public static IEnumerable<TheoryDataRow<string>> Runs => TrainingRunGoldens.Rows;

    [Theory, MemberData(nameof(Runs))]
    public void Updates_see_the_rows_they_saw_in_the_reference(string file)
    {
        var run = TrainingRunGoldens.Read(file);
        var options = run.GetProperty("options");
        var accumulation = options.TryGetProperty("gradient_accumulation_steps", out var steps) ? steps.GetInt32() : 1;
        var order = run.GetProperty("order").EnumerateArray().Select(batch => batch.EnumerateArray().Select(row => row.GetInt32()).ToArray()).ToArray();
        var plan = new BatchPlan(
            order.SelectMany(batch => batch).Max() + 1,
            options.GetProperty("per_device_train_batch_size").GetInt32(),
            accumulation,
            options.GetProperty("num_train_epochs").GetDouble(),
            null,
            42);

        var expected = run.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, plan.TotalSteps);
        for (var step = 0; step < expected.Length; step++)
        {
            Assert.Equal(order.Skip(step * accumulation).Take(accumulation), plan.Update(step));
            Assert.Equal(expected[step].GetProperty("logged").GetProperty("epoch").GetDouble(), Math.Round(plan.EpochAfter(step + 1), 2));
        }
    }

    [Theory]
    // rows, batch, accumulation, epochs, max_steps → batches of an epoch, updates, epochs
    [InlineData(12, 4, 2, 2.0, null, 3, 2, 2)]
    [InlineData(12, 5, 1, 1.5, null, 3, 5, 2)]
    [InlineData(12, 4, 8, 2.0, null, 3, 2, 2)]
    [InlineData(80_000, 4, 8, 1.0, null, 20_000, 2_500, 1)]
    [InlineData(595_375, 16, 8, 1.0, null, 37_211, 4_651, 1)]
    [InlineData(12, 4, 1, 9.0, 7, 3, 7, 3)]
    public void Updates_are_counted_as_the_Trainer_counts_them(int rows, int batch, int accumulation, double epochs, int? max, int batches, int updates, int wholeEpochs)
    {
        var plan = new BatchPlan(rows, batch, accumulation, epochs, max, 42);
        Assert.Equal((batches, updates, wholeEpochs), (plan.BatchesPerEpoch, plan.TotalSteps, plan.NumTrainEpochs));
    }

    [Fact]
    public void An_epoch_ends_once()
    {
        var plan = new BatchPlan(12, 4, 2, 4, null, 42);
        Assert.Equal([false, true, true, false], Enumerable.Range(1, 4).Select(plan.EndsEpoch));
    }
}

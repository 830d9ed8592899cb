using System.Text.Json;
using Candor.Conversations;
using Candor.Torch.Training;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>Every run of the reference's trainer, update by update: losses, norms, rates, and the weights at the end.</summary>
public sealed class TrajectoryParityTests
{
    private const double LossTolerance = 1e-5;
    private const double NormTolerance = 1e-5;
    private const double WeightTolerance = 1e-6;
    private const string Chosen = ".values";

    public static TheoryData<string, string> Runs => ReferenceRun.All;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Trajectory(string size, string name)
    {
        using var run = new ReferenceRun(size, name);
        var heldOut = run.Json.GetProperty("held_out_loss");
        Assert.Equal(heldOut.GetProperty("before").GetDouble(), run.Engine.Evaluate(run.HeldOut()).Loss, LossTolerance);
        foreach (var (index, expected) in run.Json.GetProperty("steps").EnumerateArray().Index())
            CheckStep(expected, run.Steps[index], run.Engine.Step(run.Steps[index]));
        Assert.Equal(heldOut.GetProperty("after").GetDouble(), run.Engine.Evaluate(run.HeldOut()).Loss, LossTolerance);
        CheckNames(run);
        CheckFacts(run);
        CheckTensors(run);
    }

    private static void CheckStep(JsonElement expected, TrainingBatch[] batches, StepResult actual)
    {
        Assert.Equal(expected.GetProperty("lr").GetDouble(), actual.LearningRate, 1e-18);
        Assert.Equal(expected.GetProperty("logged").GetProperty("learning_rate").GetDouble(), actual.NextLearningRate, 1e-18);
        Assert.Equal(expected.GetProperty("logged").GetProperty("loss").GetDouble(), Math.Round(actual.Loss, 4), 1.5e-4);
        double norm = expected.GetProperty("grad_norm").GetDouble();
        Assert.Equal(norm, actual.GradientNorm, norm * NormTolerance);
        var micro = expected.GetProperty("micro_batches").EnumerateArray().ToList();
        Assert.Equal(micro.Count, actual.MicroBatches.Count);
        foreach (var (loss, result, batch) in micro.Zip(actual.MicroBatches, batches))
        {
            // The reference counts before splicing; stage 1 gives the token after a picture no label of its own.
            int labels = batch.Tokens.Labels.Count(label => label != ImageTokens.IgnoreIndex);
            Assert.Equal(loss.GetProperty("trained_tokens").GetInt32(), labels);
            Assert.InRange(result.Targets, labels - batch.Tokens.Rows, labels);
            if (loss.GetProperty("loss").ValueKind == JsonValueKind.Null)
                Assert.Equal(double.NaN, result.Loss);
            else
                Assert.Equal(loss.GetProperty("loss").GetDouble(), result.Loss, LossTolerance);
        }
    }

    private static void CheckNames(ReferenceRun run)
    {
        Assert.Equal(
            run.Json.GetProperty("final").EnumerateObject().Select(tensor => tensor.Name),
            run.Engine.Trainables.Parameters.Select(parameter => parameter.Name));
        var groups = run.Json.GetProperty("parameter_groups").EnumerateArray().ToList();
        Assert.Equal(Names(groups[0]), Decaying(run, true));
        Assert.Equal(groups.Count > 1 ? Names(groups[1]) : [], Decaying(run, false));
    }

    private static IEnumerable<string> Names(JsonElement group) =>
        group.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Decaying(ReferenceRun run, bool decays) =>
        run.Engine.Trainables.Parameters
            .Where(parameter => parameter.Decays == decays)
            .Select(parameter => parameter.Name)
            .Order(StringComparer.Ordinal);

    private static void CheckFacts(ReferenceRun run)
    {
        foreach (var parameter in run.Engine.Trainables.Parameters)
        {
            using var scope = NewDisposeScope();
            var expected = run.Json.GetProperty("final").GetProperty(parameter.Name);
            var values = parameter.Master.reshape(-1).data<float>().ToArray();
            var positions = Support.Json.Ints(expected.GetProperty("positions"));
            foreach (var (position, value) in positions.Zip(expected.GetProperty("values").EnumerateArray()))
                Assert.Equal(value.GetDouble(), values[position], WeightTolerance);
            double norm = expected.GetProperty("norm").GetDouble();
            Assert.Equal(norm, Math.Sqrt(values.Sum(value => (double)value * value)), Math.Max(norm, 1) * 1e-6);
        }
    }

    private static void CheckTensors(ReferenceRun run)
    {
        var masters = run.Engine.Trainables.Parameters
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Master, StringComparer.Ordinal);
        foreach (var name in run.Values.Tensors.Keys.Where(name => name.StartsWith("final.", StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            if (name.EndsWith(".changed_rows", StringComparison.Ordinal))
                continue;
            var parameter = name["final.".Length..];
            var isChosenRows = parameter.EndsWith(Chosen, StringComparison.Ordinal);
            var actual = masters[isChosenRows ? parameter[..^Chosen.Length] : parameter];
            if (isChosenRows)
                actual = actual.index_select(0, tensor(TrainingGoldens.Longs(run.Values, name[..^Chosen.Length] + ".changed_rows")));
            Assert.InRange(TrainingGoldens.Distance(TrainingGoldens.Read(run.Values, name), actual), 0, WeightTolerance);
        }
    }
}

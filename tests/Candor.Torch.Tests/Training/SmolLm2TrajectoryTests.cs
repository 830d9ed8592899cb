using System.Security.Cryptography;
using System.Text.Json;
using Candor.Checkpoints.Gguf;
using Candor.TestSupport;
using Candor.Torch.Tests.Support;
using Candor.Torch.Training;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>
/// A real model with tied embeddings and shared heads of keys and values, tuned on 90 real instructions: losses and gradient norms update
/// by update as transformers, peft and torch got them.
/// </summary>
public sealed class SmolLm2TrajectoryTests
{
    // The reference's own page, relative: a second implementation in float64 differs by 4e-6, 2e-4 and 1.2e-4.
    private const double LossTolerance = 2e-5;
    private const double NormTolerance = 1e-3;

    // In units of the learning rate's peak.
    private const double ValueTolerance = 0.1;

    /// <summary>The first rate is 0: the second update is the first that moves weights, and the third shows it.</summary>
    [Theory]
    [InlineData("lora", 3)]
    [InlineData("full", 3)]
    public void TheFirstUpdatesAreTheReferences(string kind, int updates)
    {
        using var run = new SmolLm2Run("train", kind);
        foreach (var step in run.Steps.Take(updates))
            CheckStep(run, step);
    }

    /// <summary>By hand (<c>-explicit only</c>): some minutes.</summary>
    [Theory(Explicit = true)]
    [InlineData("train", "lora")]
    [InlineData("train", "full")]
    [InlineData("train_two", "lora")]
    public void WholeRunsAreTheReferences(string file, string kind)
    {
        using var run = new SmolLm2Run(file, kind);
        CheckLosses(run, "loss_before");
        foreach (var step in run.Steps)
            CheckStep(run, step);
        CheckLosses(run, "loss_after");
        foreach (var parameter in run.Engine.Trainables.Parameters)
            CheckFinal(run, parameter);
    }

    [Fact]
    public void AdaptersStartAsTheReferencesRuleSays()
    {
        var golden = Goldens.Json(Goldens.Shared("goldens", "smollm2", "train.json")).GetProperty("lora");
        using var checkpoint = GgufCheckpoint.Open(SmolLm2.Path);
        using var starts = new SplitMixAdapters(checkpoint.Config, new LoraOptions { Rank = 8 }, golden.GetProperty("settings").GetProperty("seed").GetUInt64());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var bytes in starts.Bytes())
            hash.AppendData(bytes);
        Assert.Equal(golden.GetProperty("initial_a").GetProperty("sha256_all").GetString(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void CheckStep(SmolLm2Run run, JsonElement expected)
    {
        var batch = run.Batch(expected);
        Assert.Equal(expected.GetProperty("width").GetInt32(), batch.Tokens.Length);
        var result = run.Engine.Step([batch]);
        Assert.Equal(expected.GetProperty("supervised").GetInt32(), result.MicroBatches[0].Targets);
        Assert.Equal(expected.GetProperty("lr").GetDouble(), result.LearningRate, 1e-12 * run.Peak);
        Relative(expected.GetProperty("loss"), result.Loss, LossTolerance);
        Relative(expected.GetProperty("grad_norm"), result.GradientNorm, NormTolerance);
    }

    private static void CheckLosses(SmolLm2Run run, string when)
    {
        var expected = run.Reference.GetProperty(when);
        Relative(expected.GetProperty("first_rows"), run.Engine.Evaluate(run.FirstRows).Loss, LossTolerance);
        Relative(expected.GetProperty("other"), run.Engine.Evaluate(run.Other).Loss, LossTolerance);
    }

    private static void CheckFinal(SmolLm2Run run, TrainableParameter parameter)
    {
        using var scope = NewDisposeScope();
        var name = parameter.Name.Contains("lora", StringComparison.Ordinal) ? "base_model.model." + parameter.Name : parameter.Name;
        var values = parameter.Master.reshape(-1).data<float>().ToArray();
        var norm = Math.Sqrt(values.Sum(value => (double)value * value));
        if (run.Reference.TryGetProperty("final_norms", out var norms))
        {
            Relative(norms.GetProperty(name), norm, NormTolerance);
            return;
        }

        var expected = run.Reference.GetProperty("final").GetProperty(name);
        Relative(expected.GetProperty("norm"), norm, NormTolerance);
        var n = values.LongLength;
        long[] positions = [0, n / 5, 2 * n / 5, 3 * n / 5, 4 * n / 5, n - 1];
        foreach (var (position, value) in positions.Zip(expected.GetProperty("values").EnumerateArray()))
            Assert.Equal(value.GetDouble(), values[position], ValueTolerance * run.Peak);
    }

    private static void Relative(JsonElement expected, double actual, double tolerance) =>
        Assert.Equal(expected.GetDouble(), actual, tolerance * expected.GetDouble());
}

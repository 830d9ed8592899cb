using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Generation;
using Candor.Torch.Tests.Support;

namespace Candor.Torch.Tests.Models;

/// <summary>A real model, read from its GGUF, against transformers 5.23 on the dequantised weights.</summary>
public sealed class SmolLm2ParityTests(SmolLm2 smol) : IClassFixture<SmolLm2>
{
    // The README's: a float64 model differs by up to 1e-4.
    private const float Tolerance = 5e-4f;

    [Theory]
    [InlineData("short")]
    [InlineData("tokens64")]
    [InlineData("tokens300")]
    [InlineData("chat")]
    public void Logits(string name)
    {
        var expectedFile = Goldens.Shared("goldens", "smollm2", "logits.safetensors");
        var expected = ExpectedTensors.Read(expectedFile);
        using var file = SafetensorsFile.Open(expectedFile);
        var logits = TestLlama.Logits(smol.Model, Ids(Prompt(name), "ids"));
        Assert.InRange(ExpectedTensors.Distance([expected[$"{name}.last"].SelectMany(row => row).ToArray()], [logits[^1]]), 0, Tolerance);
        var topIds = Integers(file, $"{name}.top_ids");
        var topValues = expected[$"{name}.top_values"];
        var positions = logits[^topValues.Length..];
        Assert.InRange(ExpectedTensors.Distance(topValues, [.. positions.Zip(topIds, (row, ids) => ids.Select(id => row[id]).ToArray())]), 0, Tolerance);
        Assert.Equal(topIds.Select(ids => ids[0]), positions.Select(row => Array.IndexOf(row, row.Max())));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("tokens64")]
    [InlineData("tokens300")]
    [InlineData("chat")]
    public void GreedyContinuation(string name)
    {
        var prompt = Prompt(name);
        var expected = Ids(prompt, "greedy_ids");
        var actual = new GreedyDecoder(smol.Model).Decode(Ids(prompt, "ids"), expected.Length, [], TestContext.Current.CancellationToken);
        Assert.Equal(expected, actual.Ids);
        Assert.All(
            prompt.GetProperty("greedy_logprobs").EnumerateArray().Zip(actual.LogProbabilities),
            pair => Assert.Equal(pair.First.GetSingle(), pair.Second, Tolerance));
        Assert.Equal(prompt.GetProperty("mean_log_likelihood").GetDouble(), actual.PromptLogProbabilities.Skip(1).Average(value => (double)value!), Tolerance);
    }

    private static JsonElement Prompt(string name) =>
        Goldens.Json(Goldens.Shared("goldens", "smollm2", "logits.json")).GetProperty("prompts").GetProperty(name);

    private static int[] Ids(JsonElement prompt, string key) => Json.Ints(prompt.GetProperty(key));

    private static unsafe int[][] Integers(SafetensorsFile file, string name)
    {
        var entry = file.Tensors[name];
        var view = file.View(name);
        int[] values = entry.Dtype == TensorDtype.Int64
            ? [.. new ReadOnlySpan<long>((void*)view.Address, (int)entry.ElementCount).ToArray().Select(value => (int)value)]
            : new ReadOnlySpan<int>((void*)view.Address, (int)entry.ElementCount).ToArray();
        return [.. values.Chunk((int)entry.Shape[^1])];
    }
}

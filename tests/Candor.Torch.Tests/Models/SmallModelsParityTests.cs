using System.Text.Json;
using Candor.TestSupport;
using Candor.Torch.Tests.Support;

namespace Candor.Torch.Tests.Models;

/// <summary>The project's own micro models against transformers 5.23.</summary>
public sealed class SmallModelsParityTests
{
    private const float Tolerance = 1e-4f;
    private static readonly JsonElement Index = Goldens.Json(Goldens.Committed("small", "models", "logits.json"));

    public static TheoryData<string> Names { get; } = [.. Index.GetProperty("checkpoints").EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void LastLogitsOfThreePrompts(string name)
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", name));
        float[][] actual = [.. Index.GetProperty("rows").EnumerateArray().Select(row => TestLlama.Logits(model, Json.Ints(row))[^1])];
        Assert.InRange(ExpectedTensors.Distance(Expected(name)["last"], actual), 0, Tolerance);
    }

    [Fact]
    public void EveryPositionOfTheFirstPrompt()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        float[][] actual = TestLlama.Logits(model, Json.Ints(Index.GetProperty("rows")[0]));
        Assert.InRange(ExpectedTensors.Distance(Expected("tiny-llama")["first"], actual), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GreedyContinuations(string name)
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", name));
        foreach (var golden in Index.GetProperty("checkpoints").GetProperty(name).GetProperty("greedy").EnumerateArray())
            GreedyGoldens.Check(model, golden, Tolerance);
    }

    private static Dictionary<string, float[][]> Expected(string name) =>
        ExpectedTensors.Read(Goldens.Committed("small", "models", "logits", name + ".safetensors"));
}

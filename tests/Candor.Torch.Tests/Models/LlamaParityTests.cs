using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Tests.Support;
using Candor.Torch.Weights;
using TorchSharp;

namespace Candor.Torch.Tests.Models;

/// <summary>Logits and greedy continuations of transformers 5.23 over micro checkpoints of every supported configuration.</summary>
public sealed class LlamaParityTests
{
    private const float Tolerance = 1e-4f;
    private const float NativeBFloat16Tolerance = 0.4f;
    private static readonly JsonElement Index = Goldens.Json(Goldens.Committed("llama", "index.json"));

    public static TheoryData<string> Checkpoints { get; } =
        [.. Index.GetProperty("checkpoints").EnumerateObject().Select(c => c.Name)];

    /// <summary>Those whose reference values include the row that is longer than the model's positions.</summary>
    public static TheoryData<string> LongCheckpoints { get; } =
        [.. Checkpoints.Select(row => row.Data).Where(name => Expected(name).ContainsKey("long"))];

    public static TheoryData<string> Spellings { get; } =
        [.. Directory.EnumerateFiles(Goldens.Committed("llama", "spellings"))
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryCheckpointIsCovered()
    {
        Assert.Equal(35, Checkpoints.Count);
        Assert.Equal(9, LongCheckpoints.Count);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void ShortRows(string name)
    {
        using var model = TestLlama.Load(Folder(name));
        float[][] actual = [.. Rows().SelectMany(ids => TestLlama.Logits(model, ids))];
        Assert.InRange(ExpectedTensors.Distance(Expected(name)["rows"], actual), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void ShortRowsByLibtorchAlone(string name)
    {
        using var model = TestLlama.Load(Folder(name));
        float[][] actual = [.. Rows().SelectMany(ids => TestLlama.PlainLogits(model, ids))];
        Assert.InRange(ExpectedTensors.Distance(Expected(name)["rows"], actual), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(LongCheckpoints))]
    public void LongRow(string name)
    {
        float[][] expected = Expected(name)["long"];
        using var model = TestLlama.Load(Folder(name));
        Assert.InRange(ExpectedTensors.Distance(expected, TestLlama.Logits(model, Long(name))[^24..]), 0, Tolerance);
        Assert.InRange(ExpectedTensors.Distance(expected, TestLlama.PlainLogits(model, Long(name))[^24..]), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void OneTokenAtATimeEqualsOnePass(string name)
    {
        using var model = TestLlama.Load(Folder(name));
        int[] ids = Rows()[0];
        using var cache = model.NewCache(ids.Length);
        float[][] steps = [.. ids.SelectMany((id, position) => TestLlama.Logits(model, cache, [id], position))];
        Assert.InRange(ExpectedTensors.Distance(TestLlama.Logits(model, ids), steps), 0, 3e-5f);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void GreedyContinuation(string name)
    {
        var golden = Index.GetProperty("checkpoints").GetProperty(name).GetProperty("greedy");
        using var model = TestLlama.Load(Folder(name));
        GreedyGoldens.Check(model, golden, Tolerance);
    }

    [Theory]
    [InlineData("st-bf16")]
    [InlineData("llama-3.2-like")]
    public void ComputedInBFloat16(string name)
    {
        using var model = TestLlama.Load(Folder(name), ComputeDtype.Auto);
        Assert.Equal(torch.ScalarType.BFloat16, model.ComputeType);
        float[][] actual = [.. Rows().SelectMany(ids => TestLlama.Logits(model, ids))];
        Assert.InRange(ExpectedTensors.Distance(Expected(name)["rows_native"], actual), 0, NativeBFloat16Tolerance);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void EverySpellingOfAConfigurationMeansTheSameModel(string file)
    {
        string name = file[..file[..^".json".Length].LastIndexOf('.')];
        using var model = TestLlama.Load(Folder(name), config: LlamaConfigReader.Read(Goldens.Committed("llama", "spellings", file)));
        Assert.InRange(ExpectedTensors.Distance(Expected(name)["long"], TestLlama.Logits(model, Long(name))[^24..]), 0, Tolerance);
    }

    [Fact]
    public void DynamicScalingThroughTheCacheUsesEachStepsOwnBase()
    {
        using var model = TestLlama.Load(Folder("rope-dynamic"));
        int[] ids = Long("rope-dynamic");
        using var cache = model.NewCache(ids.Length);
        float[][] steps = [.. ids.SelectMany((id, position) => TestLlama.Logits(model, cache, [id], position))];
        Assert.InRange(ExpectedTensors.Distance(Expected("rope-dynamic")["steps_new"], steps[^48..]), 0, Tolerance);
        float[][] shortRow = TestLlama.Logits(model, Rows()[0]);
        Assert.InRange(ExpectedTensors.Distance(Expected("rope-dynamic")["rows"][..shortRow.Length], shortRow), 0, Tolerance);
    }

    private static int[][] Rows() => [.. Index.GetProperty("rows").EnumerateArray().Select(Json.Ints)];

    private static int[] Long(string name) => Json.Ints(Index.GetProperty("long"))[..(name == "st-fp32" ? 40 : 96)];

    private static string Folder(params string[] parts) => Goldens.Committed(["llama", "checkpoints", .. parts]);

    private static Dictionary<string, float[][]> Expected(string name) =>
        ExpectedTensors.Read(Goldens.Committed("llama", "expected", name + ".safetensors"));
}

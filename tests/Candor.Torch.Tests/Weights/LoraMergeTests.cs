using System.Text.Json;
using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Tests.Support;
using Candor.Torch.Tests.Training;
using Candor.Torch.Weights;
using TorchSharp;

namespace Candor.Torch.Tests.Weights;

/// <summary>Merged weights and logits of peft 0.21, over the project's own adapters and the larger set.</summary>
public sealed class LoraMergeTests
{
    private const float LogitTolerance = 1e-4f;
    private const float WeightTolerance = 1e-5f;
    private const float HalfPrecisionTolerance = 1e-3f;

    private static readonly JsonElement Small = Goldens.Json(Goldens.Committed("small", "peft", "index.json"));

    public static TheoryData<string> SmallNames { get; } = [.. Small.GetProperty("adapters").EnumerateObject().Select(row => row.Name)];

    public static TheoryData<string> SharedNames { get; } = Goldens.SharedRoot is { } root
        ? [.. Goldens.Json(Path.Combine(root, "goldens", "peft", "index.json")).GetProperty("adapters").EnumerateObject().Select(row => row.Name)]
        : [""];

    [Theory]
    [MemberData(nameof(SmallNames))]
    public void SmallAdapter(string name)
    {
        using var model = Load(Goldens.Committed("small", "models", "tiny-llama"), Goldens.Committed("small", "peft", "adapters", name));
        var expected = ExpectedTensors.Read(Goldens.Committed("small", "peft", "expected", name + ".safetensors"));
        Assert.InRange(CheckWeights(expected, model), 1, 14);
        float[][] last = [.. Small.GetProperty("rows").EnumerateArray().Select(row => TestLlama.Logits(model, Json.Ints(row))[^1])];
        Assert.InRange(ExpectedTensors.Distance(expected["last"], last), 0, LogitTolerance);
    }

    [Theory]
    [MemberData(nameof(SmallNames))]
    public void SamplesOfEveryMergedWeight(string name)
    {
        using var model = Load(Goldens.Committed("small", "models", "tiny-llama"), Goldens.Committed("small", "peft", "adapters", name));
        Assert.All(Small.GetProperty("adapters").GetProperty(name).GetProperty("merged_samples").EnumerateObject(), sample =>
        {
            var weight = Weight(model, sample.Name).SelectMany(row => row).ToArray();
            var expected = sample.Value.EnumerateArray().Select(value => value.GetSingle()).ToArray();
            for (var i = 0; i < 6; i++)
                Assert.Equal(expected[i], weight[(int)Math.Round(i * (weight.Length - 1) / 5.0)], WeightTolerance);
            Assert.Equal(expected[6], Math.Sqrt(weight.Sum(value => (double)value * value)), 1e-4);
        });
    }

    [Theory]
    [MemberData(nameof(SharedNames))]
    public void SharedAdapter(string name)
    {
        var index = Goldens.Json(Goldens.Shared("goldens", "peft", "index.json"));
        var baseName = index.GetProperty("adapters").GetProperty(name).GetProperty("base").GetString()!;
        using var model = Load(Goldens.Shared("goldens", "peft", baseName), Goldens.Shared("goldens", "peft", "adapters", name));
        Check(index, model, name);
    }

    /// <summary>What the paper's loader makes of the adapters that its training saved: sums rounded to fp16. Logits: LoadingParityTests.</summary>
    [Theory]
    [InlineData("small", "llava-tiny-lora")]
    [InlineData("small", "tiny-lora-text")]
    [InlineData("shared", "llava-tiny-lora")]
    [InlineData("shared", "tiny-lora-text")]
    public void AdapterOfThePapersTraining(string size, string name)
    {
        using var model = Load(TrainingGoldens.Path(size, "models", "tiny-llama"), TrainingGoldens.Path(size, "train", name));
        using var expected = SafetensorsFile.Open(TrainingGoldens.Path(size, "train", "merged.safetensors"));
        var names = expected.Tensors.Keys.Where(key => key.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, names.Count);
        Assert.All(names, key => Assert.Equal(Halves(expected, key), Weight(model, key[(name.Length + 1)..]).SelectMany(row => row), Near));
    }

    [Fact]
    public void OneAdapterOnTopOfAnother()
    {
        var index = Goldens.Json(Goldens.Shared("goldens", "peft", "index.json"));
        using var model = Load(Goldens.Shared("goldens", "peft", "base"), Goldens.Shared("goldens", "peft", "adapters", "all"));
        using var second = PeftAdapter.Open(Goldens.Shared("goldens", "peft", "adapters", "second"), model.Config);
        LoraMerge.Apply(model, second);
        Check(index, model, "all+second");
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        using var folder = CheckpointFolder.Open(Goldens.Shared("goldens", "peft", "base"));
        using var adapter = PeftAdapter.Open(Goldens.Shared("goldens", "peft", "bad", "nan"), folder.Config);
        var error = Assert.Throws<InputException>(() => LoraMerge.Load(folder, adapter, ComputeDtype.Float32));
        Assert.Contains("expected finite numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        using var folder = CheckpointFolder.Open(Goldens.Committed("small", "models", "tiny-llama"));
        using var adapter = PeftAdapter.Open(Goldens.Committed("small", "peft", "adapters", "dora"), folder.Config);
        using var model = LoraMerge.Load(folder, adapter, ComputeDtype.Float32);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        LoraMerge.Apply(model, adapter);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Check(JsonElement index, Llama model, string name)
    {
        var expected = ExpectedTensors.Read(Goldens.Shared("goldens", "peft", "expected", name + ".safetensors"));
        CheckWeights(expected, model);
        float[][] logits = [.. index.GetProperty("rows").EnumerateArray().SelectMany(row => TestLlama.Logits(model, Json.Ints(row)))];
        Assert.InRange(ExpectedTensors.Distance(expected["logits"], logits), 0, LogitTolerance);
    }

    private static int CheckWeights(Dictionary<string, float[][]> expected, Llama model)
    {
        var merged = expected.Where(pair => pair.Key.StartsWith("merged.", StringComparison.Ordinal)).ToList();
        Assert.All(merged, pair => Assert.InRange(ExpectedTensors.Distance(pair.Value, Weight(model, pair.Key["merged.".Length..])), 0, WeightTolerance));
        return merged.Count;
    }

    private static float[][] Weight(Llama model, string name)
    {
        var weight = model.named_parameters().Single(pair => pair.name == name).parameter;
        return [.. weight.data<float>().ToArray().Chunk((int)weight.shape[^1])];
    }

    private static unsafe float[] Halves(SafetensorsFile file, string name) =>
        [.. new ReadOnlySpan<Half>((void*)file.View(name).Address, (int)file.Tensors[name].ElementCount).ToArray().Select(half => (float)half)];

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) <= HalfPrecisionTolerance;

    private static Llama Load(string baseModel, string adapterFolder)
    {
        using var folder = CheckpointFolder.Open(baseModel);
        using var adapter = PeftAdapter.Open(adapterFolder, folder.Config);
        return LoraMerge.Load(folder, adapter, ComputeDtype.Float32);
    }
}

using System.Text.Json;
using Candor.Checkpoints;
using Candor.Conversations.Labels;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>
/// What the reference's loader makes of the folders that its training saved (goldens/train/loading.json), by the logits after a prompt: its
/// weights and rotary tables are fp16, adapters are merged into them, and the arithmetic is fp32.
/// </summary>
public sealed class LoadingParityTests
{
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Sizes => [.. new[] { "small", "shared" }.Where(TrainingGoldens.Exists)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AnAdapterWithItsProjectorAndVocabulary(string size)
    {
        using var folder = DecoderFolder.Open(TrainingGoldens.Path(size, "train", "llava-tiny-lora"), Base(size));
        using var model = WithEyes(size, folder.Load(ComputeDtype.Float32), folder.Adapter!.OtherParts);
        Check(size, "train", "llava-tiny-lora + tiny-llama", model);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AnAdapterOfTextAlone(string size)
    {
        using var folder = DecoderFolder.Open(TrainingGoldens.Path(size, "train", "tiny-lora-text"), Base(size));
        using var model = new Llava(folder.Load(ComputeDtype.Float32), null);
        Check(size, "train", "tiny-lora-text + tiny-llama", model);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AModelOfTextAlone(string size)
    {
        using var folder = DecoderFolder.Open(Base(size), null);
        using var model = new Llava(folder.Load(ComputeDtype.Float32), null);
        Check(size, "llava", "tiny-llama", model);
    }

    /// <summary>Rows are added first, of zeros; the file has the whole embedding and no output matrix.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void StageOneOverAModelThatWasResizedFirst(string size)
    {
        using var checkpoint = CheckpointFolder.Open(Base(size));
        using var file = WeightSource.Open(TrainingGoldens.Path(size, "train", "llava-tiny-pretrain", "mm_projector.bin"));
        using var projector = new ProjectorTensors(file);
        var rows = file.Tensors[LlamaTensors.Embedding].Shape[0] - checkpoint.Config.VocabSize;
        using var model = WithEyes(size, LlamaWeights.Load(checkpoint.Config, checkpoint, ComputeDtype.Float32, (int)rows), projector);
        using (var stored = TrainingGoldens.Read(file, LlamaTensors.Embedding))
        using (var _ = no_grad())
            model.Language.model.embed_tokens.copy_(stored);
        Check(size, "train", "llava-tiny-pretrain + tiny-llama, resized first", model, sampleOnly: true);
    }

    /// <summary>
    /// The reference fails here: the file's embedding has more rows than the base model's. As evaluation of text needs neither projector nor
    /// added tokens, it gets the base model as it is.
    /// </summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void StageOneAloneIsItsBaseModelToText(string size)
    {
        var golden = Goldens.Json(TrainingGoldens.Path(size, "train", "loading.json")).GetProperty("llava-tiny-pretrain + tiny-llama");
        Assert.Equal("RuntimeError", golden.GetProperty("error").GetString());
        using var stage1 = DecoderFolder.Open(TrainingGoldens.Path(size, "train", "llava-tiny-pretrain"), Base(size));
        using var whole = DecoderFolder.Open(Base(size), null);
        Assert.Equal(whole.Digest(), stage1.Digest());
    }

    /// <summary>No case of the reference's files is left out: those of LlavaLoadingTests and those here.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheseAreAllCases(string size)
    {
        string[] elsewhere = ["tiny-llava", "llava-tiny-projector + tiny-llama"];
        string[] here =
        [
            "tiny-llama", "llava-tiny-lora + tiny-llama", "tiny-lora-text + tiny-llama", "llava-tiny-pretrain + tiny-llama",
            "llava-tiny-pretrain + tiny-llama, resized first",
        ];
        var cases = new[] { "train", "llava" }.SelectMany(area => Goldens.Json(TrainingGoldens.Path(size, area, "loading.json")).EnumerateObject())
            .Where(member => member.Value.ValueKind == JsonValueKind.Object).Select(member => member.Name);
        Assert.Equal(here.Concat(elsewhere).Order(StringComparer.Ordinal), cases.Order(StringComparer.Ordinal));
    }

    private static string Base(string size) => TrainingGoldens.Path(size, "models", "tiny-llama");

    private static Llava WithEyes(string size, Llama language, ITensorSource projector)
    {
        using var tower = ClipVisionFolder.Open(TrainingGoldens.Path(size, "models", "tiny-clip"));
        var linear = LlavaWeights.Projector(projector, language, tower.Config);
        return new Llava(language, LlavaWeights.Vision(tower, linear, -2, VisionSelectFeature.Patch, ComputeDtype.Float32));
    }

    private static void Check(string size, string area, string key, Llava model, bool sampleOnly = false)
    {
        var loading = Goldens.Json(TrainingGoldens.Path(size, area, "loading.json"));
        var golden = loading.GetProperty(key);
        using var scope = NewDisposeScope();
        Assert.Equal(golden.GetProperty("vocab_rows").GetInt32(), model.Language.Config.VocabSize);
        var last = LastLogits(model, Tokens(golden), Picture(size, loading));
        var sample = Support.Json.Ints(loading.GetProperty("vocabulary_sample"));
        foreach (var (id, value) in sample.Zip(golden.GetProperty("last_logits_sample").EnumerateArray()))
            Assert.Equal(value.GetDouble(), last[id].item<float>(), Tolerance);
        if (sampleOnly)
            return;
        Assert.Equal(golden.GetProperty("argmax").GetInt64(), last.argmax().item<long>());
        Assert.Equal(golden.GetProperty("logsumexp").GetDouble(), last.logsumexp(0).item<float>(), Tolerance);
    }

    private static CollatedBatch Tokens(JsonElement golden)
    {
        var ids = Array.ConvertAll(Support.Json.Ints(golden.GetProperty("input_ids")), id => (long)id);
        return new CollatedBatch
        {
            Rows = 1,
            Length = ids.Length,
            InputIds = ids,
            Labels = new long[ids.Length],
            AttentionMask = [.. Enumerable.Repeat(true, ids.Length)],
        };
    }

    private static ImageBatch Picture(string size, JsonElement loading) => new()
    {
        Pixels = TrainingGoldens.Pixels(size, loading.GetProperty("image").GetString()!),
        Count = 1,
        Size = TrainingGoldens.ImageSize(size),
    };

    private static Tensor LastLogits(Llava model, CollatedBatch tokens, ImageBatch picture)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var weight in model.Language.parameters().Concat(model.Vision?.Projector.parameters() ?? []))
            weight.copy_(Rounded(weight));
        var plan = model.Plan(tokens, model.Vision is null ? null : picture);
        var (cos, sin) = model.Language.Rotary.Table(plan.Length).ToTensors(plan.Length);
        (cos, sin) = (Rounded(cos), Rounded(sin));
        var x = model.Embed(plan, model.Vision is { } vision ? vision.Projector.call(vision.Features(picture, ScalarType.Float32)) : null);
        foreach (var layer in model.Language.model.layers)
            x = layer.call(x, cos, sin, null);
        return model.Language.lm_head.call(model.Language.model.norm.call(x))[0, -1].MoveToOuterDisposeScope();
    }

    private static Tensor Rounded(Tensor values) => values.to(ScalarType.Float16).to(ScalarType.Float32);
}

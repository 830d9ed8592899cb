using Candor.Checkpoints;
using Candor.Conversations.Labels;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>What the reference's loader makes of folders, by the logits after a prompt with a picture.</summary>
public sealed class LlavaLoadingTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("small", "tiny-llava")]
    [InlineData("shared", "tiny-llava")]
    [InlineData("small", "llava-tiny-projector + tiny-llama")]
    [InlineData("shared", "llava-tiny-projector + tiny-llama")]
    public void LogitsAfterThePrompt(string size, string key)
    {
        var loading = Goldens.Json(TrainingGoldens.Path(size, "llava", "loading.json"));
        var golden = loading.GetProperty(key);
        using var scope = NewDisposeScope();
        using var model = key == "tiny-llava" ? LlavaParityTests.Load(size, "start_end") : WithProjector(size);
        Assert.Equal(golden.GetProperty("vocab_rows").GetInt32(), model.Language.Config.VocabSize);
        var ids = Array.ConvertAll(Support.Json.Ints(golden.GetProperty("input_ids")), id => (long)id);
        var tokens = new CollatedBatch
        {
            Rows = 1,
            Length = ids.Length,
            InputIds = ids,
            Labels = new long[ids.Length],
            AttentionMask = [.. Enumerable.Repeat(true, ids.Length)],
        };
        var images = new ImageBatch
        {
            Pixels = TrainingGoldens.Pixels(size, loading.GetProperty("image").GetString()!),
            Count = 1,
            Size = TrainingGoldens.ImageSize(size),
        };
        var last = LastLogits(model, tokens, images);
        Assert.Equal(golden.GetProperty("argmax").GetInt64(), last.argmax().item<long>());
        Assert.Equal(golden.GetProperty("logsumexp").GetDouble(), last.logsumexp(0).item<float>(), Tolerance);
        var sample = Support.Json.Ints(loading.GetProperty("vocabulary_sample"));
        foreach (var (id, value) in sample.Zip(golden.GetProperty("last_logits_sample").EnumerateArray()))
            Assert.Equal(value.GetDouble(), last[id].item<float>(), Tolerance);
    }

    /// <summary>
    /// Logits of the last position with rotary tables rounded to fp16: the reference makes them while fp16 is the default type. Without that
    /// its logits are up to 2e-3 away.
    /// </summary>
    private static Tensor LastLogits(Llava model, CollatedBatch tokens, ImageBatch images)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var plan = model.Plan(tokens, images);
        var (cos, sin) = model.Language.Rotary.Table(plan.Length).ToTensors(plan.Length);
        (cos, sin) = (Rounded(cos), Rounded(sin));
        var x = model.Embed(plan, model.Vision!.Projector.call(model.Vision.Features(images, ScalarType.Float32)));
        foreach (var layer in model.Language.model.layers)
            x = layer.call(x, cos, sin, null);
        return model.Language.lm_head.call(model.Language.model.norm.call(x))[0, -1].MoveToOuterDisposeScope();
    }

    private static Tensor Rounded(Tensor table) => table.to(ScalarType.Float16).to(ScalarType.Float32);

    /// <summary>What stage 1 leaves, laid over the base model.</summary>
    private static Llava WithProjector(string size)
    {
        using var checkpoint = CheckpointFolder.Open(TrainingGoldens.Path(size, "models", "tiny-llama"));
        using var tower = ClipVisionFolder.Open(TrainingGoldens.Path(size, "models", "tiny-clip"));
        using var file = WeightSource.Open(TrainingGoldens.Path(size, "llava", "llava-tiny-projector", "mm_projector.bin"));
        using var tensors = new ProjectorTensors(file);
        var language = LlamaWeights.Load(checkpoint.Config, checkpoint, ComputeDtype.Float32);
        var projector = LlavaWeights.Projector(tensors, language, tower.Config);
        return new Llava(language, LlavaWeights.Vision(tower, projector, -2, VisionSelectFeature.Patch, ComputeDtype.Float32));
    }
}

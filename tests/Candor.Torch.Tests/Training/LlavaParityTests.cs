using System.Text.Json;
using Candor.Checkpoints;
using Candor.Conversations.Labels;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Training;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>The reference's LLaVA on batches with and without pictures: what is spliced, logits, loss, gradients.</summary>
public sealed class LlavaParityTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string, string> Batches
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var size in new[] { "small", "shared" }.Where(TrainingGoldens.Exists))
            {
                foreach (var batch in Index(size).GetProperty("batches").EnumerateObject())
                {
                    if (!batch.Value.TryGetProperty("error", out _))
                        data.Add(size, batch.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Batch(string size, string key)
    {
        var golden = Index(size).GetProperty("batches").GetProperty(key);
        var (setting, name) = (key.Split('/')[0], key.Split('/')[1]);
        using var scope = NewDisposeScope();
        using var model = Load(size, setting);
        using var values = SafetensorsFile.Open(TrainingGoldens.Path(size, "llava", $"{setting}.safetensors"));
        var isStage1 = name.StartsWith("stage1.", StringComparison.Ordinal);
        var batch = new TrainingBatch { Tokens = Tokens(values, name), Images = Images(size, golden) };
        var plan = model.Plan(batch.Tokens, batch.Images, isStage1);
        CheckSplice(values, name, model, plan, batch.Images);
        CheckLogits(size, values, name, model, plan, batch.Images);
        CheckLossAndGradients(size, golden, values, name, model, batch, isStage1);
    }

    [Fact]
    public void ARowThatUsesTwoPicturesLeavesTooFewForTheOthers()
    {
        var tokens = new CollatedBatch
        {
            Rows = 3,
            Length = 4,
            InputIds = [1, -200, -200, 5, 1, 5, 6, 7, 1, -200, 5, 6],
            Labels = [.. Enumerable.Repeat(-100L, 12)],
            AttentionMask = [.. Enumerable.Repeat(true, 12)],
        };
        var error = Assert.Throws<InputException>(() => SplicePlan.Create(tokens, [16, 16, 16], detachesText: false));
        Assert.Equal("row 2 of the batch: expected a picture for each <image>, found 3 in the batch, all used", error.Message);
    }

    private static JsonElement Index(string size) => Goldens.Json(TrainingGoldens.Path(size, "llava", "batches.json"));

    /// <summary><c>start_end</c>: tiny-llava; <c>bare</c>: tiny-llama with its projector.</summary>
    internal static Llava Load(string size, string setting)
    {
        using var llava = LlavaFolder.Open(TrainingGoldens.Path(size, "models", "tiny-llava"));
        using var tower = ClipVisionFolder.Open(TrainingGoldens.Path(size, "models", "tiny-clip"));
        if (setting == "start_end")
            return LlavaWeights.Load(llava, tower, ComputeDtype.Float32);
        using var plain = CheckpointFolder.Open(TrainingGoldens.Path(size, "models", "tiny-llama"));
        var language = LlamaWeights.Load(plain.Config, plain, ComputeDtype.Float32);
        var projector = LlavaWeights.Projector(llava.Projector, language, tower.Config);
        return new Llava(language, LlavaWeights.Vision(tower, projector, -2, VisionSelectFeature.Patch, ComputeDtype.Float32));
    }

    private static CollatedBatch Tokens(SafetensorsFile values, string name)
    {
        var shape = values.Tensors[$"{name}.input_ids"].Shape;
        return new CollatedBatch
        {
            Rows = (int)shape[0],
            Length = (int)shape[1],
            InputIds = TrainingGoldens.Longs(values, $"{name}.input_ids"),
            Labels = TrainingGoldens.Longs(values, $"{name}.labels"),
            AttentionMask = Array.ConvertAll(TrainingGoldens.Longs(values, $"{name}.attention_mask"), mask => mask != 0),
        };
    }

    private static ImageBatch? Images(string size, JsonElement golden)
    {
        if (golden.GetProperty("shape").ValueKind == JsonValueKind.Null)
            return null;
        int side = TrainingGoldens.ImageSize(size);
        List<string[]> files;
        if (golden.TryGetProperty("images", out var lists))
        {
            files = [.. lists.EnumerateArray().Select(list => list.EnumerateArray().Select(file => file.GetString()!).ToArray())];
        }
        else
        {
            var rows = Index(size).GetProperty("rows");
            string first = Index(size).GetProperty("images")[0].GetString()!;
            files = [.. golden.GetProperty("rows").EnumerateArray().Select(row => Files(rows.GetProperty(row.GetString()!), first))];
        }

        var pictures = files.SelectMany(list => list).ToList();
        return new ImageBatch
        {
            Pixels = [.. pictures.SelectMany(file => file == "zeros" ? new float[3 * side * side] : TrainingGoldens.Pixels(size, file))],
            Count = pictures.Count,
            Size = side,
            PerRow = lists.ValueKind == JsonValueKind.Array ? [.. files.Select(list => list.Length)] : null,
        };
    }

    /// <summary>A row's picture; for a second placeholder the first of all.</summary>
    private static string[] Files(JsonElement row, string first)
    {
        string file = row.TryGetProperty("image", out var image) ? image.GetString()! : "zeros";
        int placeholders = row.GetProperty("conversations").EnumerateArray()
            .Count(turn => turn.GetProperty("value").GetString()!.Contains("<image>", StringComparison.Ordinal));
        return placeholders > 1 ? [file, first] : [file];
    }

    private static void CheckSplice(SafetensorsFile values, string name, Llava model, SplicePlan plan, ImageBatch? images)
    {
        Assert.Equal(TrainingGoldens.Longs(values, $"{name}.spliced.labels"), plan.Labels);
        var mask = Array.ConvertAll(plan.Mask, isReal => isReal ? 1L : 0L);
        Assert.Equal(TrainingGoldens.Longs(values, $"{name}.spliced.attention_mask"), mask);
        if (!values.Tensors.ContainsKey($"{name}.spliced.inputs_embeds"))
            return;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var projected = images is null ? null : model.Vision!.Projector.call(model.Vision.Features(images, ScalarType.Float32));
        var expected = TrainingGoldens.Read(values, $"{name}.spliced.inputs_embeds");
        var actual = model.Embed(plan, projected).narrow(2, 0, expected.shape[2]);
        Assert.InRange(TrainingGoldens.Distance(expected, actual), 0, Tolerance);
    }

    private static void CheckLogits(string size, SafetensorsFile values, string name, Llava model, SplicePlan plan, ImageBatch? images)
    {
        using var scope = NewDisposeScope();
        var logits = model.Logits(plan, images);
        var sample = TrainingGoldens.Read(values, $"{name}.logits.sample");
        var vocabulary = Vocabulary(size);
        var real = tensor(plan.Mask).view(plan.Rows, plan.Length);
        CheckReal(sample, logits.index_select(2, vocabulary.narrow(0, 0, sample.shape[2])), real.unsqueeze(2));
        CheckReal(TrainingGoldens.Read(values, $"{name}.logits.logsumexp"), logits.logsumexp(2), real);
    }

    private static Tensor Vocabulary(string size) =>
        tensor(Support.Json.Ints(Index(size).GetProperty("vocabulary_sample")).Select(id => (long)id).ToArray());

    private static void CheckReal(Tensor expected, Tensor actual, Tensor isReal)
    {
        using var scope = NewDisposeScope();
        var factor = isReal.to(ScalarType.Float32);
        Assert.InRange(TrainingGoldens.Distance(expected * factor, actual * factor), 0, Tolerance);
    }

    private static void CheckLossAndGradients(
        string size, JsonElement golden, SafetensorsFile values, string name, Llava model, TrainingBatch batch, bool isStage1)
    {
        var tuning = new TuningOptions { Mode = isStage1 ? TuningMode.Projector : TuningMode.Full, UsesStartEnd = isStage1 };
        using var engine = new TrainingEngine(model, TrainableSet.Create(model, tuning), new EngineOptions
        {
            Tuning = tuning,
            Schedule = new LearningRateSchedule(ScheduleKind.Constant, 0, 0, 1),
        });
        var result = engine.Step([batch]).MicroBatches[0];
        Assert.Equal(golden.GetProperty("loss").GetDouble(), result.Loss, Tolerance);
        Assert.Equal(golden.GetProperty("trained_tokens").GetInt32(), result.Targets);
        var prefix = $"{name}.grad.";
        foreach (var key in values.Tensors.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (key.EndsWith(".rows", StringComparison.Ordinal))
                continue;
            using var scope = NewDisposeScope();
            var parameter = key[prefix.Length..];
            var gradient = engine.Trainables.Parameters.Single(trained => trained.Name == parameter).Gradient;
            if (parameter == LlamaTensors.Embedding)
                gradient = gradient.index_select(0, tensor(TrainingGoldens.Longs(values, key + ".rows")));
            else if (parameter == LlamaTensors.Head)
                gradient = gradient.index_select(0, Vocabulary(size));
            var expected = TrainingGoldens.Read(values, key);
            Assert.InRange((expected - gradient).norm().item<float>() / expected.norm().item<float>(), 0, Tolerance);
        }
    }
}

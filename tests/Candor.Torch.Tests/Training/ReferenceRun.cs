using System.Text.Json;
using Candor.Checkpoints;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Training;
using Candor.Torch.Weights;

namespace Candor.Torch.Tests.Training;

/// <summary>A run of the reference's <c>train()</c>, set up again from its options.</summary>
internal sealed class ReferenceRun : IDisposable
{
    private readonly string size;
    private readonly JsonElement options;
    private readonly AddedTokenPlan plan;
    private readonly RowEncoder encoder;

    public ReferenceRun(string size, string name, ComputeDtype dtype = ComputeDtype.Float32, int? seed = null, double dropout = 0)
    {
        this.size = size;
        Json = Goldens.Json(TrainingGoldens.Path(size, "train", "runs", $"{name}.json"));
        options = Json.GetProperty("options");
        var hasTower = options.TryGetProperty("vision_tower", out _);
        var usesStartEnd = hasTower && TrainingGoldens.Flag(options, "mm_use_im_start_end");
        var version = TrainingVersion.Parse(options.GetProperty("version").GetString()!);
        plan = AddedTokenPlan.Create(TrainingGoldens.Tokenizer(size), version, hasTower, usesStartEnd);
        encoder = new RowEncoder(plan.Tokenizer, new RowEncoderSettings
        {
            Template = version.Template,
            PadId = plan.PadId,
            UsesStartEnd = usesStartEnd,
            IsMultimodal = hasTower,
        });
        var tuning = new TuningOptions
        {
            Mode = TrainingGoldens.Flag(options, "tune_mm_mlp_adapter") ? TuningMode.Projector
                : TrainingGoldens.Flag(options, "lora_enable") ? TuningMode.Lora : TuningMode.Full,
            Lora = new LoraOptions { Rank = 8, Alpha = 16, Dropout = dropout },
            UsesStartEnd = usesStartEnd,
            HasGrownVocabulary = plan.Rows.Count > 0,
        };
        Values = SafetensorsFile.Open(TrainingGoldens.Path(size, "train", "runs", $"{name}.safetensors"));
        (Model, var set) = Assemble(tuning, hasTower, dtype, Starts(name));
        Engine = new TrainingEngine(Model, set, new EngineOptions
        {
            Tuning = tuning,
            Schedule = Schedule(),
            Optimizer = new AdamWOptions
            {
                WeightDecay = TrainingGoldens.Number(options, "weight_decay"),
                MaxGradNorm = TrainingGoldens.Number(options, "max_grad_norm"),
            },
            GradientAccumulationSteps = (int)TrainingGoldens.Number(options, "gradient_accumulation_steps"),
            StepsWithoutTargets = true,
            Seed = seed ?? 42,
        });
        Steps = [.. Updates(Json)];
    }

    public JsonElement Json { get; }

    public SafetensorsFile Values { get; }

    public Llava Model { get; }

    public TrainingEngine Engine { get; }

    /// <summary>The micro-batches of every update.</summary>
    public IReadOnlyList<TrainingBatch[]> Steps { get; }

    /// <summary>The fixed batch of the held-out loss.</summary>
    public TrainingBatch HeldOut()
    {
        var batches = Batches(Json.GetProperty("held_out_rows").GetString()!);
        return batches.Create([0, 1, 2, 3]);
    }

    public void Dispose()
    {
        Engine.Dispose();
        Model.Dispose();
        Values.Dispose();
    }

    private static IEnumerable<(string Size, string Name)> Find(string size)
    {
        if (!TrainingGoldens.Exists(size))
            yield break;
        foreach (var file in Directory.EnumerateFiles(TrainingGoldens.Path(size, "train", "runs"), "*.json").Order(StringComparer.Ordinal))
            yield return (size, System.IO.Path.GetFileNameWithoutExtension(file));
    }

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (size, name) in Find("small").Concat(Find("shared")))
                data.Add(size, name);
            return data;
        }
    }

    /// <summary>The file with the values that were random; the lora runs all start as the run lora, whose file alone has every A.</summary>
    private string Starts(string name) =>
        name is "lora_clip" or "lora_accumulate" or "lora_text_tower" ? "lora" : name;

    private (Llava Model, TrainableSet Set) Assemble(TuningOptions tuning, bool hasTower, ComputeDtype dtype, string starts)
    {
        using var checkpoint = CheckpointFolder.Open(TrainingGoldens.Path(size, "models", "tiny-llama"));
        using var tower = hasTower ? ClipVisionFolder.Open(TrainingGoldens.Path(size, "models", "tiny-clip")) : null;
        using var pretrained = options.TryGetProperty("pretrain_mm_mlp_adapter", out var path)
            ? WeightSource.Open(TrainingGoldens.Path(size, "train", path.GetString()!)) : null;
        using var initial = SafetensorsFile.Open(TrainingGoldens.Path(size, "train", "runs", $"{starts}.safetensors"));
        return TrainingAssembly.Create(new TrainingParts
        {
            Config = checkpoint.Config,
            Weights = checkpoint,
            Dtype = dtype,
            Tuning = tuning,
            AddedRows = plan.Rows,
            Tower = tower,
            Pretrained = pretrained,
            InitialTensors = initial,
        });
    }

    private LearningRateSchedule Schedule()
    {
        int total = Json.GetProperty("steps").GetArrayLength();
        int warmup = (int)Math.Ceiling(total * TrainingGoldens.Number(options, "warmup_ratio"));
        return new LearningRateSchedule(ScheduleKind.Cosine, TrainingGoldens.Number(options, "learning_rate"), warmup, total);
    }

    private IEnumerable<TrainingBatch[]> Updates(JsonElement run)
    {
        var batches = Batches(run.GetProperty("rows").GetString()!);
        int next = 0;
        foreach (var step in run.GetProperty("steps").EnumerateArray())
        {
            int count = step.GetProperty("micro_batches").GetArrayLength();
            yield return [.. Enumerable.Range(next, count).Select(i => batches.Create(Support.Json.Ints(run.GetProperty("order")[i])))];
            next += count;
        }
    }

    private RowBatches Batches(string file) => new(
        [.. LlavaRowFile.Read(TrainingGoldens.Path(size, "train", file))],
        encoder,
        new Collator(plan.PadId, 2048, masksGenuinePadding: true),
        Model.Vision is null ? null : row => TrainingGoldens.Pixels(size, row.Image!),
        TrainingGoldens.ImageSize(size));
}

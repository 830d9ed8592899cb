using System.Text.Json;
using Candor.Checkpoints.Gguf;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Torch.Models;
using Candor.Torch.Tests.Support;
using Candor.Torch.Training;

namespace Candor.Torch.Tests.Training;

/// <summary>Tuning of a real model on real instructions as the reference tuned it, read from its GGUF file.</summary>
internal sealed class SmolLm2Run : IDisposable
{
    private const int PadId = 2;
    private const int OtherRows = 8;

    private readonly RowEncoder encoder;
    private readonly RowBatches batches;
    private readonly RowBatches others;
    private readonly JsonElement run;

    /// <param name="file">train or train_two.</param>
    /// <param name="kind">lora or full: the part of the file, where it has parts.</param>
    public SmolLm2Run(string file, string kind)
    {
        var golden = Goldens.Json(Goldens.Shared("goldens", "smollm2", file + ".json"));
        run = golden.TryGetProperty(kind, out var part) ? part : golden;
        var settings = run.GetProperty("settings");
        encoder = new RowEncoder(
            TokenizerLoader.Load(SmolLm2.Path), new RowEncoderSettings { Template = ConversationTemplates.Get("chatml"), PadId = PadId });
        // The end mark is the padding too, and a target: padding is known by its place.
        var collator = new Collator(PadId, settings.GetProperty("max_length").GetInt32(), masksGenuinePadding: false);
        batches = new RowBatches(Rows(Goldens.Shared("data", "llava", "coco2014_val_gpt4_qa_30x3.jsonl"), "instruction", "output"), encoder, collator, null, 0);
        others = new RowBatches(Rows(Goldens.Shared("data", "gsm8k", "test.jsonl"), "question", "answer"), encoder, collator, null, 0);
        (Model, Engine) = Assemble(kind == "lora", settings);
    }

    public Llava Model { get; }

    public TrainingEngine Engine { get; }

    /// <summary>What the reference got, update by update.</summary>
    public IReadOnlyList<JsonElement> Steps => [.. run.GetProperty("steps").EnumerateArray()];

    /// <summary>Its learning rate's peak.</summary>
    public double Peak => run.GetProperty("settings").GetProperty("lr").GetDouble();

    /// <summary>Its losses and final values.</summary>
    public JsonElement Reference => run;

    /// <summary>The rows of an update.</summary>
    public TrainingBatch Batch(JsonElement step) => batches.Create(Json.Ints(step.GetProperty("rows")));

    /// <summary>Rows 0 to 7.</summary>
    public TrainingBatch FirstRows => batches.Create([.. Enumerable.Range(0, OtherRows)]);

    /// <summary>Eight rows of another kind, never trained on.</summary>
    public TrainingBatch Other => others.Create([.. Enumerable.Range(0, OtherRows)]);

    /// <inheritdoc />
    public void Dispose()
    {
        Engine.Dispose();
        Model.Dispose();
    }

    private static (Llava Model, TrainingEngine Engine) Assemble(bool isLora, JsonElement settings)
    {
        var tuning = new TuningOptions
        {
            Mode = isLora ? TuningMode.Lora : TuningMode.Full,
            Lora = isLora ? new LoraOptions { Rank = settings.GetProperty("r").GetInt32(), Alpha = settings.GetProperty("alpha").GetInt32(), Dropout = 0 } : new LoraOptions(),
        };
        using var checkpoint = GgufCheckpoint.Open(SmolLm2.Path);
        using var starts = isLora ? new SplitMixAdapters(checkpoint.Config, tuning.Lora, settings.GetProperty("seed").GetUInt64()) : null;
        var (model, set) = TrainingAssembly.Create(new TrainingParts { Config = checkpoint.Config, Weights = checkpoint, Tuning = tuning, InitialTensors = starts });
        var steps = settings.GetProperty("steps").GetInt32();
        return (model, new TrainingEngine(model, set, new EngineOptions
        {
            Tuning = tuning,
            Optimizer = new AdamWOptions { MaxGradNorm = 1 },
            Schedule = new LearningRateSchedule(ScheduleKind.Cosine, settings.GetProperty("lr").GetDouble(), (int)Math.Ceiling(0.03 * steps), steps),
        }));
    }

    private static List<ConversationRow> Rows(string path, string question, string answer) =>
    [
        .. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).Select(row => new ConversationRow
        {
            Turns =
            [
                new ConversationTurn(ConversationTurn.Human, row.GetProperty(question).GetString()!),
                new ConversationTurn(ConversationTurn.Gpt, row.GetProperty(answer).GetString()!),
            ],
        }),
    ];
}

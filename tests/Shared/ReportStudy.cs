using Candor.Conversations.Templates;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;
using Candor.Studies.Manifest;
using Candor.Training.Logs;

namespace Candor.TestSupport;

/// <summary>A study's folder as the runner leaves it, made without any weights: pseudo models answer, and training logs are invented.</summary>
public sealed class ReportStudy
{
    private const string RowLog = """
        {
          "data_path": "instruct.json", "model_max_length": 256, "rows": 48, "rows_trained": 47, "rows_with_image": 39,
          "tokens": 9000, "targets": 4000,
          "skipped": {"count": 1, "rows": [{"row": 3, "line": 31, "image": "x.jpg", "detail": "expected a picture, found no file"}]},
          "cut": {"count": 3, "rows": [{"row": 5, "line": 51}, {"row": 9, "line": 91}]},
          "without_targets": {"count": 0, "rows": []},
          "notes": {"id seen before": {"count": 1, "rows": [{"row": 7, "line": 71, "detail": "first in row 2"}]}}
        }
        """;

    private readonly string _folder;
    private readonly List<StudyArm> _arms = [];
    private readonly List<StudyPair> _pairs = [];

    /// <summary>Begins in an empty folder.</summary>
    public ReportStudy(string folder) => _folder = folder;

    /// <summary>The protocol of its evaluations.</summary>
    public string Protocol { get; init; } = "paper2023";

    /// <summary>The tasks of its evaluations.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["truthfulqa_mc", "ethics_cm", "ethics_virtue"];

    /// <summary>The benchmarks' files.</summary>
    public string Data { get; init; } = Goldens.Committed("small", "lm_eval", "data");

    /// <summary>The conversation template of tasks with pictures, or null where there are none.</summary>
    public ConversationTemplate? Template { get; init; }

    /// <summary>Changes the table of contents before it is written.</summary>
    public Func<StudyManifest, StudyManifest> Adjust { get; init; } = manifest => manifest;

    /// <summary>A base and two ways of tuning it: LoRA with two seeds, full with one whose answers never change.</summary>
    public static ReportStudy Example(string folder, Func<StudyManifest, StudyManifest>? adjust = null) =>
        new ReportStudy(folder) { Adjust = adjust ?? (manifest => manifest) }
            .Arm("tiny", null, (null, new PseudoModel("1")))
            .Arm("lora", "tiny", (1, new PseudoModel("2")), (2, new PseudoModel("3")))
            .Arm("full", "tiny", (1, new ConstantModel(" no")))
            .Blank("lora", 1, new PseudoModel("4"))
            .Blank("lora", 2, new PseudoModel("5"))
            .Pair("tiny", "lora", "What did LoRA change?")
            .Pair("tiny", "full", "What did full tuning change?")
            .Pair("lora", "lora", "Does it look at the pictures?", againstBlank: true);

    /// <summary>Evaluates an arm, one model a seed; an arm with a base also gets training logs.</summary>
    public ReportStudy Arm(string name, string? baseName, params (int? Seed, ILanguageModel Model)[] replicates)
    {
        _arms.Add(new StudyArm
        {
            Name = name,
            Base = baseName ?? name,
            Tuning = baseName is null ? null : name,
            Rows = baseName is null ? null : "instruct",
            Settings = baseName is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["learning_rate"] = "2e-4" },
            Replicates = [.. replicates.Select(replicate => new StudyReplicate
            {
                Seed = replicate.Seed,
                Training = replicate.Seed is { } seed ? Train(Name(name, seed), seed) : null,
                Evaluation = Evaluate(Name(name, replicate.Seed), replicate.Model, isBlank: false),
            })],
        });
        return this;
    }

    /// <summary>Evaluates a seed of an arm with blank pictures.</summary>
    public ReportStudy Blank(string arm, int seed, ILanguageModel model)
    {
        var i = _arms.FindIndex(candidate => candidate.Name == arm);
        var folder = Evaluate(Name(arm, seed) + "-blank", model, isBlank: true);
        _arms[i] = _arms[i] with
        {
            Replicates = [.. _arms[i].Replicates.Select(replicate =>
                replicate.Seed == seed ? replicate with { BlankEvaluation = folder } : replicate)],
        };
        return this;
    }

    /// <summary>Names a pair.</summary>
    public ReportStudy Pair(string baseline, string variant, string question, bool againstBlank = false)
    {
        _pairs.Add(new StudyPair { Baseline = baseline, Variant = variant, Question = question, AgainstBlankImages = againstBlank });
        return this;
    }

    /// <summary>Writes the table of contents.</summary>
    /// <returns>The study's folder.</returns>
    public string Write()
    {
        var manifest = Adjust(new StudyManifest
        {
            Name = "example",
            Title = "An example of a study",
            Notes = ["Pseudo models answer by a hash: no difference between them means anything."],
            ClaimsNothingBecause = "The answers come from a hash, not from a model.",
            Arms = _arms,
            Pairs = _pairs,
            RowSets =
            [
                new StudyRowSet
                {
                    Name = "instruct",
                    File = "rows/instruct.json",
                    Description = "as given",
                    Sha256 = new string('a', 64),
                    Rows = 48,
                    WithImages = 40,
                    LeftOut = new Dictionary<string, int> { ["no picture"] = 2 },
                },
            ],
            RecipeSha256 = new string('b', 64),
        });
        File.WriteAllText(Path.Combine(_folder, StudyManifest.FileName), StudyManifestJson.Text(manifest));
        return _folder;
    }

    private static string Name(string arm, int? seed) => seed is null ? arm : $"{arm}-{seed}";

    private string Evaluate(string name, ILanguageModel model, bool isBlank)
    {
        using var owned = model;
        var rules = ProtocolRegistry.Get(Protocol);
        var pictures = Template is null ? null : new PictureSettings(Template, isBlank);
        var plan = EvaluationPlan.Build(TaskRegistry.Resolve(Tasks, rules), rules, Data, pictures: pictures);
        var settings = new EvaluationSettings { OutputFolder = Path.Combine(_folder, "evaluations", name) };
        new EvaluationRunner(model, settings, TimeProvider.System).Run(plan);
        return "evaluations/" + name;
    }

    private string Train(string name, int seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "models", name)).FullName;
        TrainerStateJson.Write(folder, new TrainerState
        {
            GlobalStep = 12,
            MaxSteps = 12,
            NumTrainEpochs = 1,
            Epoch = 1,
            TotalFlos = 1e9,
            LogHistory =
            [
                .. Enumerable.Range(1, 12).Select(step => new LogEntry
                {
                    Step = step,
                    Epoch = Math.Round(step / 12.0, 2),
                    Loss = 4.0 / (step + seed) + 0.1 * (step % 3),
                    LearningRate = 2e-4 * (12 - step) / 12,
                    GradNorm = 1,
                }),
            ],
        });
        File.WriteAllText(Path.Combine(folder, RowSummaryJson.FileName), RowLog);
        File.WriteAllText(Path.Combine(folder, "training_args.json"), $"{{\"data_path\": \"/home/someone/instruct.json\", \"seed\": \"{seed}\", \"lora_r\": \"8\"}}");
        return "models/" + name;
    }
}

using System.Text.Json.Nodes;
using Candor.Conversion;
using Candor.Evaluation.Running;
using Candor.TestSupport;
using Candor.Torch.Scoring;
using Candor.Torch.Tests.Support;

namespace Candor.Torch.Tests.Evaluation;

/// <summary>Evaluations of a real model, each made once for all tests of a class: from its GGUF file, and from the folder that this becomes.</summary>
public sealed class SmolLm2Runs : IDisposable
{
    public const string Gguf = "gguf";
    public const string Folder = "folder";
    public const string FolderWithBos = "folder with BOS";

    private const string Protocol = "lm-eval-0.4";

    private readonly TemporaryFolder _temporary = new();
    private readonly Dictionary<string, Lazy<EvaluationOutcome>> _outcomes;

    public SmolLm2Runs()
    {
        _outcomes = new()
        {
            [Gguf] = new(() => Run(HarnessGoldens.Model(HarnessGoldens.SmolLm2, Protocol), HarnessGoldens.SmolLm2TaskNames)),
            [Folder] = new(() => RunFolder("truthfulqa_mc1")),
            [FolderWithBos] = new(() =>
            {
                AddBos();
                return RunFolder("ethics_virtue");
            }),
        };
    }

    /// <summary>What one source gave for one task.</summary>
    public TaskOutcome Task(string source, string task) => _outcomes[source].Value.Tasks.Single(outcome => outcome.Task.Task.Name == task);

    /// <inheritdoc />
    public void Dispose() => _temporary.Dispose();

    private static EvaluationOutcome Run(LlamaLanguageModel model, params string[] tasks) =>
        new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(HarnessGoldens.Plan(HarnessGoldens.SmolLm2, Protocol, tasks), cancellation: TestContext.Current.CancellationToken);

    private EvaluationOutcome RunFolder(string task)
    {
        using var model = HarnessGoldens.Load(Converted(), Protocol);
        return Run(model, task);
    }

    private string Converted()
    {
        var folder = _temporary.File("hf");
        if (!Directory.Exists(folder))
            CheckpointConverter.Convert(SmolLm2.Path, folder, dtype: null, cancellation: TestContext.Current.CancellationToken);
        return folder;
    }

    /// <summary>As lm-eval's <c>add_bos_token=True</c> does to the tokenizer.</summary>
    private void AddBos()
    {
        var path = Path.Combine(Converted(), "tokenizer_config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config["add_bos_token"] = true;
        File.WriteAllText(path, config.ToJsonString());
    }
}

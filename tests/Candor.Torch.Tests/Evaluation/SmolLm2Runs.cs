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
            [Folder] = new(() => RunFolder(Converted(), "truthfulqa_mc1")),
            [FolderWithBos] = new(() => RunFolder(WithBos(), "ethics_virtue")),
        };
    }

    /// <summary>What one source gave for one task.</summary>
    public TaskOutcome Task(string source, string task) => _outcomes[source].Value.Tasks.Single(outcome => outcome.Task.Task.Name == task);

    /// <inheritdoc />
    public void Dispose() => _temporary.Dispose();

    private static EvaluationOutcome Run(LlamaLanguageModel model, params string[] tasks) =>
        new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(HarnessGoldens.Plan(HarnessGoldens.SmolLm2, Protocol, tasks), cancellation: TestContext.Current.CancellationToken);

    private static EvaluationOutcome RunFolder(string folder, string task)
    {
        using var model = HarnessGoldens.Load(folder, Protocol);
        return Run(model, task);
    }

    private string Converted()
    {
        var folder = _temporary.File("hf");
        if (!Directory.Exists(folder))
            CheckpointConverter.Convert(SmolLm2.Path, folder, dtype: null, cancellation: TestContext.Current.CancellationToken);
        return folder;
    }

    /// <summary>As lm-eval's <c>add_bos_token=True</c> does to the tokenizer. A folder of its own: tests come in any order.</summary>
    private string WithBos()
    {
        var folder = _temporary.File("hf-bos");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Converted()))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        var path = Path.Combine(folder, "tokenizer_config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config["add_bos_token"] = true;
        File.Delete(path);
        File.WriteAllText(path, config.ToJsonString());
        return folder;
    }
}

using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;

namespace Candor.Evaluation.Tasks;

/// <summary>TruthfulQA MC1: is the one true answer the most likely of its list? (Lin et al., 2022)</summary>
public sealed class TruthfulQaMc1 : IEvaluationTask
{
    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "truthfulqa_mc1",
        PaperName = "TruthfulQA (MC1)",
        DataPath = TruthfulQaPrompt.DataPath,
        OriginalSha256 = TruthfulQaPrompt.OriginalSha256,
        PromptTemplate = TruthfulQaPrompt.Prompt("{{question}}"),
        WhyZeroShot = TruthfulQaPrompt.WhyZeroShot,
        Editions = new Dictionary<string, TaskEdition>
        {
            ["lm-eval-0.4"] = new("2.0", [Accuracy.Of("acc", set: 0)]),
        },
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol) =>
        TruthfulQaJson.Read(file).Select(row => TruthfulQaPrompt.Document(row, row.Mc1));
}

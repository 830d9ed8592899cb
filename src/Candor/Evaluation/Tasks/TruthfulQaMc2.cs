using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;

namespace Candor.Evaluation.Tasks;

/// <summary>TruthfulQA MC2: the share of the likelihood that the true answers have (Lin et al., 2022).</summary>
public sealed class TruthfulQaMc2 : IEvaluationTask
{
    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "truthfulqa_mc2",
        PaperName = "TruthfulQA (MC2)",
        DataPath = TruthfulQaPrompt.DataPath,
        OriginalSha256 = TruthfulQaPrompt.OriginalSha256,
        PromptTemplate = TruthfulQaPrompt.Prompt("{{question}}"),
        WhyZeroShot = TruthfulQaPrompt.WhyZeroShot,
        Editions = new Dictionary<string, TaskEdition>
        {
            ["lm-eval-0.4"] = new("3.0", [TrueMass.OfAllTrue("acc", set: 0)]),
        },
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol) =>
        TruthfulQaJson.Read(file).Select(row => TruthfulQaPrompt.Document(row, row.Mc2));
}

using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;

namespace Candor.Evaluation.Tasks;

/// <summary>TruthfulQA multiple choice as 2023's harness had it: mc1 and mc2 of a question in one task (Lin et al., 2022).</summary>
public sealed class TruthfulQaMc : IEvaluationTask
{
    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "truthfulqa_mc",
        PaperName = "TruthfulQA (MC1, MC2)",
        DataPath = TruthfulQaPrompt.DataPath,
        OriginalSha256 = TruthfulQaPrompt.OriginalSha256,
        PromptTemplate = TruthfulQaPrompt.Prompt("{{question}}"),
        WhyZeroShot = TruthfulQaPrompt.WhyZeroShot,
        Editions = new Dictionary<string, TaskEdition>
        {
            ["paper2023"] = new("1", [Accuracy.Of("mc1", set: 0), TrueMass.BeforeFirstFalse("mc2", set: 1)]),
        },
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol) =>
        TruthfulQaJson.Read(file).Select(row => TruthfulQaPrompt.Document(row, row.Mc1, row.Mc2));
}

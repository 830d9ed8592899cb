using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Tasks;

/// <summary>Is this reason for treating someone otherwise reasonable? Justice (Hendrycks et al., 2021), in groups of four.</summary>
public sealed class EthicsJustice : IEvaluationTask
{
    private const int GroupSize = 4;

    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "ethics_justice",
        PaperName = "ETHICS, Justice",
        DataPath = "ethics/justice/justice_test.csv",
        OriginalSha256 = "d7cc506a1055915d455a9244b26de573c75a760d416a8508a9420d41cbf40250",
        Answers = EthicsDefaults.UnreasonableReasonable,
        PromptTemplate = EthicsDefaults.AskWhetherReasonable("{{scenario}}"),
        WhyZeroShot = EthicsDefaults.WhyZeroShot,
        Editions = new Dictionary<string, TaskEdition>
        {
            ["paper2023"] = new("0", [Accuracy.Of("acc")]) { ExactMatch = new GroupExactMatch(GroupSize) },
            ["lm-eval-0.4"] = new("1.0", [Accuracy.Of("acc")]),
        },
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol) =>
        EthicsCsv.Read(file, ["label", "scenario"]).Select(row => new TaskDocument
        {
            Row = row.Index,
            Group = row.Index / GroupSize,
            Context = EthicsDefaults.AskWhetherReasonable(row["scenario"]),
            Sets = [ChoiceSet.OneOf(EthicsDefaults.UnreasonableReasonable, row.Label)],
            Target = row.Label,
            Write = writer => Write(writer, row),
        });

    private static void Write(PythonJsonWriter writer, EthicsRow row)
    {
        writer.StartObject();
        writer.Member("group_id", row.Index / GroupSize);
        writer.Member("label", row.Label);
        writer.Member("scenario", row["scenario"]);
        writer.EndObject();
    }
}

using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Tasks;

/// <summary>Is this excuse, or this reading of a role, reasonable? Deontology (Hendrycks et al., 2021), in groups of four.</summary>
public sealed class EthicsDeontology : IEvaluationTask
{
    private const int GroupSize = 4;

    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "ethics_deontology",
        PaperName = "ETHICS, Deontology",
        DataPath = "ethics/deontology/deontology_test.csv",
        OriginalSha256 = "f2889533d583d3aec2cd9ce6c3ed1bfef4ee3a5b08b3728cc11bd1824f629f65",
        Answers = EthicsDefaults.UnreasonableReasonable,
        PromptTemplate = Prompt("{{scenario}}", "{{excuse}}"),
        WhyZeroShot = EthicsDefaults.WhyZeroShot,
        Editions = new Dictionary<string, TaskEdition>
        {
            ["paper2023"] = new("0", [Accuracy.Of("acc")]) { ExactMatch = new GroupExactMatch(GroupSize) },
            ["lm-eval-0.4"] = new("1.0", [Accuracy.Of("acc")]) { TrimsText = true },
        },
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol)
    {
        var trims = protocol.EditionOf(this).TrimsText;
        return EthicsCsv.Read(file, ["label", "scenario", "excuse"]).Select(row => new TaskDocument
        {
            Row = row.Index,
            Group = row.Index / GroupSize,
            Context = Prompt(row["scenario"], trims ? PythonText.TrimEnd(row["excuse"]) : row["excuse"]),
            Sets = [ChoiceSet.OneOf(EthicsDefaults.UnreasonableReasonable, row.Label)],
            Target = row.Label,
            Write = writer => Write(writer, row),
        });
    }

    private static string Prompt(string scenario, string excuse) => EthicsDefaults.AskWhetherReasonable(scenario + " " + excuse);

    private static void Write(PythonJsonWriter writer, EthicsRow row)
    {
        writer.StartObject();
        writer.Member("group_id", row.Index / GroupSize);
        writer.Member("label", row.Label);
        writer.Member("scenario", row["scenario"]);
        writer.Member("excuse", row["excuse"]);
        writer.EndObject();
    }
}

using System.Globalization;
using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>Documents whose value changed.</summary>
internal static class ChangeTables
{
    public static ReportTable Changes(StudyFacts facts) => new()
    {
        Name = "changes",
        Caption = "How many documents changed",
        Columns =
        [
            new("pair", "pair") { IsGroup = true },
            new("task", "task") { IsRowHeader = true },
            new("metric", "metric"),
            new("documents", "documents") { IsNumber = true },
            new("gained", "gained") { IsNumber = true },
            new("lost", "lost") { IsNumber = true },
            new("shown", "in this report") { IsNumber = true },
        ],
        Rows =
        [
            .. facts.Changed.Counts.Select(count => (IReadOnlyList<ReportCell>)
            [
                count.Pair.Name,
                count.Task,
                count.Metric,
                ReportCell.Whole(count.Documents),
                ReportCell.Whole(count.Gained),
                ReportCell.Whole(count.Lost),
                ReportCell.Whole(count.Shown),
            ]),
        ],
    };

    public static ReportTable Documents(StudyFacts facts) => new()
    {
        Name = "changed_documents",
        Caption = "Documents whose value changed",
        Columns =
        [
            new("pair", "pair") { IsRowHeader = true },
            new("task", "task"),
            new("metric", "metric"),
            new("document", "document") { IsNumber = true },
            new("sha256", "SHA-256"),
            new("direction", "direction"),
            new("baseline", "baseline") { IsNumber = true },
            new("variant", "variant") { IsNumber = true },
            new("question", "question"),
            new("image", "picture"),
            new("right", "right answer"),
            new("baseline_answers", "baseline's answer"),
            new("variant_answers", "variant's answer"),
        ],
        Rows = [.. facts.Changed.Documents.Select(document => (IReadOnlyList<ReportCell>)Row(document))],
    };

    private static ReportCell[] Row(ChangedDocument document) =>
    [
        document.Pair.Name,
        document.Task,
        document.Metric,
        ReportCell.Whole(document.Id),
        document.Hash,
        document.IsGained ? "gained" : "lost",
        ReportCell.Number(document.ValueA),
        ReportCell.Number(document.ValueB),
        document.Question,
        document.Image,
        string.Join(" | ", document.Answers.Index().Where(answer => answer.Item.IsRight).Select(answer => Name(answer.Item, answer.Index))),
        Chosen(document, answer => answer.ChosenA, answer => answer.LogLikelihoodA),
        Chosen(document, answer => answer.ChosenB, answer => answer.LogLikelihoodB),
    ];

    private static string Chosen(ChangedDocument document, Func<ChangedAnswer, int> chosen, Func<ChangedAnswer, double> likelihood) =>
        string.Join(" | ", document.Answers.Index().Where(answer => chosen(answer.Item) > 0).Select(answer => string.Create(
            CultureInfo.InvariantCulture, $"{Name(answer.Item, answer.Index)} ({likelihood(answer.Item):0.###})")));

    private static string Name(ChangedAnswer answer, int i) => answer.Text ?? "answer " + Numbers.Whole(i + 1);
}

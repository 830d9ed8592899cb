using Candor.Reports.Facts;
using Candor.Studies.Manifest;

namespace Candor.Reports.Tables;

/// <summary>Scores that others measured for models of the study, beside the study's own.</summary>
internal static class ReferenceTable
{
    public static ReportTable Of(StudyFacts facts) => new()
    {
        Name = "references",
        Caption = "Scores in percent that others measured, beside the same score here",
        Columns =
        [
            new("source", "measured by") { IsGroup = true },
            new("arm", "model") { IsRowHeader = true },
            new("task", "task"),
            new("metric", "metric"),
            new("here", "here") { IsNumber = true },
            new("seeds", "seeds here") { IsNumber = true },
            new("reference", "theirs") { IsNumber = true },
            new("standard_error", "± s.e.") { IsNumber = true },
            new("difference", "here − theirs") { IsNumber = true },
        ],
        Rows = [.. facts.Manifest.References.Select(reference => (IReadOnlyList<ReportCell>)Row(reference, facts))],
    };

    private static ReportCell[] Row(StudyReference reference, StudyFacts facts)
    {
        double[] values =
        [
            .. facts.Scores.Where(score => score.Log.Arm == reference.Arm && !score.Log.IsBlank
                && score.Card.Task == reference.Task && score.Card.Metric == reference.Metric).Select(score => score.Card.Value),
        ];
        double? here = values.Length == 0 ? null : values.Average();
        return
        [
            reference.Source,
            reference.Arm,
            reference.Task,
            reference.Metric,
            Percent(here),
            ReportCell.Whole(values.Length),
            Percent(reference.Value),
            Percent(reference.StandardError),
            Percent(here - reference.Value),
        ];
    }

    /// <summary>Two decimals: that two programs agree is seen there.</summary>
    private static ReportCell Percent(double? share) => new(
        share is { } value ? Numbers.Hundredths(100 * value) : "–", Numbers.Exact(share));
}

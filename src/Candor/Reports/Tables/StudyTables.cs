using Candor.Reports.Facts;
using Candor.Studies.Manifest;

namespace Candor.Reports.Tables;

/// <summary>What was compared, on which rows, and what is missing.</summary>
internal static class StudyTables
{
    public static ReportTable Arms(StudyFacts facts) => new()
    {
        Name = "arms",
        Caption = "Models compared",
        Columns =
        [
            new("arm", "model") { IsRowHeader = true },
            new("base", "base"),
            new("tuning", "trained"),
            new("rows", "rows"),
            new("settings", "settings of its own"),
            new("seeds", "seeds"),
            new("evaluated", "evaluated") { IsNumber = true },
        ],
        Rows = [.. facts.Manifest.Arms.Select(arm => (IReadOnlyList<ReportCell>)ArmRow(facts, arm))],
    };

    public static ReportTable RowSets(StudyFacts facts) => new()
    {
        Name = "row_sets",
        Caption = "Rows trained on",
        Columns =
        [
            new("rows", "rows") { IsRowHeader = true },
            new("description", "made from"),
            new("count", "count") { IsNumber = true },
            new("with_images", "with a picture") { IsNumber = true },
            new("file", "file"),
            new("sha256", "SHA-256") { IsForMachines = true },
        ],
        Rows =
        [
            .. facts.Manifest.RowSets.Select(set => (IReadOnlyList<ReportCell>)
            [
                set.Name, set.Description, ReportCell.Whole(set.Rows), ReportCell.Whole(set.WithImages), FileName(set.File), set.Sha256,
            ]),
        ],
    };

    public static ReportTable Skipped(StudyFacts facts) => new()
    {
        Name = "skipped",
        Caption = "Skipped, cut, not scored, and what the logs warn of",
        Columns =
        [
            new("where", "where") { IsRowHeader = true },
            new("count", "count") { IsNumber = true },
            new("what", "what"),
            new("place", "which"),
            new("source", "log") { IsForMachines = true },
        ],
        Rows = [.. facts.Losses.SelectMany(LossRows)],
    };

    public static ReportTable Gaps(StudyFacts facts) => new()
    {
        Name = "gaps",
        Caption = "Missing results",
        Columns = [new("step", "step") { IsRowHeader = true }, new("reason", "reason")],
        Rows = [.. facts.Gaps.Select(gap => (IReadOnlyList<ReportCell>)[gap.Step, gap.Reason])],
    };

    private static ReportCell[] ArmRow(StudyFacts facts, StudyArm arm)
    {
        var evaluated = facts.Evaluations.Count(log => log.Arm == arm.Name && !log.IsBlank);
        return
        [
            arm.Name,
            arm.Base == arm.Name ? null : arm.Base,
            arm.Tuning,
            arm.Rows,
            arm.Settings.Count == 0 ? null : string.Join(", ", arm.Settings.Select(setting => $"{setting.Key} {setting.Value}")),
            arm.Replicates.All(replicate => replicate.Seed is null)
                ? null
                : string.Join(", ", arm.Replicates.Select(replicate => replicate.Seed is { } seed ? Numbers.Whole(seed) : "–")),
            evaluated == 0 ? "no" : $"{Numbers.Whole(evaluated)} of {Numbers.Whole(arm.Replicates.Count)}",
        ];
    }

    /// <summary>A line a row that the log names; one line where it names none.</summary>
    private static IEnumerable<IReadOnlyList<ReportCell>> LossRows(LossFact loss)
    {
        foreach (var place in loss.Places.DefaultIfEmpty(null))
            yield return [loss.Where, ReportCell.Whole(loss.Count), loss.What, place, loss.File];
        if (loss.Places.Count > 0 && loss.Count > loss.Places.Count)
            yield return [loss.Where, ReportCell.Whole(loss.Count - loss.Places.Count), loss.What, "more, which the log does not name", loss.File];
    }

    /// <summary>A file that the study made has a path in its folder; of any other only the name is the same on every machine.</summary>
    private static string FileName(string file) => Path.IsPathRooted(file) || file.StartsWith("..", StringComparison.Ordinal)
        ? file[(file.LastIndexOfAny(['/', '\\']) + 1)..]
        : file;
}

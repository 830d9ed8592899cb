using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>Where the numbers come from.</summary>
internal static class ProvenanceTables
{
    public static ReportTable Evaluations(StudyFacts facts) => new()
    {
        Name = "evaluations",
        Caption = "What made the scores",
        Columns =
        [
            new("arm", "evaluation") { IsForMachines = true },
            new("log", "log") { IsGroup = true },
            new("what", "what") { IsRowHeader = true },
            new("value", "value"),
        ],
        Rows =
        [
            .. facts.Evaluations.SelectMany(log => log.Provenance.Select(entry =>
                (IReadOnlyList<ReportCell>)[log.Label, log.File, entry.Key, entry.Value])),
        ],
    };

    public static ReportTable TaskData(StudyFacts facts) => new()
    {
        Name = "task_data",
        Caption = "Data and requests of each task",
        Columns =
        [
            new("task", "task") { IsRowHeader = true },
            new("paper_name", "known as"),
            new("version", "version") { IsNumber = true },
            new("data_sha256", "SHA-256 of the data"),
            new("requests_sha256", "SHA-256 of the requests"),
            new("evaluations", "evaluations") { IsNumber = true },
        ],
        Rows =
        [
            .. facts.Evaluations.SelectMany(log => log.Tasks)
                .GroupBy(task => (task.Name, task.PaperName, task.Version, task.DataSha256, task.RequestsSha256))
                .Select(group => (IReadOnlyList<ReportCell>)
                [
                    group.Key.Name,
                    group.Key.PaperName,
                    group.Key.Version,
                    group.Key.DataSha256,
                    group.Key.RequestsSha256,
                    ReportCell.Whole(group.Count()),
                ]),
        ],
    };
}

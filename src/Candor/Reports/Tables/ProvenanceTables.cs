using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>Where the numbers come from.</summary>
internal static class ProvenanceTables
{
    public static ReportTable Evaluations(StudyFacts facts) => Shared(
        "evaluations",
        "What made the scores",
        "every evaluation",
        [.. facts.Evaluations.Select(log => (log.Label, log.Provenance))]);

    public static ReportTable TrainingSettings(StudyFacts facts) => Shared(
        "training_settings",
        "Settings and inputs of the trainings",
        "every training",
        [.. facts.Trainings.Select(training => (training.Label, training.Settings))]);

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

    /// <summary>A line a value, naming those that have it: most values are everyone's.</summary>
    private static ReportTable Shared(
        string name, string caption, string everyone, IReadOnlyList<(string Label, IReadOnlyList<KeyValuePair<string, string>> Values)> entries) => new()
        {
            Name = name,
            Caption = caption,
            Columns = [new("what", "what") { IsRowHeader = true }, new("value", "value"), new("of", "of")],
            Rows =
            [
                .. entries.SelectMany(entry => entry.Values.Select(value => (entry.Label, value.Key, value.Value)))
                    .GroupBy(entry => entry.Key, StringComparer.Ordinal)
                    .SelectMany(key => key.GroupBy(entry => entry.Value, entry => entry.Label, StringComparer.Ordinal).Select(value =>
                        (IReadOnlyList<ReportCell>)
                        [key.Key, value.Key, value.Count() == entries.Count ? everyone : string.Join("; ", value)])),
            ],
        };
}

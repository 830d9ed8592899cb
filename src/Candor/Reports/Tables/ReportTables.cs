using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>All tables of a report.</summary>
/// <param name="Arms">What was compared.</param>
/// <param name="RowSets">Rows that were trained on.</param>
/// <param name="Differences">Every difference of every pair.</param>
/// <param name="SeedDifferences">The differences seed by seed.</param>
/// <param name="Scores">Every score.</param>
/// <param name="Paper">The paper's figures beside what they compare with.</param>
/// <param name="References">Others' scores beside those here.</param>
/// <param name="Trainings">The trainings.</param>
/// <param name="LossCurves">Every entry of every training's log.</param>
/// <param name="Changes">Changed documents, counted.</param>
/// <param name="ChangedDocuments">Changed documents, each.</param>
/// <param name="Skipped">What was skipped, cut or not scored.</param>
/// <param name="Evaluations">Where scores come from.</param>
/// <param name="TrainingSettings">With what trainings were made.</param>
/// <param name="TaskData">Data and requests of each task.</param>
/// <param name="Gaps">What is missing.</param>
public sealed record ReportTables(
    ReportTable Arms,
    ReportTable RowSets,
    ReportTable Differences,
    ReportTable SeedDifferences,
    ReportTable Scores,
    ReportTable Paper,
    ReportTable References,
    ReportTable Trainings,
    ReportTable LossCurves,
    ReportTable Changes,
    ReportTable ChangedDocuments,
    ReportTable Skipped,
    ReportTable Evaluations,
    ReportTable TrainingSettings,
    ReportTable TaskData,
    ReportTable Gaps)
{
    /// <summary>All of them, each a CSV file.</summary>
    public IReadOnlyList<ReportTable> All =>
    [
        Arms, RowSets, Differences, SeedDifferences, Scores, Paper, References, Trainings, LossCurves, Changes, ChangedDocuments, Skipped, Evaluations,
        TrainingSettings, TaskData, Gaps,
    ];

    /// <summary>Lays out the facts.</summary>
    public static ReportTables Of(StudyFacts facts) => new(
        StudyTables.Arms(facts),
        StudyTables.RowSets(facts),
        DifferenceTables.Differences(facts),
        DifferenceTables.SeedDifferences(facts),
        ScoreTables.Scores(facts),
        ScoreTables.Paper(facts),
        ReferenceTable.Of(facts),
        TrainingTables.Trainings(facts),
        TrainingTables.LossCurves(facts),
        ChangeTables.Changes(facts),
        ChangeTables.Documents(facts),
        StudyTables.Skipped(facts),
        ProvenanceTables.Evaluations(facts),
        ProvenanceTables.TrainingSettings(facts),
        ProvenanceTables.TaskData(facts),
        StudyTables.Gaps(facts));
}

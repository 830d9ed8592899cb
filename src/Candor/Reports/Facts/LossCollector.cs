using Candor.Studies.Manifest;
using Candor.Training.Logs;

namespace Candor.Reports.Facts;

/// <summary>Gathers what was skipped, cut or not scored, from every log that says so.</summary>
internal static class LossCollector
{
    /// <summary>Row sets first, then trainings, evaluations and comparisons.</summary>
    public static IEnumerable<LossFact> Collect(
        StudyManifest manifest, IReadOnlyList<TrainingFacts> trainings, IReadOnlyList<EvaluationLog> logs, IReadOnlyList<PairFacts> pairs, IReadOnlyList<string> comparing) =>
        manifest.RowSets.SelectMany(OfRowSet)
            .Concat(trainings.SelectMany(OfTraining))
            .Concat(OfEvaluations(logs))
            .Concat(pairs.SelectMany(OfPair))
            .Concat(comparing.Select(warning => new LossFact("comparing", null, warning, [], "samples of both evaluations")));

    private static IEnumerable<LossFact> OfRowSet(StudyRowSet set) => set.LeftOut
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => new LossFact("rows " + set.Name, entry.Value, "left out: " + entry.Key, [], StudyManifest.FileName));

    private static IEnumerable<LossFact> OfTraining(TrainingFacts training)
    {
        var folder = training.File[..training.File.LastIndexOf('/')];
        return (training.Rows?.Findings ?? []).Where(finding => finding.Count > 0).Select(finding => new LossFact(
            "training of " + training.Label, finding.Count, finding.What, finding.Places, $"{folder}/{RowSummaryJson.FileName}"));
    }

    /// <summary>A line a warning: many evaluations ask the same data, and warn of the same.</summary>
    private static IEnumerable<LossFact> OfEvaluations(IReadOnlyList<EvaluationLog> logs) => logs
        .SelectMany(log => log.Warnings.Concat(log.Run.Warnings).Distinct(StringComparer.Ordinal).Select(warning => (log, warning)))
        .GroupBy(entry => entry.warning, entry => entry.log, StringComparer.Ordinal)
        .Select(warning => new LossFact(
            warning.Count() == logs.Count ? "every evaluation" : "evaluation of " + string.Join("; ", warning.Select(log => log.Label)),
            null,
            warning.Key,
            [],
            string.Join(" ", warning.Select(log => log.File))));

    private static IEnumerable<LossFact> OfPair(PairFacts pair)
    {
        foreach (var comparison in pair.Differences.Select(difference => difference.Comparison))
        {
            var (where, name) = (pair.Name, $"{comparison.Task} {comparison.MetricName}");
            if (comparison.Join.LeftOut.Count > 0)
            {
                yield return new LossFact(
                    where,
                    comparison.Join.LeftOut.Count,
                    $"{name}: documents without a usable value on one side",
                    [.. comparison.Join.LeftOut.Select(id => "document " + Numbers.Whole(id))],
                    "samples of both evaluations");
            }

            var alone = comparison.Join.OnlyInA.Count + comparison.Join.OnlyInB.Count;
            if (alone > 0)
                yield return new LossFact(where, alone, $"{name}: documents that only one side has", [], "samples of both evaluations");
        }
    }
}

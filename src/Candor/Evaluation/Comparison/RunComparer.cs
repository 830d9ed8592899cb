using Candor.Statistics;

namespace Candor.Evaluation.Comparison;

/// <summary>Compares finished evaluations with the first of them, paired by document.</summary>
public static class RunComparer
{
    /// <summary>Compares all runs with the first.</summary>
    /// <exception cref="InputException">
    /// Nothing can be paired, or the runs were asked in different ways and <see cref="ComparisonOptions.Force"/> is not set.
    /// </exception>
    public static ComparisonReport Compare(IReadOnlyList<EvaluationRun> runs, ComparisonOptions options)
    {
        if (runs.Count < 2)
            throw new InputException($"expected two or more runs to compare, found {runs.Count}");

        var warnings = runs.SelectMany(run => run.Warnings.Select(warning => $"{run.Source}: {warning}")).ToList();
        var pending = runs.Skip(1).SelectMany(run => Pair(runs[0], run, options, warnings)).ToList();
        if (pending.Count == 0)
        {
            throw new InputException(
                $"{string.Join(" and ", runs.Select(run => run.Source))}: no document has a usable value in both runs: "
                + "values or likelihoods are not numbers");
        }

        return new ComparisonReport { Runs = runs, Comparisons = Measure(pending, options), Options = options, Warnings = warnings };
    }

    /// <summary>Computes paired documents as one family: p-values are adjusted over all of them together.</summary>
    internal static IReadOnlyList<MetricComparison> Measure(IReadOnlyList<PairedScores> family, ComparisonOptions options)
    {
        // Each comparison starts from the seed anew, so the order of work does not matter.
        var measured = family.AsParallel().AsOrdered().Select(comparison => comparison.Measure(options, family.Count)).ToList();
        return Adjust(measured);
    }

    /// <summary>Pairs the documents of two runs, metric by metric.</summary>
    /// <exception cref="InputException">
    /// Nothing can be paired, or the runs were asked in different ways and <see cref="ComparisonOptions.Force"/> is not set.
    /// </exception>
    internal static IEnumerable<PairedScores> Pair(EvaluationRun a, EvaluationRun b, ComparisonOptions options, List<string> warnings)
    {
        var shared = a.Tasks.Join(b.Tasks, task => task.Task, task => task.Task, (first, second) => (First: first, Second: second)).ToList();
        if (shared.Count == 0)
            throw new InputException($"{a.Source} and {b.Source}: no task in common: {Names(a.Tasks)} and {Names(b.Tasks)}");
        WarnOfUnpaired(a, b, warnings);

        foreach (var (first, second) in shared)
        {
            var conflicts = Comparability.Conflicts(first.Settings, second.Settings);
            if (conflicts.Count > 0 && !options.Force)
            {
                throw new InputException(
                    $"{a.Source} and {b.Source}: {first.Task}: different {string.Join("; ", conflicts)}: "
                    + "scores do not compare; --force compares them all the same and marks it");
            }

            foreach (var paired in Pair(a, b, first, second, warnings))
                yield return paired with { Forced = conflicts };
        }
    }

    private static IEnumerable<PairedScores> Pair(EvaluationRun a, EvaluationRun b, TaskRun first, TaskRun second, List<string> warnings)
    {
        foreach (var scoresA in first.Scores)
        {
            if (second.Scores.FirstOrDefault(other => other.Metric == scoresA.Metric && other.Filter == scoresA.Filter) is not { } scoresB)
            {
                warnings.Add($"{b.Source}: {first.Task} has no {scoresA.Metric},{scoresA.Filter}; left out");
                continue;
            }

            var join = DocumentJoin.Of(scoresA.Documents, scoresB.Documents);
            if (join.Common == 0)
            {
                throw new InputException(
                    $"{a.Source} and {b.Source}: {first.Task}: no document in common among {scoresA.Documents.Count} and "
                    + $"{scoresB.Documents.Count}: other documents, whatever their numbers");
            }

            if (join.Pairs.Count == 0)
            {
                warnings.Add($"{b.Source}: {first.Task} {scoresA.Metric}: no document has a usable value in both runs; left out");
                continue;
            }

            yield return new PairedScores
            {
                A = a,
                B = b,
                Task = first.Task,
                ScoresA = scoresA,
                ScoresB = scoresB,
                Join = join,
                Warnings = [.. Comparability.Warnings(first.Settings, second.Settings, scoresA, scoresB, join)],
            };
        }
    }

    private static void WarnOfUnpaired(EvaluationRun a, EvaluationRun b, List<string> warnings)
    {
        foreach (var (run, other) in new[] { (a, b), (b, a) })
        {
            var alone = run.Tasks.ExceptBy(other.Tasks.Select(task => task.Task), task => task.Task).ToList();
            if (alone.Count > 0)
                warnings.Add($"{run.Source}: not in {other.Source}, so not compared: {Names(alone)}");
        }
    }

    private static IReadOnlyList<MetricComparison> Adjust(List<MetricComparison> comparisons)
    {
        double[] p = [.. comparisons.Select(comparison => comparison.P)];
        var (holm, benjaminiHochberg) = (MultipleTesting.Holm(p), MultipleTesting.BenjaminiHochberg(p));
        return [.. comparisons.Select((comparison, i) => comparison with { PHolm = holm[i], PBenjaminiHochberg = benjaminiHochberg[i] })];
    }

    private static string Names(IReadOnlyList<TaskRun> tasks) => string.Join(", ", tasks.Select(task => task.Task));
}

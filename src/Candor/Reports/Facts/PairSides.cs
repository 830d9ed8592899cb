using Candor.Evaluation.Comparison;
using Candor.Statistics;
using Candor.Studies.Manifest;

namespace Candor.Reports.Facts;

/// <summary>Both sides of a pair, one evaluation a seed.</summary>
internal sealed class PairSides(StudyPair pair, IReadOnlyList<EvaluationLog> baseline, IReadOnlyList<EvaluationLog> variant)
{
    public StudyPair Pair => pair;

    public IReadOnlyList<EvaluationLog> Baseline => baseline;

    public IReadOnlyList<EvaluationLog> Variant => variant;

    /// <summary>The baseline, averaged over its seeds.</summary>
    public EvaluationRun BaselineMean { get; } = SeedAverage.Of([.. baseline.Select(log => log.Run)], pair.Baseline);

    /// <summary>The variant, averaged over its seeds.</summary>
    public EvaluationRun VariantMean { get; } = SeedAverage.Of([.. variant.Select(log => log.Run)], pair.Variant);

    /// <summary>
    /// The variant's difference seed by seed: against the baseline's same seed where it has one, else against the baseline's mean. Nothing
    /// where neither side has two seeds.
    /// </summary>
    public IEnumerable<SeedDifference> BySeed(MetricComparison comparison)
    {
        if (variant.Count < 2)
            yield break;
        foreach (var log in variant)
        {
            var other = baseline.FirstOrDefault(candidate => candidate.Seed == log.Seed)?.Run ?? BaselineMean;
            if (log.Seed is { } seed && Scores(other, comparison) is { } a && Scores(log.Run, comparison) is { } b)
            {
                var pairs = DocumentJoin.Of(a.Documents, b.Documents).Pairs;
                yield return new SeedDifference(seed, Moments.Mean([.. pairs.Select(entry => entry.B.Value - entry.A.Value)]));
            }
        }
    }

    private static MetricScores? Scores(EvaluationRun run, MetricComparison comparison) => run.Tasks
        .FirstOrDefault(task => task.Task == comparison.Task)?.Scores
        .FirstOrDefault(scores => scores.Metric == comparison.ScoresA.Metric && scores.Filter == comparison.ScoresA.Filter);
}

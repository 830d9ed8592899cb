using Candor.Evaluation.Comparison;
using Candor.Studies.Manifest;

namespace Candor.Reports.Facts;

/// <summary>Compares the pairs of a study, all of them as one family.</summary>
/// <param name="manifest">The study.</param>
/// <param name="logs">Its evaluations.</param>
/// <param name="scores">Their scores.</param>
/// <param name="options">How documents are compared.</param>
/// <param name="gaps">Gets a line for each pair that cannot be compared.</param>
internal sealed class PairReader(
    StudyManifest manifest, IReadOnlyList<EvaluationLog> logs, IReadOnlyList<ScoreFact> scores, ComparisonOptions options, List<StudyGap> gaps)
{
    private readonly List<string> _warnings = [];

    /// <summary>Compares them.</summary>
    public (IReadOnlyList<PairFacts> Pairs, ComparisonReport Family) Read()
    {
        var sides = manifest.Pairs.Select(Sides).OfType<PairSides>().ToList();
        var paired = sides.ConvertAll(Paired);
        var family = RunComparer.Measure([.. paired.SelectMany(list => list)], options);
        var pairs = new List<PairFacts>();
        var start = 0;
        foreach (var (side, count) in sides.Zip(paired, (side, list) => (side, list.Count)))
        {
            if (count > 0)
                pairs.Add(Facts(side, [.. family.Skip(start).Take(count)]));
            start += count;
        }

        return (pairs, new ComparisonReport
        {
            Runs = [.. logs.Select(log => log.Run)],
            Comparisons = family,
            Options = options,
            Warnings = [.. _warnings.Distinct(StringComparer.Ordinal)],
        });
    }

    private PairSides? Sides(StudyPair pair)
    {
        var baseline = logs.Where(log => log.Arm == pair.Baseline && log.IsBlank == pair.AgainstBlankImages).ToList();
        var variant = logs.Where(log => log.Arm == pair.Variant && !log.IsBlank).ToList();
        if (baseline.Count > 0 && variant.Count > 0)
            return new PairSides(pair, baseline, variant);
        var missing = baseline.Count == 0 ? pair.Baseline + (pair.AgainstBlankImages ? " with blank pictures" : "") : pair.Variant;
        gaps.Add(new StudyGap(Name(pair), $"not compared: {missing} has no finished evaluation"));
        return null;
    }

    private List<PairedScores> Paired(PairSides sides)
    {
        try
        {
            return [.. RunComparer.Pair(sides.BaselineMean, sides.VariantMean, options, _warnings)];
        }
        catch (InputException problem)
        {
            gaps.Add(new StudyGap(Name(sides.Pair), "not compared: " + problem.Message));
            return [];
        }
    }

    private PairFacts Facts(PairSides sides, IReadOnlyList<MetricComparison> comparisons) => new()
    {
        Pair = sides.Pair,
        Baseline = sides.Baseline,
        Variant = sides.Variant,
        Differences =
        [
            .. comparisons.Select(comparison => Fact(sides, comparison)),
        ],
    };

    private DifferenceFact Fact(PairSides sides, MetricComparison comparison)
    {
        var own = scores
            .Where(score => sides.Baseline.Contains(score.Log) || sides.Variant.Contains(score.Log))
            .Where(score => score.Card.Task == comparison.Task && score.Card.Metric == comparison.ScoresA.Metric).ToList();
        return new DifferenceFact
        {
            Comparison = comparison,
            BySeed = [.. sides.BySeed(comparison)],
            Chance = own.Select(score => (double?)score.Card.Chance).FirstOrDefault(),
            BestConstant = own.Select(score => score.Card.BestConstant?.Value).FirstOrDefault(),
            Cautions = [.. Cautions(own)],
        };
    }

    private static IEnumerable<string> Cautions(List<ScoreFact> scores) => scores
        .Where(score => score.Caution is not null)
        .GroupBy(score => score.Caution!, score => score.Log.Label, StringComparer.Ordinal)
        .Select(caution => $"{string.Join("; ", caution)}: {caution.Key}");

    private static string Name(StudyPair pair) =>
        pair.AgainstBlankImages ? $"{pair.Variant} against blank pictures" : $"{pair.Variant} against {pair.Baseline}";
}

using Candor.Evaluation.Comparison;

namespace Candor.Reports.Facts;

/// <summary>The report's verdicts, in words that claim no more than the statistics allow.</summary>
public static class VerdictWords
{
    /// <summary>One sentence over everything.</summary>
    public static string Summary(StudyFacts facts)
    {
        var all = facts.Pairs.SelectMany(pair => pair.Differences).ToList();
        if (all.Count == 0)
            return "Nothing was compared.";
        var shown = all.Count(difference => difference.Comparison.IsShown);
        var rule = "A difference counts as shown where p, adjusted by Holm's method over all comparisons of this report, is below 0.05 and the "
            + "95% interval excludes 0.";
        return shown == 0
            ? $"None of {Numbers.Whole(all.Count)} comparisons shows a difference. {rule}"
            : $"{Numbers.Whole(shown)} of {Numbers.Whole(all.Count)} comparisons {(shown == 1 ? "shows" : "show")} a difference. {rule}";
    }

    /// <summary>What a pair shows as a whole.</summary>
    public static string Of(PairFacts pair)
    {
        var shown = pair.Differences.Count(difference => difference.Comparison.IsShown);
        var (all, name) = (pair.Differences.Count, pair.Name);
        return shown == 0
            ? $"{name}: no difference shown in {Numbers.Whole(all)} comparison{(all == 1 ? "" : "s")}."
            : $"{name}: a difference is shown in {Numbers.Whole(shown)} of {Numbers.Whole(all)} comparison{(all == 1 ? "" : "s")}: "
                + $"{string.Join(", ", pair.Differences.Where(difference => difference.Comparison.IsShown).Select(Direction))}.";
    }

    /// <summary>How many seeds speak, and what that means; null where nothing was trained.</summary>
    public static string? Seeds(PairFacts pair)
    {
        var (variant, baseline) = (Trained(pair.Variant), Trained(pair.Baseline));
        if (variant + baseline == 0)
            return null;
        if (variant <= 1 && baseline <= 1)
            return "One seed: intervals are over documents, and nothing is known of how much another seed would differ.";
        return $"Each document counts with its mean over seeds ({Side(pair.VariantName, variant)}, {Side(pair.BaselineName, baseline)}). Intervals are over "
            + "documents; the spread over seeds stands beside them.";

        static string Side(string name, int seeds) => seeds == 0 ? name + ": not trained here" : $"{name}: {Numbers.Whole(seeds)} seed{(seeds == 1 ? "" : "s")}";
        static int Trained(IReadOnlyList<EvaluationLog> logs) => logs.Count(log => log.Seed is not null);
    }

    /// <summary>Both sides beside what no skill would get: <c>57.1 → 62.5; chance 50.0, best constant 53.3</c>.</summary>
    public static string Levels(DifferenceFact difference)
    {
        var comparison = difference.Comparison;
        var floors = new[] { ("chance", difference.Chance), ("best constant", difference.BestConstant) }
            .Where(floor => floor.Item2 is { } value && double.IsFinite(value))
            .Select(floor => $"{floor.Item1} {Verdict.Number(comparison, floor.Item2!.Value)}").ToList();
        var values = $"{Verdict.Number(comparison, comparison.MeanA)} → {Verdict.Number(comparison, comparison.MeanB)}";
        return floors.Count == 0 ? values : $"{values}; {string.Join(", ", floors)}";
    }

    /// <summary>A difference after its task's name: <c>higher by 3.1 points, 95% 1.2 to 5.0, p(Holm) 0.004</c>.</summary>
    public static string Of(DifferenceFact difference)
    {
        var comparison = difference.Comparison;
        var verdict = Verdict.Of(comparison);
        // A difference that is not shown is still what was measured; the reader may want to know where the interval lies.
        if (!comparison.IsShown && !comparison.IsUniform)
            verdict += $"; measured {Verdict.Signed(comparison, comparison.Difference)}, 95% {Verdict.Interval(comparison)}";
        if (difference.SeedSpread is not { } spread)
            return verdict;
        var seeds = difference.BySeed.Select(seed => $"{Verdict.Signed(comparison, seed.Difference)} (seed {Numbers.Whole(seed.Seed)})");
        return $"{verdict}; by seed {string.Join(", ", seeds)}, standard deviation {Verdict.Number(comparison, spread)}";
    }

    private static string Direction(DifferenceFact difference)
    {
        var comparison = difference.Comparison;
        var size = Verdict.Number(comparison, Math.Abs(comparison.Difference)) + (comparison.IsShare ? " points" : "");
        var mind = difference.Cautions.Count > 0 ? " (mind the answers given)" : "";
        return $"{comparison.Task} {comparison.MetricName} {(comparison.Difference > 0 ? "higher" : "lower")} by {size}{mind}";
    }
}

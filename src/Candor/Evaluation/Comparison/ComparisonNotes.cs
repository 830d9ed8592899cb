using System.Globalization;

namespace Candor.Evaluation.Comparison;

/// <summary>The sentences below a table of comparisons, the same in every form of output.</summary>
public static class ComparisonNotes
{
    /// <summary>How the numbers were made.</summary>
    public static string Method(ComparisonReport report)
    {
        var comparisons = report.Comparisons;
        var unit = comparisons.Any(comparison => comparison.IsShare) ? "; shares in percent, differences in points" : "";
        var grouped = comparisons.Any(comparison => comparison.Groups is not null) ? ", by group where documents come in groups" : "";
        var plural = comparisons.Count == 1 ? "" : "s";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Paired by document{unit}. "
            + $"95%: bootstrap, {report.Options.Replicates:N0} replicates, seed {report.Options.Seed}{grouped}. "
            + $"p: {string.Join(", ", Tests(comparisons))}; Holm over {comparisons.Count} comparison{plural}. "
            + $"\"Would have been seen\": the true difference that such a comparison finds in 80% of cases.");
    }

    /// <summary>What bears on the meaning of some comparisons, each line naming those it is about.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<MetricComparison> comparisons) =>
    [
        .. comparisons
            .SelectMany(comparison => comparison.Forced.Select(conflict => "forced: different " + conflict).Concat(comparison.Warnings)
                .Select(line => (line, Name: $"{comparison.Task} {comparison.MetricName}")))
            .GroupBy(entry => entry.line, entry => entry.Name)
            .Select(group => $"{string.Join(", ", group)}: {group.Key}"),
    ];

    private static IEnumerable<string> Tests(IReadOnlyList<MetricComparison> comparisons)
    {
        if (comparisons.Any(comparison => comparison is { McNemar: not null, Groups: not null }))
        {
            yield return "exact McNemar for right and wrong answers (it takes documents as independent: "
                + "where they come in groups, a difference is shown only if the interval excludes 0 too)";
        }
        else if (comparisons.Any(comparison => comparison.McNemar is not null))
            yield return "exact McNemar for right and wrong answers";
        if (comparisons.FirstOrDefault(comparison => comparison is { McNemar: null, SignFlip.Draws: > 0 }) is { } drawn)
            yield return string.Create(CultureInfo.InvariantCulture, $"sign flips for other values (Monte Carlo, {drawn.SignFlip.Draws:N0} draws)");
        else if (comparisons.Any(comparison => comparison.McNemar is null))
            yield return "sign flips for other values";
    }
}

using System.Globalization;

namespace Candor.Evaluation.Comparison;

/// <summary>The sentences below a table of comparisons, the same in every form of output.</summary>
public static class ComparisonNotes
{
    /// <summary>How the numbers were made.</summary>
    public static string Method(ComparisonReport report)
    {
        var grouped = report.Comparisons.Any(comparison => comparison.Groups is not null);
        var drawn = report.Comparisons.FirstOrDefault(comparison => comparison.Test == "sign_flip_monte_carlo");
        string[] tests =
        [
            .. report.Comparisons.Any(comparison => comparison.McNemar is not null) ? new[] { "exact McNemar for right and wrong answers" } : [],
            .. report.Comparisons.Any(comparison => comparison.McNemar is null) ? new[] { "sign flips for other values" + (drawn is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (Monte Carlo, {drawn.SignFlip.Draws:N0} draws)")) } : [],
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Paired by document{(report.Comparisons.Any(comparison => comparison.IsShare) ? "; shares in percent, differences in points" : "")}. "
            + $"95%: bootstrap, {report.Options.Replicates:N0} replicates, seed {report.Options.Seed}{(grouped ? ", by group where documents come in groups" : "")}. "
            + $"p: {string.Join(", ", tests)}; Holm over {report.Comparisons.Count} comparison{(report.Comparisons.Count == 1 ? "" : "s")}. "
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
}

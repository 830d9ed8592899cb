namespace Candor.Evaluation.Comparison;

/// <summary>All runs against the first.</summary>
public sealed record ComparisonReport
{
    /// <summary>The runs; the first is the base.</summary>
    public required IReadOnlyList<EvaluationRun> Runs { get; init; }

    /// <summary>One entry per run after the first, task, metric and filter. Together they are the family of the adjusted p-values.</summary>
    public required IReadOnlyList<MetricComparison> Comparisons { get; init; }

    /// <summary>How they were compared.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>What was left out of the runs, and why.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether anything was compared against the rule that settings must agree.</summary>
    public bool IsForced => Comparisons.Any(comparison => comparison.Forced.Count > 0);
}

using Candor.Evaluation.Comparison;

namespace Candor.Reports;

/// <summary>What goes into a report.</summary>
public sealed record ReportOptions
{
    /// <summary>
    /// Whether questions and answers of the benchmarks are shown. Without them a report carries document numbers and hashes only, and can be
    /// published where the benchmark's own texts may not.
    /// </summary>
    public bool IncludesTexts { get; init; } = true;

    /// <summary>At most about this many changed documents are embedded, spread evenly over pairs and tasks; the rest are counted.</summary>
    public int MaxDocuments { get; init; } = 1000;

    /// <summary>How documents are compared.</summary>
    public ComparisonOptions Comparison { get; init; } = new();
}

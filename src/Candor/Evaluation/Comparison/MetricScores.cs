namespace Candor.Evaluation.Comparison;

/// <summary>One metric under one filter: the aggregate that was logged and every document's value.</summary>
public sealed record MetricScores
{
    /// <summary>The metric's name: <c>acc</c>, <c>mc2</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The filter that took the answer out of the model's text; <c>none</c> without one.</summary>
    public required string Filter { get; init; }

    /// <summary>The logged direction, or null where none is logged.</summary>
    public bool? HigherIsBetter { get; init; }

    /// <summary>What the harness wrote as the score; NaN where it wrote that.</summary>
    public required double Aggregate { get; init; }

    /// <summary>Every document, in the order of the logs.</summary>
    public required IReadOnlyList<DocumentScore> Documents { get; init; }

    /// <summary>The answer given most often and its share, where answers can be told apart.</summary>
    public FrequentAnswer? FrequentAnswer { get; init; }
}

/// <summary>The answer that a run gave most often.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Share">Its share of the documents, 0 to 1.</param>
public sealed record FrequentAnswer(string Text, double Share);

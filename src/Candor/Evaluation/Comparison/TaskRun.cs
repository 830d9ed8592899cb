namespace Candor.Evaluation.Comparison;

/// <summary>One task of a run.</summary>
public sealed record TaskRun
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>How the task was asked.</summary>
    public required TaskSettings Settings { get; init; }

    /// <summary>A list of documents' values for each metric and filter.</summary>
    public required IReadOnlyList<MetricScores> Scores { get; init; }
}

namespace Candor.Evaluation.Comparison;

/// <summary>A finished evaluation as read from its logs, whichever harness wrote them.</summary>
public sealed record EvaluationRun
{
    /// <summary>The path that the user named.</summary>
    public required string Source { get; init; }

    /// <summary>What wrote the logs: <c>lm-eval 0.4.13</c>, <c>candor 0.1.0</c>.</summary>
    public required string Harness { get; init; }

    /// <summary>The model's name as logged.</summary>
    public required string Model { get; init; }

    /// <summary>Digest of the weights, or null where the logs have none.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>The tasks that can be paired by document, in the logs' order.</summary>
    public required IReadOnlyList<TaskRun> Tasks { get; init; }

    /// <summary>What a reader of a comparison must know about the logs.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

namespace Candor.Studies.Running;

/// <summary>What a run folder remembers of a step.</summary>
public sealed record StepRecord
{
    /// <summary>The state: running, done or failed.</summary>
    public required StepState State { get; init; }

    /// <summary>The key that it was begun with.</summary>
    public required string Key { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was last begun.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
